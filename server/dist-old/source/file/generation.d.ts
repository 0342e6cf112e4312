import { type BigIntStats } from 'node:fs';
import type { LineSink } from '../framing.js';
import type { Moment } from '../moment.js';
import type { FileRecord } from './file-record.js';
/** What one look at a file gave. */
export type ReadResult = {
    kind: 'data';
    bytes: number;
} | {
    kind: 'end';
}
/** Nothing of it was read, it is empty, and may have been written to meanwhile: what it held must be in a copy. */
 | {
    kind: 'emptied';
}
/** What was read before is not there any more: the file was truncated or written anew. */
 | {
    kind: 'rewritten';
};
/**
 * One open generation of a log file, read from its position on. The open handle keeps the file readable after it was
 * renamed or removed [TAIL-2].
 */
export declare class Generation {
    readonly descriptor: number;
    readonly record: FileRecord;
    private readonly progress;
    private lastSize;
    private lastChange;
    private lastChangeMs;
    private freshUntil;
    /** Its last look found nothing new, at this time by the clock that never jumps; growth resets it. */
    quietSince: number;
    /** Receiver's time of the last event read from it, or from its predecessor, epoch ms. */
    newestTime: number | undefined;
    constructor(descriptor: number, record: FileRecord, maxLineBytes: number, { elapsed }: Moment);
    /** Bytes that are in the file and not yet taken, by its size at the last look. */
    get lagBytes(): number;
    get size(): number;
    /** True when all that the last look saw was read: what comes next was written since. */
    get isCaughtUp(): boolean;
    /** Bytes from the beginning that were read, those of the unfinished last line included. */
    get readUpTo(): number;
    /** Bytes of the unfinished last line. */
    get pendingBytes(): number;
    /** The first bytes that were read, at most 1,024. */
    get head(): Buffer;
    /** True when it may have changed again since its last look without showing it. */
    get isFresh(): boolean;
    /** The file as the last look saw it. */
    get seen(): {
        size: bigint;
        mtimeNs: bigint;
    };
    /** Goes on from what an earlier look at the same file saw; what has not changed since is compared once and no more. */
    resumeFrom({ size, mtimeNs }: Generation['seen'], newestTime: number | undefined): void;
    /** True for a file that begins as what was read of this one, or is a part of it: a copy, taken earlier or later. */
    isCopiedIn(descriptor: number, size: number): boolean;
    /** True when an earlier run has read a part of it. */
    get isContinued(): boolean;
    /** Last change of the file, epoch ms. */
    get changedAt(): number;
    /** Reads the next chunk and hands its lines to `sink`; the record then holds the position behind them. */
    read(sink: LineSink, now: Moment): ReadResult;
    /** Takes the unfinished last line as it is and ends the generation [TAIL-5]. */
    finish(sink: LineSink): void;
    /** The file as it is now. */
    stat(): BigIntStats;
    close(): void;
    /** Reads behind the position, and the bytes before it once more: when they differ, this is not the file it was. */
    private readNext;
    private headMatches;
}

import type { LineSink } from '../framing.js';
import type { FileRecord } from './file-record.js';
export interface CompressedParts {
    /** Open for reading; closed by `close`. */
    descriptor: number;
    file: string;
    /** Last change, epoch ms; compressing keeps that of the plain file. */
    changedAt: number;
    maxLineBytes: number;
    /** Its first unpacked bytes, as many as a fingerprint covers. */
    head: Buffer;
    /** Generations whose beginning is that of this file. */
    candidates: readonly FileRecord[];
    /**
     * Called once it is known which of them it is, with the bytes that it has beyond the position; undefined when it is
     * none of them. Gives the record to read on into, or undefined to read no further.
     */
    resolve: (match: FileRecord | undefined) => FileRecord | undefined;
    /** Whether content of this size, with these last bytes, is the beginning of a candidate that was read further. */
    isPartOf: (record: FileRecord, size: number, tail: Buffer) => boolean;
    /** Called when there is something to do. */
    onReady: () => void;
}
/** `data`: took some; `waiting`: more comes by itself; `end`: it was read to its end; `left`: nothing of it is to be read. */
export type CompressedResult = 'data' | 'waiting' | 'end' | 'left';
/**
 * Reads a compressed generation. Its content says which one it is: the bytes before the stored position are compared as
 * they are unpacked, and lines are taken from there on. So a generation goes on in its compressed successor, and a
 * second file of the same content gives nothing [TAIL-12].
 */
export declare class CompressedReading {
    private readonly parts;
    readonly file: string;
    readonly changedAt: number;
    private unpacking;
    private closing;
    private open;
    private match;
    private progress;
    /** Bytes unpacked so far, and the last of them. */
    private offset;
    private before;
    private isDone;
    /** Receiver's time of the last event read from it, epoch ms. */
    newestTime: number | undefined;
    constructor(parts: CompressedParts);
    /** The record that its lines are counted in, once that is known. */
    get record(): FileRecord | undefined;
    /** True when a part of it was read before. */
    get isContinued(): boolean;
    /** Never: nothing is written to it any more. */
    get isCaughtUp(): boolean;
    /** Compressed bytes that were read. */
    get packedBytes(): number;
    /**
     * Takes the next bytes that are unpacked, if any.
     * @throws UnpackError for a broken file; everything before the break was taken
     */
    step(sink: LineSink): CompressedResult;
    /** Closes the file as soon as nothing uses it any more. */
    close(): Promise<void>;
    private begin;
    /** Drops the candidates that the bytes up to here have decided about. */
    private compare;
    private prefer;
    private bytesBefore;
    /** Every candidate is decided about: goes on behind the position, with what is unpacked already or from the beginning. */
    private decide;
    /** What was passed over is wanted after all: unpacks once more. */
    private restart;
    private take;
    private end;
    private progressOf;
    private leave;
}

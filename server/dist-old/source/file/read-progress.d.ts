import { type LineSink } from '../framing.js';
import type { FileRecord } from './file-record.js';
/**
 * How far a generation was read: cuts its bytes into lines, and keeps its record in step with what was handed over. It
 * does not care whether the bytes come from the file as it stands or from an unpacked one.
 */
export declare class ReadProgress {
    readonly record: FileRecord;
    private readonly framer;
    private readonly base;
    /** The first bytes that were read, at most as many as a fingerprint covers. */
    head: Buffer;
    /** The bytes just before the next one to read. */
    before: Buffer;
    /** Bytes from the beginning that were read, those of the unfinished last line included. */
    readUpTo: number;
    /** @param head the first `record.fingerprintLength` bytes of the generation */
    constructor(record: FileRecord, maxLineBytes: number, head: Buffer);
    /** True when a part of it was read before. */
    get isContinued(): boolean;
    /** Bytes of the unfinished last line. */
    get pendingBytes(): number;
    /** Takes the bytes behind `readUpTo`; the first `known` bytes of `buffer` are `before`. */
    take(buffer: Buffer, known: number, sink: LineSink): void;
    /** Takes the unfinished last line as it is and ends the generation [TAIL-5]. */
    finish(sink: LineSink): void;
    private advance;
    /** The more was read, the more of the beginning is known. */
    private widenFingerprint;
}

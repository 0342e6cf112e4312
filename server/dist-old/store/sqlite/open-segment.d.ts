import type { SegmentContent, SegmentPart } from '../segment/content.js';
/** What stands of a segment beside its columns. */
export interface SegmentHead {
    id: number;
    version: number;
    firstSeq: number;
    count: number;
    /** Epoch ms. */
    firstTime: number;
    lastTime: number;
    kinds: readonly number[];
}
/** What of each event is counted and filtered by, by position. */
export interface SegmentFacts {
    kindIds: Uint32Array;
    sourceIds: Uint32Array;
    times: Float64Array;
    receivedTimes: Float64Array;
}
/** A segment whose parts are read when they are asked for. */
export declare class OpenSegment {
    readonly head: SegmentHead;
    readonly content: SegmentContent;
    private rows;
    private keyArray;
    private factArrays;
    /**
     * @param readPart a column of the segment's row
     * @throws DamagedSegment when its version is not known
     */
    constructor(head: SegmentHead, readPart: (id: number, part: SegmentPart) => unknown, names: (subjectId: number) => string | undefined);
    /** Bytes of memory that what was decoded takes, about. */
    get byteLength(): number;
    /** The subjects that occur, ascending. */
    get subjects(): Uint32Array;
    /** For each event the number of its subject among `subjects`. */
    get keys(): Uint16Array;
    /** Kinds, sources and times of all events. */
    get facts(): SegmentFacts;
    /** The line of the event at a position, byte for byte. */
    line(at: number): Buffer;
    /** The row of the event at a position. */
    rowOf(at: number): number;
}

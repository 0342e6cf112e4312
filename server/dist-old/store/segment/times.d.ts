import type { BitReader } from './bit-reader.js';
import type { BitWriter } from './bit-writer.js';
/** Writes `count` times, epoch ms; gives the plain head of the blocks, the bits go to `bits`. */
export declare function writeTimes(bits: BitWriter, times: Float64Array, count: number): Buffer;
/** Bytes of the head that `writeTimes` gives. */
export declare function headBytes(count: number): number;
/** Times of a segment by position; a block is decoded when one of its times is asked for. */
export declare class Times {
    private readonly head;
    private readonly bits;
    private readonly count;
    private readonly blocks;
    private openBlocks;
    constructor(head: Buffer, bits: BitReader, count: number);
    get byteLength(): number;
    /** Epoch ms of the event at a position. */
    at(position: number): number;
    /**
     * Epoch ms of the events at these positions. Where the question cannot tell the lowest time of a block from the highest,
     * as `areAlike` says, any time of the block stands for all, and the block is not decoded.
     */
    of(positions: Uint16Array, areAlike: ((lowest: number, highest: number) => boolean) | undefined): Float64Array;
    private reach;
    /** Epoch ms of all events, in an array of the caller's own. */
    all(): Float64Array;
    private open;
}

import type { LineSink } from '../framing.js';
/**
 * Cuts a stream into lines by both framings of RFC 6587, decided anew for each frame: a message with its length in front
 * (octet counting), or one that ends at a newline, or at a NUL where the next message begins. A wrong count damages no
 * more than its own message and the one behind it: the text that is then out of place is handed over as a line, counted
 * in `badFrames`, and the next count, or newline, is where reading goes on. Memory is bounded by `maxLineBytes`.
 */
export declare class FrameCutter {
    private readonly maxLineBytes;
    private readonly carry;
    private place;
    private wasCounted;
    /** Bytes of the unfinished line in which no end was found yet. */
    private searched;
    private isWaiting;
    /** Frames whose count was wrong or broken off, and bytes between frames. */
    badFrames: number;
    constructor(maxLineBytes: number);
    /** True when a frame was begun and is not complete. */
    get isUnfinished(): boolean;
    /**
     * Takes the next bytes and hands over every line that they complete. The chunk may be used again afterwards.
     * @param onReuse called when the memory that lines were handed over in is about to be used again
     */
    push(chunk: Buffer, sink: LineSink, onReuse?: () => void): void;
    /**
     * Nothing follows. A line without its newline is handed over when its sender ended the connection, since nobody can
     * know whether it is complete; where the connection broke it is surely not, and is counted as a bad frame.
     */
    end(isOrderly: boolean, sink: LineSink): void;
    private step;
    private begin;
    private takeCounted;
    private endCounted;
    private takeLine;
    private findEnd;
    private wait;
}

import type { PeerTails } from './peer-tails.js';
export interface FirstLinesParts {
    peer: string;
    tails: PeerTails;
    /** Takes a line that is new. */
    onLine: (line: Buffer, isCut: boolean) => void;
    /** Hears how many of the first lines were repetitions. */
    onRepeated: (lines: number) => void;
}
/**
 * The lines of one connection on their way into the store. While its first lines may be repetitions of what its sender
 * sent before a break, they are held back; they go on as new ones as soon as they cannot be any more.
 */
export declare class FirstLines {
    private readonly parts;
    private repetition;
    private peerTail;
    private held;
    /** Bytes that are held back. */
    heldBytes: number;
    constructor(parts: FirstLinesParts);
    /** Takes the next complete line. The buffer may be used again afterwards. */
    take(buffer: Buffer, start: number, end: number, isCut: boolean): void;
    /** Takes a line that is not complete: it is no part of what its sender would repeat. */
    takeUnfinished(buffer: Buffer, start: number, end: number, isCut: boolean): void;
    /** Says what is held back, for good: nothing more came for a while, or the connection ended. */
    decide(): void;
    /** The connection has ended. */
    end(isOrderly: boolean): void;
    private give;
}

import type { FileTail } from './file-tail.js';
/** Keeps the number of open files bounded: of those that are quiet, the ones that were quiet for longest are closed. */
export declare class OpenHandles {
    private most;
    /** In the order in which they were last busy. */
    private readonly tails;
    /** @param most files that may be open at the same time; rotated ones that are being read come on top */
    constructor(most?: number);
    /** A tail has its file open and something was read of it. */
    note(tail: FileTail): void;
    forget(tail: FileTail): void;
    /** Closes quiet files above the limit. */
    enforce(): void;
    /** The system has refused to open one more: half of those that are open must do. */
    shrink(): void;
}

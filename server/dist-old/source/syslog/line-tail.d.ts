/** Hashes in one block; a block is what the store writes at once. */
export declare const BLOCK_HASHES = 256;
/** At least this many of the newest lines are remembered; rsyslog sends at most 1,024 again, unless told otherwise. */
export declare const TAIL_HASHES = 4096;
/** A block of a tail as the store keeps it; without hashes it is to be forgotten. */
export interface TailBlock {
    sourceId: number;
    /** Address of the sender. */
    peer: string;
    /** Number of the tail among those of the sender. */
    tail: number;
    block: number;
    /** 8 bytes each, little-endian. What crosses a thread is no Buffer any more. */
    hashes: Uint8Array | null;
}
/** Hashes of the newest lines that came over one connection, and over the ones that it went on from. */
export declare class LineTail {
    private readonly blocks;
    private readonly changed;
    private readonly dropped;
    private firstBlock;
    /** Lines ever put in. */
    total: number;
    /** A tail from its stored blocks; those before a missing one are left out. */
    static restore(blocks: readonly {
        block: number;
        hashes: Uint8Array;
    }[]): LineTail;
    /** Number of the oldest line that is remembered; the newest has `total - 1`. */
    get first(): number;
    push(hash: number): void;
    /** The hash of a line by its number; undefined outside of what is remembered. */
    at(number: number): number | undefined;
    /** Forgets everything: the store drops it with the next commit. */
    clear(): void;
    /** Blocks that changed since the last call. */
    takeChanges(): {
        block: number;
        hashes: Buffer | null;
    }[];
    private forget;
}

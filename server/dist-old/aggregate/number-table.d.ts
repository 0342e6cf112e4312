/**
 * Gives small numbers to numbers: a map for the hot path. Open addressing over typed arrays, since a `Map` makes an object
 * of every key beyond 31 bits and takes several times as long.
 */
export declare class NumberTable {
    private keys;
    private values;
    private mask;
    private used;
    /** @param slots a power of two; it grows as needed */
    constructor(slots?: number);
    get size(): number;
    /** The value of a key; −1 when there is none. */
    get(key: number): number;
    /** Sets the value of a key, a whole number from 0 to 2^31 − 1. */
    set(key: number, value: number): void;
    clear(): void;
    /** The slot of a key, or the empty one where it would go. */
    private find;
    private grow;
}

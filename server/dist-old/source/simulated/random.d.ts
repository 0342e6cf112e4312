/**
 * Seeded random numbers: sfc32, a small generator with 128 bits of state. Equal seeds and streams give equal numbers on
 * every machine, which is what makes a simulated log reproducible to the byte.
 */
export declare class Random {
    #private;
    /** `seed` is a whole number of 0 to 2^53 - 1; `stream` keeps the parts of a simulation independent of each other. */
    constructor(seed: number, stream?: number);
    /** A number of 0 (included) to 1 (excluded) with 32 random bits. */
    next(): number;
    /** A whole number of `low` to `high`, both included. */
    integer(low: number, high: number): number;
    /** A number of `low` (included) to `high` (excluded). */
    between(low: number, high: number): number;
    /** True with the given probability (0 to 1). */
    chance(probability: number): boolean;
    /** An exponentially distributed number with the given mean: the gap between independent events. */
    exponential(mean: number): number;
    /** One of the items, each as likely as any other. Throws on an empty list. */
    pick<Item>(items: readonly Item[]): Item;
    /** A copy of the items in random order (Fisher-Yates). */
    shuffle<Item>(items: readonly Item[]): Item[];
}

/** One dropped packet as its line tells of it. A number that the line does not carry is NaN in its high half. */
export interface Drop {
    /** Our own number of the event. */
    seq: number;
    /** Epoch ms. */
    time: number;
    messageId: number;
    /** Numbers of 64 bits as two halves of 32: a double is exact to 2^53 only. */
    seqnoHigh: number;
    seqnoLow: number;
    baseHigh: number;
    baseLow: number;
    /** Packets; NaN where the line carries none. */
    windowSize: number;
}
/** The two halves of a number in decimal digits; NaN where it is none of 0 to 2^64 − 1. */
export declare function halvesOf(decimal: string | undefined): {
    high: number;
    low: number;
};
/** The first number less the second: exact where they are less than 2^53 apart, and else about right. */
export declare function difference(high: number, low: number, fromHigh: number, fromLow: number): number;
/** Decimal digits of a number of two halves plus a whole offset of less than 2^53. */
export declare function digitsOf(high: number, low: number, offset?: number): string;

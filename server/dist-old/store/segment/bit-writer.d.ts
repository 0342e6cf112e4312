/** Zeros behind the end of what was written, so that a reader looks ahead without a check and without a copy. */
export declare const PADDING_BYTES = 8;
/** Collects bits, the highest first, in a buffer that grows. */
export declare class BitWriter {
    private buffer;
    private at;
    /** Bits that do not fill a byte yet, at the low end. */
    private pending;
    private pendingBits;
    constructor(startBytes?: number);
    /** Bits written so far. */
    get bits(): number;
    clear(): void;
    /** Makes room for that many bytes: `put` does not look. */
    reserve(bytes: number): void;
    /** The lowest `count` bits of a value below 2^count; `count` from 0 to 24. */
    put(value: number, count: number): void;
    /** The same for up to 53 bits. */
    putWide(value: number, count: number): void;
    /** What was written, filled up to whole bytes with zeros, and the padding; valid until the next write. */
    finish(): Buffer;
}

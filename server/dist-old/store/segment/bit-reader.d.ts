/** Reads what `BitWriter` gave, padding included. */
export declare class BitReader {
    readonly bytes: Buffer;
    /** The next bit. */
    at: number;
    constructor(bytes: Buffer);
    /** The next 32 bits, as a signed number; zeros behind the end. */
    peek(): number;
    /** The next `count` bits, 1 to 32. */
    take(count: number): number;
    /** The same for 0 to 53 bits. */
    takeWide(count: number): number;
    /** @throws RangeError when more was read than there is: a damaged segment */
    checkEnd(): void;
}
/** The 32 bits from a bit on, as a signed number; zeros behind the end. */
export declare function bitsAt(bytes: Buffer, at: number): number;

/** Collects bytes in a buffer that grows; numbers are written as varints, little end first. */
export declare class ByteWriter {
    private buffer;
    private used;
    constructor(startBytes?: number);
    get length(): number;
    clear(): void;
    byte(value: number): void;
    /** A whole number from 0 to 2^53 − 1 in 7 bits a byte. */
    varint(value: number): void;
    /** A whole number between −2^52 and 2^52; small ones of either sign are short. */
    signed(value: number): void;
    /** Bytes with their length in front. */
    bytes(value: Uint8Array): void;
    /** Latin-1 text with its length in front. */
    latin1(value: string): void;
    /** What was written; valid until the next write. */
    view(): Buffer;
    private reserve;
}

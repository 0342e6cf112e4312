/** Reads what `ByteWriter` wrote. @throws RangeError when the bytes end too early: a damaged segment */
export declare class ByteReader {
    private readonly buffer;
    private at;
    constructor(buffer: Buffer);
    byte(): number;
    varint(): number;
    /** A varint that counts what follows, each thing at least a byte long. */
    count(): number;
    signed(): number;
    bytes(): Buffer;
    latin1(): string;
    /** All bytes that are left. */
    rest(): Buffer;
}

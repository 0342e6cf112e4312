/** The unfinished rest of a stream. It grows in place, so that a trickle of single bytes costs no copy of all of it. */
export declare class ByteCarry {
    private buffer;
    private used;
    get length(): number;
    /** The rest and the chunk behind it as one piece, valid until `keep`. */
    with(chunk: Buffer): Buffer;
    /** Keeps what stands in `view`, as `with` gave it, from `at` on. */
    keep(view: Buffer, at: number): void;
    /** Gives the rest and forgets it. */
    take(): Buffer;
}

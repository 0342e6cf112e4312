/** Something received that waits to be read. */
export interface Input {
    bytes: number;
    take: (now: number) => void;
}
/**
 * What the sockets received and the pipeline has not read yet, in the order of arrival. Its memory is bounded: at half of
 * the limit streams stop reading, and the other half is left to datagrams, which nobody can stop.
 */
export declare class InputQueue {
    private readonly limit;
    private readonly onInput;
    private readonly onPressure;
    private entries;
    private at;
    private used;
    private isHolding;
    /**
     * @param limit bytes
     * @param onInput something waits
     * @param onPressure streams are to stop reading, or may go on
     */
    constructor(limit: number, onInput: () => void, onPressure: (isHolding: boolean) => void);
    get isEmpty(): boolean;
    /** Bytes that wait. */
    get bytes(): number;
    /** True while streams must not read. */
    get holdsStreams(): boolean;
    /** True when there is room for a datagram of this size. */
    hasRoom(bytes: number): boolean;
    push(input: Input): void;
    /** Counts bytes that are held elsewhere, or, negative, are held no more. */
    count(bytes: number): void;
    /** Reads up to this many bytes; true when more waits. */
    take(most: number, now: number): boolean;
    private setHolding;
}

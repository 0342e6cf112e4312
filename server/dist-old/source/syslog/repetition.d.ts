import type { LineTail } from './line-tail.js';
/** A tail that the first lines of a new connection may repeat. */
export interface RepeatableTail {
    tail: LineTail;
    /** A shorter run than this is no repetition but chance. */
    leastRun: number;
}
/**
 * Finds out whether the first lines of a connection repeat the end of a tail: from some line of it on, and up to its very
 * end [DEL-8]. Of several such runs the longest counts, since a sender repeats all that it is not sure of.
 */
export declare class Repetition {
    private readonly tails;
    private candidates;
    private offered;
    /** Lines at the beginning that are repetitions, as far as is known. */
    repeated: number;
    /** The tail that they repeat. */
    tail: LineTail | undefined;
    constructor(tails: readonly RepeatableTail[]);
    /** True while further lines can change the answer. */
    get isOpen(): boolean;
    /** Takes the next line of the connection. */
    offer(hash: number): void;
    private begin;
    private goOn;
}

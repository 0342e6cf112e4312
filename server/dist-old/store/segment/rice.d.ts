import { type BitReader } from './bit-reader.js';
import type { BitWriter } from './bit-writer.js';
/**
 * Rice coding: a number n is written as n >> k zeros, a one, and the lowest k bits of n. With k near the logarithm of the
 * mean it comes within a few hundredths of a bit of the best possible code for numbers that fall off geometrically, as
 * gaps and differences do.
 */
/** As many zeros say: here comes a number that does not fit, as 6 bits of length and as many bits. */
export declare const ESCAPE_ZEROS = 24;
/** Bytes that a number takes at the most: 24 zeros, 6 bits, 53 bits. */
export declare const MOST_CODE_BYTES = 11;
/** Writes a whole number from 0 to 2^53 − 1; `k` from 0 to 30. The writer must have room (`MOST_CODE_BYTES`). */
export declare function putRice(writer: BitWriter, value: number, k: number): void;
/** Bits that `putRice` takes for a number. */
export declare function riceLength(value: number, k: number): number;
/** Reads what `putRice` wrote with the same `k`. */
export declare function takeRice(reader: BitReader, k: number): number;
/**
 * Reads as many numbers as `values` takes, written by `putRice` with the same `k`. The same as calling `takeRice`, with
 * the place in a variable of its own: this runs over every time and every gap of a segment.
 */
export declare function takeRices(reader: BitReader, k: number, values: Float64Array | Uint16Array): void;
/** The `k` for numbers of that mean. */
export declare function riceParameter(mean: number): number;

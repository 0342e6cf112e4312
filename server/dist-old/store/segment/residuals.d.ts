import { type BitReader } from './bit-reader.js';
import type { BitWriter } from './bit-writer.js';
/**
 * Writes `count` whole numbers within ± 2^52.
 * @param isFirst 1 where a new subject begins
 */
export declare function writeResiduals(writer: BitWriter, residuals: Float64Array, isFirst: Uint8Array, count: number): void;
/** Reads what `writeResiduals` wrote with the same `isFirst`. */
export declare function readResiduals(reader: BitReader, residuals: Float64Array, isFirst: Uint8Array, count: number): void;
/** 0, −1, 1, −2, 2 … as 0, 1, 2, 3, 4 …: small numbers of either sign become small. */
export declare function foldSign(value: number): number;
export declare function unfoldSign(number: number): number;

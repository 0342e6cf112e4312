import { type BitReader, bitsAt } from './bit-reader.js';
import type { BitWriter } from './bit-writer.js';
import { ESCAPE_ZEROS, MAX_CODE_BYTES, putRice, riceParameter, takeRice } from './rice.js';

/**
 * Encodes the differences between numbers and their predictions. The parameter follows a running mean, since
 * tunnels differ in scale by orders of magnitude; the first number of a tunnel has a mean of its own, since nothing
 * predicts it. Encoder and decoder do the same additions and multiplications of doubles, which IEEE 754 fixes to the bit.
 */

/** How fast the mean follows: the share of the newest number. */
const RATE = 0.125;
const FIRST_RATE = 0.125;
/** Larger numbers count as this much in the mean, so that it fits 32-bit arithmetic. */
const MAX_IN_MEAN = 0x4000_0000;
const START_MEAN = 64;

/**
 * Writes `count` whole numbers within ± 2^52.
 * @param isFirst 1 where a new subject begins
 */
export function writeResiduals(writer: BitWriter, residuals: Float64Array, isFirst: Uint8Array, count: number): void {
  let mean = START_MEAN;
  let firstMean = START_MEAN;
  writer.reserve(count * MAX_CODE_BYTES);
  for (let row = 0; row < count; row++) {
    const residual = residuals[row] ?? 0;
    const number = foldSign(residual);
    const inMean = number < MAX_IN_MEAN ? number : MAX_IN_MEAN;
    if (isFirst[row] === 1) {
      putRice(writer, number, riceParameter(firstMean));
      firstMean += (inMean - firstMean) * FIRST_RATE;
    } else {
      putRice(writer, number, riceParameter(mean));
      mean += (inMean - mean) * RATE;
    }
  }
}

/** Reads what `writeResiduals` wrote with the same `isFirst`. */
export function readResiduals(reader: BitReader, residuals: Float64Array, isFirst: Uint8Array, count: number): void {
  const { bytes } = reader;
  let mean = START_MEAN;
  let firstMean = START_MEAN;
  let { at } = reader;
  for (let row = 0; row < count; row++) {
    const first = isFirst[row] === 1;
    const k = riceParameter(first ? firstMean : mean);
    const next = bitsAt(bytes, at);
    const zeros = Math.clz32(next);
    let number: number;
    // The common case of `takeRice`, with the position in a local variable: this runs for every number of every line.
    if (zeros < ESCAPE_ZEROS && zeros + 1 + k <= 32) {
      at += zeros + 1 + k;
      number = (zeros << k) | ((next >>> (31 - zeros - k)) & ((1 << k) - 1));
    } else {
      reader.at = at;
      number = takeRice(reader, k);
      at = reader.at;
    }
    const inMean = number < MAX_IN_MEAN ? number : MAX_IN_MEAN;
    if (first) firstMean += (inMean - firstMean) * FIRST_RATE;
    else mean += (inMean - mean) * RATE;
    residuals[row] = unfoldSign(number);
  }
  reader.at = at;
  reader.checkEnd();
}

/** 0, −1, 1, −2, 2 … as 0, 1, 2, 3, 4 …: small numbers of either sign become small (zigzag). */
export function foldSign(value: number): number {
  // Within 31 bits by shifts, beyond them by exact double arithmetic.
  if (value >= -0x4000_0000 && value < 0x4000_0000) return (value << 1) ^ (value >> 31);
  return value >= 0 ? value * 2 : -value * 2 - 1;
}

export function unfoldSign(number: number): number {
  if (number <= 0x7fff_ffff) return (number >>> 1) ^ -(number & 1);
  return number % 2 === 0 ? number / 2 : -(number + 1) / 2;
}

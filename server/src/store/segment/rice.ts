import { type BitReader, bitsAt } from './bit-reader.js';
import type { BitWriter } from './bit-writer.js';

/**
 * Rice coding: a number n is written as n >> k zeros, a one, and the lowest k bits of n. With k near the logarithm of the
 * mean it is within a few hundredths of a bit of the optimal code for geometrically distributed numbers, which gaps and
 * differences are.
 */

/** This many zeros are an escape: a number that does not fit follows, as 6 bits of length and as many bits. */
export const ESCAPE_ZEROS = 24;
/** Maximum bytes of a number: 24 zeros, 6 bits, 53 bits. */
export const MAX_CODE_BYTES = 11;
/** Larger numbers are always escaped: the others fit 32-bit arithmetic. */
const MAX_SHORT = 0x7fff_ffff;

/** Writes a whole number from 0 to 2^53 − 1; `k` from 0 to 30. The writer must have room (`MAX_CODE_BYTES`). */
export function putRice(writer: BitWriter, value: number, k: number): void {
  if (value <= MAX_SHORT) {
    const zeros = value >>> k;
    const length = zeros + 1 + k;
    if (length <= 24) {
      writer.put((1 << k) | (value & ((1 << k) - 1)), length);
      return;
    }
    if (zeros < ESCAPE_ZEROS) {
      writer.put(1, zeros + 1);
      writer.putWide(value & ((1 << k) - 1), k);
      return;
    }
  }
  const bits = bitLength(value);
  writer.put(0, ESCAPE_ZEROS);
  writer.put(bits, 6);
  writer.putWide(value, bits);
}

/** Bits that `putRice` takes for a number. */
export function riceLength(value: number, k: number): number {
  const zeros = value <= MAX_SHORT ? value >>> k : ESCAPE_ZEROS;
  return zeros < ESCAPE_ZEROS ? zeros + 1 + k : ESCAPE_ZEROS + 6 + bitLength(value);
}

function bitLength(value: number): number {
  return value <= MAX_SHORT ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / 0x1_0000_0000));
}

/** Reads what `putRice` wrote with the same `k`. */
export function takeRice(reader: BitReader, k: number): number {
  const next = reader.peek();
  const zeros = Math.clz32(next);
  if (zeros + 1 + k <= 32) {
    if (zeros < ESCAPE_ZEROS) {
      reader.at += zeros + 1 + k;
      // The leading one is the highest bit of what remains of the 32: it is masked away.
      return (zeros << k) | ((next >>> (31 - zeros - k)) & ((1 << k) - 1));
    }
  } else if (zeros < ESCAPE_ZEROS) {
    reader.at += zeros + 1;
    return zeros * 2 ** k + reader.takeWide(k);
  }
  reader.at += ESCAPE_ZEROS;
  return reader.takeWide(reader.take(6));
}

/**
 * Reads as many numbers as `values` holds, written by `putRice` with the same `k`. Equivalent to calling `takeRice`, with
 * the position in a local variable: this runs for every time and every gap of a segment.
 */
export function takeRices(reader: BitReader, k: number, values: Float64Array | Uint16Array): void {
  const { bytes } = reader;
  const mask = (1 << k) - 1;
  let { at } = reader;
  for (let index = 0; index < values.length; index++) {
    const next = bitsAt(bytes, at);
    const zeros = Math.clz32(next);
    if (zeros < ESCAPE_ZEROS && zeros + 1 + k <= 32) {
      at += zeros + 1 + k;
      values[index] = (zeros << k) | ((next >>> (31 - zeros - k)) & mask);
    } else {
      reader.at = at;
      values[index] = takeRice(reader, k);
      at = reader.at;
    }
  }
  reader.at = at;
}

/** The best `k` for numbers of that mean. */
export function riceParameter(mean: number): number {
  return 31 - Math.clz32((mean * 0.7) | 1);
}

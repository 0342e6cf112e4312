const MAX_64 = 0xffff_ffff_ffff_ffffn;
const MIN_64 = -0x8000_0000_0000_0000n;
const DECIMAL = /^[+-]?\d+$/;
const HEX = /^0[xX][0-9a-fA-F]+$/;
const FEW_DIGITS = /^\d{1,9}$/;
/** Longer digit strings are no 64-bit numbers unless padded; the bound keeps BigInt's work small on hostile input. */
const MAX_DIGITS = 64;

/**
 * A whole number of up to 64 bits (unsigned up to 2^64 − 1, signed down to −2^63), decimal or 0x hexadecimal.
 * Leading zeros never make it octal. Undefined for anything else. Extended sequence numbers (RFC 4304) need all 64 bits.
 */
export function parseWholeNumber(text: string): bigint | undefined {
  if (text.length === 0 || text.length > MAX_DIGITS) return undefined;
  if (!DECIMAL.test(text) && !HEX.test(text)) return undefined;
  // BigInt() reads neither a plus sign before nor anything after, and takes leading zeros as decimal.
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return value > MAX_64 || value < MIN_64 ? undefined : value;
}

/** A message id: a whole number from 0 to 2^31 − 1, in decimal (leading zeros allowed) or 0x hexadecimal. */
export function parseMessageId(text: string): number | undefined {
  // Nearly all are a few digits.
  if (FEW_DIGITS.test(text)) return Number(text);
  const value = parseWholeNumber(text);
  return value === undefined || value < 0n || value > 0x7fff_ffffn ? undefined : Number(value);
}

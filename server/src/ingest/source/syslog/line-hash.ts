const SECOND_SEED = 0x41c6ce57;
const FIRST_PRIME = 2_654_435_761;
const SECOND_PRIME = 1_597_334_677;
/** 2^32: the upper part of the hash is put above the lower one. */
const UPPER = 4_294_967_296;
/** 21 of the 32 bits fit above them in a number that is exact. */
const UPPER_MASK = 0x1fffff;

/**
 * 53 bits that distinguish lines (cyrb53, public domain), as an exact number. Two different lines of one sender collide
 * once in 9 × 10^15; nobody gains by forcing a collision, since it hides only their own lines.
 */
export function hashLine(buffer: Buffer, start: number, end: number): number {
  let first = 0xdeadbeef ^ (end - start);
  let second = SECOND_SEED;
  for (let at = start; at < end; at++) {
    const byte = buffer[at] ?? 0;
    first = Math.imul(first ^ byte, FIRST_PRIME);
    second = Math.imul(second ^ byte, SECOND_PRIME);
  }
  first = Math.imul(first ^ (first >>> 16), 2_246_822_507) ^ Math.imul(second ^ (second >>> 13), 3_266_489_909);
  second = Math.imul(second ^ (second >>> 16), 2_246_822_507) ^ Math.imul(first ^ (first >>> 13), 3_266_489_909);
  return UPPER * (UPPER_MASK & second) + (first >>> 0);
}

/** Stands for the number of a message that has none: its events count, and explain nothing. */
export const NO_MESSAGE_ID = -1;

/** One dropped packet from its line. A number that the line does not contain is NaN in its high half. */
export interface Drop {
  /** Our own number of the event. */
  seq: number;
  /** Epoch ms. */
  time: number;
  messageId: number;
  /** Numbers of 64 bits as two halves of 32: a double is exact to 2^53 only. */
  seqnoHigh: number;
  seqnoLow: number;
  baseHigh: number;
  baseLow: number;
  /** Packets; NaN if the line has none. */
  windowSize: number;
}

const HALF = 0x1_0000_0000;
const HALF_BIG = 0x1_0000_0000n;
const MOST = (1n << 64n) - 1n;

/** The two halves of a number in decimal digits; NaN if it is not one of 0 to 2^64 − 1. */
export function halvesOf(decimal: string | undefined): { high: number; low: number } {
  if (decimal === undefined) return { high: Number.NaN, low: Number.NaN };
  // Fifteen digits are below 2^53, and nearly all numbers are.
  if (decimal.length <= 15 && !decimal.startsWith('-')) {
    const value = Number(decimal);
    return { high: Math.floor(value / HALF), low: value % HALF };
  }
  const value = BigInt(decimal);
  if (value < 0n || value > MOST) return { high: Number.NaN, low: Number.NaN };
  return { high: Number(value / HALF_BIG), low: Number(value % HALF_BIG) };
}

/** The first number minus the second: exact when they are less than 2^53 apart, otherwise approximate. */
export function difference(high: number, low: number, fromHigh: number, fromLow: number): number {
  return (high - fromHigh) * HALF + (low - fromLow);
}

/** Decimal digits of a number of two halves plus a whole offset of less than 2^53. */
export function digitsOf(high: number, low: number, offset = 0): string {
  return (BigInt(high) * HALF_BIG + BigInt(low) + BigInt(offset)).toString();
}

/** A number of a line in decimal digits, by its name; undefined if the line has none of that name. */
export type NumberOf = (name: string) => string | undefined;

/** What a line says of the packet itself. */
export type DropNumbers = Omit<Drop, 'seq' | 'time' | 'messageId'>;

/** The numbers of a drop as its line has them. */
export function dropNumbers(numberOf: NumberOf): DropNumbers {
  const seqno = halvesOf(numberOf('seqno'));
  const base = halvesOf(numberOf('windowbase'));
  const windowSize = halvesOf(numberOf('windowsize'));
  return {
    seqnoHigh: seqno.high,
    seqnoLow: seqno.low,
    baseHigh: base.high,
    baseLow: base.low,
    // Windows are small: a value with a high half is not a window, and a window of zero would judge nothing.
    windowSize: windowSize.high === 0 && windowSize.low > 0 ? windowSize.low : Number.NaN,
  };
}

/** Where an axis of counters begins, so that numbers of 64 bits can be drawn without losing digits. */
export interface NumberAxis {
  /** What every number is drawn as its distance from; 0 where the numbers themselves fit. */
  base: bigint;
  /** The lowest and the highest number, from the base. */
  least: number;
  most: number;
}

/** Doubles are exact up to here. */
const EXACT = 2n ** 53n;
/** Numbers that lie closer together than this share of their size are drawn from a base near them. */
const NEAR = 50n;

/**
 * The axis on which some numbers (decimal digits) lie. Worked example: 4,294,000,100 and 4,294,000,900 are drawn as 100
 * and 900 above 4,294,000,000.
 */
export function numberAxis(numbers: readonly string[]): NumberAxis {
  const values = numbers.map(BigInt);
  const [first = 0n] = values;
  const least = values.reduce((a, b) => (b < a ? b : a), first);
  const most = values.reduce((a, b) => (b > a ? b : a), first);
  const span = most - least;
  const fits = most < EXACT && span * NEAR >= most;
  const unit = 10n ** BigInt(span.toString().length);
  const base = fits || most < 1000n ? 0n : least - (least % unit);
  return { base, least: Number(least - base), most: Number(most - base) };
}

/** A number (decimal digits) as its distance from the base of an axis. */
export function fromBase({ base }: NumberAxis, digits: string): number {
  return Number(BigInt(digits) - base);
}

/** Decimal digits in groups of three, as in `18,446,744,073,709,551,615`. */
export function groupDigits(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** The base of a counter axis, so that 64-bit numbers can be drawn without losing digits. */
export interface NumberAxis {
  /** Every number is drawn as its distance from this; 0 where the numbers themselves fit. */
  base: bigint;
  /** The lowest and the highest number, relative to the base. */
  least: number;
  most: number;
}

/** Doubles are exact up to this number. */
const EXACT = 2n ** 53n;
/** Numbers within this share of their size are drawn from a base near them. */
const NEAR = 50n;

/**
 * The axis for some numbers (decimal digits). Worked example: 4,294,000,100 and 4,294,000,900 are drawn as 100
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

/** An axis around the window, and how many numbers lie outside it. */
export interface FocusedAxis {
  axis: NumberAxis;
  above: number;
  below: number;
}

/** Numbers up to this far from the window are on its axis, however short its course was; the largest usual window. */
const MIN_REACH = 4096n;

/**
 * The axis of the sequence numbers of refused packets (decimal digits), around the course of the window: extended below
 * and above by the length of the course. Unauthenticated numbers may have any value; a single forged one would squeeze
 * all others into a line. Without a window all of them are on the axis.
 */
export function focusedAxis(window: readonly string[], numbers: readonly string[]): FocusedAxis {
  if (window.length === 0) return { axis: numberAxis(numbers), above: 0, below: 0 };
  const edges = window.map(BigInt);
  const [first = 0n] = edges;
  const least = edges.reduce((a, b) => (b < a ? b : a), first);
  const most = edges.reduce((a, b) => (b > a ? b : a), first);
  const reach = most - least > MIN_REACH ? most - least : MIN_REACH;
  const values = numbers.map(BigInt);
  const inside = values.filter((value) => value >= least - reach && value <= most + reach);
  return {
    axis: numberAxis([...window, ...inside.map(String)]),
    above: values.filter((value) => value > most + reach).length,
    below: values.filter((value) => value < least - reach).length,
  };
}

/** Where a number (decimal digits) is drawn on an axis; one beyond an end is drawn at that end. */
export function placeOnAxis(axis: NumberAxis, digits: string): number {
  return Math.min(Math.max(fromBase(axis, digits), axis.least), axis.most);
}

/** The note about numbers that are drawn at the ends of an axis; undefined when there are none. */
export function beyondLabel({ above, below }: Pick<FocusedAxis, 'above' | 'below'>): string | undefined {
  const parts = [
    ...(above === 0 ? [] : [`${above.toLocaleString('en-GB')} at the upper edge`]),
    ...(below === 0 ? [] : [`${below.toLocaleString('en-GB')} at the lower edge`]),
  ];
  return parts.length === 0 ? undefined : `Numbers far from the window: ${parts.join(', ')}.`;
}

/** A number (decimal digits) as its distance from the base of an axis. */
export function fromBase({ base }: NumberAxis, digits: string): number {
  return Number(BigInt(digits) - base);
}

/** Decimal digits in groups of three, as in `18,446,744,073,709,551,615`. */
export function groupDigits(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

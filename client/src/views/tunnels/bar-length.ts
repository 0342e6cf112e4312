/** At so many failures an hour the bar is full: some 28 a second. The scale is logarithmic, 1 to this. */
const FULL = 100_000;
/** One failure has to be seen. */
const LEAST = 0.04;

/** Length of a bar for a count, 0 to 1, logarithmic: 0 for none, 0.04 for one, 1 for 100,000 and more. */
export function barLength(count: number): number {
  if (count <= 0) return 0;
  return Math.min(1, LEAST + ((1 - LEAST) * Math.log10(count)) / Math.log10(FULL));
}

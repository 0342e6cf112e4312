/**
 * The value that a share of the values does not exceed (nearest rank): `percentile([1, 2, 3, 4], 0.5)` is 2.
 * NaN for no values, so that a figure without a measurement is never taken for a good one.
 *
 * @param share 0 to 1
 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

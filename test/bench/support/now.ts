/** Epoch milliseconds with a fraction: the same clock in every process of a machine, its pages included. */
export function preciseNow(): number {
  return performance.timeOrigin + performance.now();
}

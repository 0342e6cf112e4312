import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NeededWindows } from '../../../server/src/core/diagnose/needed-windows.js';

const needs = fc.array(
  fc.oneof(
    fc.integer({ min: 1, max: 200 }),
    fc.integer({ min: 1, max: 2 ** 31 }),
    fc.nat({ max: 32 }).map((n) => 2 ** n),
  ),
  { minLength: 1, maxLength: 200 },
);

function counted(needed: readonly number[]): NeededWindows {
  const windows = new NeededWindows();
  for (const need of needed) windows.add(need);
  return windows;
}

describe('windows that late packets need', () => {
  it('[DIA-3] counts exactly what a window of a power of two accepts', () => {
    fc.assert(
      fc.property(needs, fc.nat({ max: 33 }), (needed, power) => {
        const window = 2 ** power;
        expect(counted(needed).acceptedBy(window)).toBe(needed.filter((need) => need <= window).length);
      }),
    );
  });

  it('[DIA-3] gives quantiles that hold the share, at most a quarter too high', () => {
    fc.assert(
      fc.property(needs, fc.double({ min: 0.01, max: 1, noNaN: true }), (needed, share) => {
        const windows = counted(needed);
        const quantile = windows.quantile(share);
        const sorted = needed.toSorted((a, b) => a - b);
        const exact = sorted[Math.max(1, Math.ceil(share * needed.length)) - 1] ?? 0;
        expect(quantile).toBeGreaterThanOrEqual(exact);
        expect(quantile).toBeLessThanOrEqual(Math.max(exact + 1, exact * 1.25 + 1));
      }),
    );
  });

  it('has buckets that follow on each other and hold every packet', () => {
    fc.assert(
      fc.property(needs, (needed) => {
        const buckets = counted(needed).buckets();
        expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(needed.length);
        for (const [index, { from, to, count }] of buckets.entries()) {
          if (index > 0) expect(from).toBe((buckets[index - 1]?.to ?? 0) + 1);
          expect(count).toBe(needed.filter((need) => need >= from && need <= to).length);
        }
      }),
    );
  });

  it('adds up', () => {
    fc.assert(
      fc.property(needs, needs, (left, right) => {
        const sum = counted(left);
        sum.addAll(counted(right));
        expect(sum.buckets()).toEqual(counted([...left, ...right]).buckets());
        expect([sum.total, sum.most]).toEqual([left.length + right.length, Math.max(...left, ...right)]);
      }),
    );
  });
});

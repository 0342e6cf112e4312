import { ACTIVITY_MINUTES, AHEAD_MINUTES, MinuteRing } from '@tunnelwatch/server/core/aggregate/minute-ring';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** Around the epoch on purpose: minutes before it are negative. */
const minute = fc.integer({ min: -200, max: 200 });
const added = fc.array(fc.record({ minute, count: fc.integer({ min: 1, max: 1000 }) }), { maxLength: 60 });

function ringOf(list: readonly { minute: number; count: number }[]): MinuteRing {
  const ring = new MinuteRing();
  for (const each of list) ring.add(each.minute, each.count);
  return ring;
}

/** The truth: every count of every minute, added up. */
function countOf(list: readonly { minute: number; count: number }[], from: number, to: number): number {
  return list.reduce((sum, each) => (each.minute >= from && each.minute <= to ? sum + each.count : sum), 0);
}

describe('the ring of minutes', () => {
  it('knows nothing at first', () => {
    const ring = new MinuteRing();
    expect([ring.at(0), ring.sum(1000, 60), ring.newestMinute]).toEqual([0, 0, Number.NEGATIVE_INFINITY]);
  });

  it('holds the newest 75 minutes exactly, in whatever order they come', () => {
    fc.assert(
      fc.property(added, minute, (list, asked) => {
        const newest = Math.max(...list.map((each) => each.minute));
        const isKept = asked > newest - (ACTIVITY_MINUTES + AHEAD_MINUTES);
        expect(ringOf(list).at(asked)).toBe(isKept ? countOf(list, asked, asked) : 0);
      }),
    );
  });

  it('sums a window of up to 60 minutes that ends at most 15 before the newest', () => {
    fc.assert(
      fc.property(
        added,
        fc.integer({ min: -AHEAD_MINUTES, max: 200 }),
        fc.nat({ max: 60 }),
        (list, offset, minutes) => {
          fc.pre(list.length > 0);
          const last = Math.max(...list.map((each) => each.minute)) + offset;
          expect(ringOf(list).sum(last, minutes)).toBe(countOf(list, last - minutes + 1, last));
        },
      ),
    );
  });
});

import { RateMeter } from '@tunnelwatch/server/core/aggregate/rate-meter';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

interface Note {
  at: number;
  total: number;
}

/** Reports, about one a second, of a total that stands still for long and then rises. */
const notes = fc
  .array(
    fc.record({ waitMs: fc.integer({ min: 1, max: 25_000 }), rise: fc.oneof(fc.constant(0), fc.nat(1_000_000)) }),
    { minLength: 1, maxLength: 60 },
  )
  .map((steps) => {
    const all: Note[] = [{ at: 0, total: 0 }];
    for (const { waitMs, rise } of steps) {
      const last = all.at(-1) ?? { at: 0, total: 0 };
      all.push({ at: last.at + waitMs, total: last.total + rise });
    }
    return all;
  });

/** The total at a time, by the whole history, evenly rising between its notes. */
function totalAt(time: number, all: readonly Note[]): number {
  const after = all.findIndex(({ at }) => at >= time);
  const [left, right] = [all[after - 1], all[after]];
  if (right === undefined) throw new Error('behind the end of the history');
  if (left === undefined || right.at === time) return right.total;
  return left.total + ((right.total - left.total) * (time - left.at)) / (right.at - left.at);
}

describe('a rate', () => {
  it('is the rise over the last ten seconds, as the whole history tells it', () => {
    fc.assert(
      fc.property(notes, (all) => {
        const meter = new RateMeter();
        for (const [index, { at, total }] of all.entries()) {
          const rate = meter.note(at, total);
          const from = Math.max(0, at - 10_000);
          const expected = at === 0 ? 0 : ((total - totalAt(from, all.slice(0, index + 1))) / (at - from)) * 1000;
          expect(Math.abs(rate - expected)).toBeLessThanOrEqual(0.050001);
        }
      }),
    );
  });

  it('falls to 0 within ten seconds of the last rise', () => {
    const meter = new RateMeter();
    meter.note(0, 0);
    expect(meter.note(1000, 500)).toBe(500);
    expect(meter.note(10_000, 500)).toBe(50);
    expect(meter.note(10_900, 500)).toBeGreaterThan(0);
    expect(meter.note(11_000, 500)).toBe(0);
  });

  it('keeps nothing of a total that stands still, and is not misled by that', () => {
    const meter = new RateMeter();
    for (let second = 0; second < 100; second++) meter.note(second * 1000, 7);
    expect(Reflect.get(meter, 'points')).toEqual([]);
    // What comes after silence is not thinned by it, and not taken for the rate of a single second.
    expect(meter.note(100_000, 107)).toBe(10);
  });

  it('begins anew when the clock was set back or the total fell', () => {
    const meter = new RateMeter();
    meter.note(60_000, 100);
    expect(meter.note(30_000, 200)).toBe(0);
    expect(meter.note(31_000, 210)).toBe(10);
    expect(meter.note(32_000, 5)).toBe(0);
    expect(meter.note(33_000, 6)).toBe(1);
  });
});

import { RateWindows } from '@tunnelwatch/server/core/alert/rates/rate-windows';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

/** 10 February 2026, 12:00 UTC, in minutes. */
const NOW = Date.UTC(2026, 1, 10, 12) / 60_000;

/** Events of a second, and how many minutes the clock goes on before they come. */
const entry = fc.record({
  subjectId: fc.integer({ min: 1, max: 4 }),
  measure: fc.integer({ min: 0, max: 2 }),
  offset: fc.integer({ min: -20 * 60, max: 20 * 60 }),
  count: fc.integer({ min: 1, max: 1000 }),
  wait: fc.constantFrom(0, 0, 0, 0, 1, 5, 25),
});

describe('[ALM-30] windows of rates', () => {
  it('have what a plain list of the events has, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 80 }), (entries) => {
        const windows = new RateWindows();
        const plain: { key: string; second: number; count: number }[] = [];
        let now = NOW;
        for (const { subjectId, measure, offset, count, wait } of entries) {
          now += wait;
          windows.sweep(now);
          const second = now * 60 + offset;
          windows.add(subjectId, measure, second, count, now);
          if (Math.abs(Math.floor(second / 60) - now) <= 15)
            plain.push({ key: `${String(subjectId)} ${String(measure)}`, second, count });
        }
        for (const { subjectId, measure } of entries) {
          const series = windows.series(windows.hold(subjectId, measure, now));
          for (let from = now - 15; from <= now + 15; from += 5) {
            const to = from + 4;
            const within = plain.filter(({ key, second }) => {
              const minute = Math.floor(second / 60);
              return key === `${String(subjectId)} ${String(measure)}` && minute >= from && minute <= to;
            });
            expect(series.sum(from, to)).toBe(within.reduce((sum, { count }) => sum + count, 0));
            const seconds = within.map(({ second }) => second);
            expect(series.span(from, to)).toEqual(
              seconds.length === 0 ? undefined : { first: Math.min(...seconds), last: Math.max(...seconds) },
            );
          }
        }
      }),
    );
  });

  it('tell each pair with new events once, with the minutes that they fell into', () => {
    const windows = new RateWindows();
    const place = windows.add(7, 1, NOW * 60 + 5, 3, NOW);
    windows.add(7, 1, (NOW - 2) * 60, 4, NOW);
    windows.add(7, 2, NOW * 60, 1, NOW);
    const [first, ...others] = windows.takeFresh();
    expect(first).toEqual({ place, count: 7, from: NOW - 2, to: NOW });
    expect(others).toHaveLength(1);
    expect(windows.takeFresh()).toEqual([]);
    expect([windows.subjectId(place), windows.measure(place)]).toEqual([7, 1]);
  });

  it('let go of pairs that are quiet, and of none that something depends on', () => {
    const windows: RateWindows = new RateWindows(undefined, (place) => place === b);
    const [a, b] = [windows.add(1, 0, NOW * 60, 5, NOW), windows.add(2, 0, NOW * 60, 5, NOW)];
    windows.sweep(NOW + 20);
    expect(windows.size).toBe(2);
    windows.sweep(NOW + 21);
    expect(windows.size).toBe(1);
    // The place is given to another pair, which has none of what was counted in it.
    expect(windows.add(3, 0, (NOW + 21) * 60, 1, NOW + 21)).toBe(a);
    expect(windows.series(a).sum(NOW, NOW + 30)).toBe(1);
    expect(windows.series(b).sum(NOW, NOW + 30)).toBe(5);
  });

  it('count nothing of pairs that there is no room for', () => {
    const windows = new RateWindows(2);
    expect([1, 2, 3].map((id) => windows.add(id, 0, NOW * 60, 1, NOW))).toEqual([0, 1, -1]);
    expect(windows.hold(3, 0, NOW)).toBe(-1);
    windows.sweep(NOW + 30);
    expect(windows.add(3, 0, (NOW + 30) * 60, 1, NOW + 30)).toBeGreaterThanOrEqual(0);
  });

  it('[STORE-26] give the room of subjects that were first seen last to those known before, and never a place that is held', () => {
    const held = new Set<number>();
    const windows = new RateWindows(4, (place) => held.has(place));
    for (const id of [50, 51, 52, 53]) windows.add(id, 0, NOW * 60, 1, NOW);
    held.add(windows.find(53, 0));
    expect(windows.add(54, 0, NOW * 60, 1, NOW)).toBe(-1);
    for (const id of [7, 8]) expect(windows.add(id, 0, NOW * 60, 2, NOW)).toBeGreaterThanOrEqual(0);
    const kept = [50, 51, 52, 53, 7, 8].filter((id) => windows.find(id, 0) >= 0);
    expect(kept).toEqual([50, 53, 7, 8]);
    expect(windows.takeFresh().map(({ place }) => windows.subjectId(place))).toHaveLength(4);
    expect(windows.series(windows.find(7, 0)).sum(NOW, NOW)).toBe(2);
  });

  it('count nothing into a ring whose newest minute lies far ahead, after the clock was set back', () => {
    const windows = new RateWindows();
    const place = windows.add(1, 0, NOW * 60, 5, NOW);
    expect(windows.add(1, 0, (NOW - 40) * 60, 5, NOW - 40)).toBe(-1);
    expect(windows.series(place).sum(NOW - 31, NOW)).toBe(5);
  });
});

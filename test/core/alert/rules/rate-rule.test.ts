import { isRateOver, rateOnset, ratePriority } from '@tunnelwatch/server/core/alert/rules/rate-rule';
import { RateWindows } from '@tunnelwatch/server/core/alert/rates/rate-windows';
import { isOverflowOver, overflowOnset } from '@tunnelwatch/server/core/alert/rules/overflow-rule';
import { USUAL_ALERT_RULES } from '@tunnelwatch/shared/alert-rules';
import { describe, expect, it } from 'vitest';

const NOW = Date.UTC(2026, 1, 10, 12) / 60_000;
const SETTINGS = { ...USUAL_ALERT_RULES['rate-integrity'], windowMinutes: 3, count: 100, onDelaySeconds: 10 };

/** Counts by second, relative to the present minute. */
function seriesOf(counts: readonly (readonly [second: number, count: number])[]) {
  const windows = new RateWindows();
  let place = 0;
  for (const [second, count] of counts) place = windows.add(1, 0, NOW * 60 + second, count, NOW);
  return windows.series(place);
}

const on = (counts: readonly (readonly [number, number])[], from = NOW, to = NOW) =>
  rateOnset(seriesOf(counts), { from, to, now: NOW }, SETTINGS);

describe('[ALM-30] a rate is on', () => {
  it.each([
    [
      'from the count on',
      [
        [0, 50],
        [20, 50],
      ],
      true,
    ],
    [
      'not one below',
      [
        [0, 50],
        [20, 49],
      ],
      false,
    ],
    [
      'not while the events span less than the delay',
      [
        [0, 50],
        [9, 500],
      ],
      false,
    ],
    [
      'when they span the delay',
      [
        [0, 50],
        [10, 50],
      ],
      true,
    ],
    [
      'with the minutes before',
      [
        [-120, 60],
        [0, 40],
      ],
      true,
    ],
    [
      'not with what is older than the window',
      [
        [-121, 60],
        [0, 40],
      ],
      false,
    ],
    [
      'when the gateway’s clock is ahead of ours',
      [
        [300, 60],
        [330, 40],
      ],
      true,
    ],
  ] as const)('%s', (_words, counts, isOn) => {
    const to = Math.floor(Math.max(...counts.map(([second]) => second)) / 60);
    expect(on(counts, NOW + to, NOW + to) !== undefined).toBe(isOn);
  });

  it('and tells how many there were, most in a minute, and since when', () => {
    expect(
      on([
        [-60, 40],
        [-30, 30],
        [0, 40],
      ]),
    ).toEqual({ count: 110, peak: 70, first: NOW * 60 - 60, last: NOW * 60 });
  });

  it('for what is read late, as if it had been read at once', () => {
    const counts = [
      [-600, 60],
      [-560, 60],
    ] as const;
    expect(on(counts, NOW - 10, NOW - 9)).toMatchObject({ count: 120, first: NOW * 60 - 600 });
    // Nothing new came into those minutes: they were judged when they did.
    expect(on(counts, NOW, NOW)).toBeUndefined();
  });
});

describe('[ALM-31] a rate is over', () => {
  const settings = { ...SETTINGS, offShare: 0.5, offDelaySeconds: 120 };
  it.each([
    ['not while it is at the share of the count', [[0, 50]], false],
    ['not when it fell below less than the delay ago', [[-180, 100]], false],
    ['not one minute before the delay has passed', [[-240, 100]], false],
    ['after the delay', [[-300, 100]], true],
    [
      'also when some still come',
      [
        [-300, 100],
        [0, 30],
      ],
      true,
    ],
    [
      'not while events of a clock that is ahead come',
      [
        [-300, 100],
        [240, 50],
      ],
      false,
    ],
  ] as const)('%s', (_words, counts, isOver) => {
    expect(isRateOver(seriesOf(counts), NOW, settings)).toBe(isOver);
  });
});

describe('[ALM-30] the priority of a rate', () => {
  it('is high from the upper count on, and never falls by it', () => {
    const at = (count: number, priority: 'low' | 'urgent', highCount: number | null) =>
      ratePriority(count, { priority, highCount });
    expect([at(99, 'low', 100), at(100, 'low', 100), at(100, 'urgent', 100), at(1e9, 'low', null)]).toEqual([
      ...['low', 'high', 'urgent', 'low'],
    ]);
  });
});

describe('[ALM-34] sequence numbers that are used up', () => {
  it('are told at the first message', () => {
    expect(overflowOnset(seriesOf([[5, 1]]), { from: NOW, to: NOW })).toEqual({
      count: 1,
      peak: 1,
      first: NOW * 60 + 5,
      last: NOW * 60 + 5,
    });
  });

  it('are over when none came for so long', () => {
    const over = (second: number) => isOverflowOver(seriesOf([[second, 1]]), NOW, { quietMinutes: 10 });
    expect([over(0), over(-600), over(-601)]).toEqual([false, false, true]);
  });
});

import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import { describe, expect, it } from 'vitest';
import { failuresIn, rowsOfBuckets, rowsOfSeries, sumLabel, totalsOf } from '../../../client/src/charts/chart-rows.js';
import { timeTicks } from '../../../client/src/charts/time-ticks.js';

describe('rows of a chart', () => {
  it('fill the buckets that the server did not name with zeros, and close the last step', () => {
    const data = rowsOfBuckets({ from: 1000, to: 4500, stepMs: 1000, buckets: [{ t: 2000, n: [3, 1] }] });
    expect(data.rows.map((row) => [row.t, row.replay, row.integrity])).toEqual([
      [1000, 0, 0],
      [2000, 3, 1],
      [3000, 0, 0],
      [4000, 0, 0],
      [4500, 0, 0],
    ]);
  });

  it('count each bucket once, though the closing row repeats the last', () => {
    const data = rowsOfBuckets({ from: 0, to: 1500, stepMs: 1000, buckets: [{ t: 1000, n: [7] }] });
    expect(totalsOf(data).replay).toBe(7);
  });

  it('end with what can be known: the rest of the minute is not drawn as a silence', () => {
    const span = { from: 0, to: 6000, stepMs: 1000, buckets: [{ t: 1000, n: [7] }] };
    const data = rowsOfBuckets(span, 2500);
    expect(data.rows.map((row) => [row.t, row.replay])).toEqual([
      [0, 0],
      [1000, 7],
      [2000, 0],
      [3000, 0],
    ]);
    expect(data.to).toBe(6000);
    expect(totalsOf(data).replay).toBe(7);
    // A gateway whose clock runs ahead is drawn and counted all the same.
    expect(totalsOf(rowsOfBuckets(span, 500)).replay).toBe(7);
  });

  it('sum up failures without unknown messages, and say both', () => {
    const n = COUNTED_CLASSES.map((name) => (name === 'unknown' ? 3 : 1));
    const totals = totalsOf(rowsOfBuckets({ from: 0, to: 1000, stepMs: 1000, buckets: [{ t: 0, n }] }));
    expect(failuresIn(totals)).toBe(COUNTED_CLASSES.length - 1);
    expect(totals.unknown).toBe(3);
    expect(sumLabel(1, 0)).toBe('1 failure');
    expect(sumLabel(11, 1)).toBe('11 failures, 1 unknown message');
  });

  it('join series by class into rows by time', () => {
    const series = (name: 'replay' | 'memory', points: [number, number][]) => ({
      name,
      gateway: null,
      matchkey: null,
      class: name,
      messageId: null,
      inventory: null,
      total: 0,
      points,
    });
    const data = rowsOfSeries({
      from: 0,
      to: 2000,
      stepMs: 1000,
      series: [
        series('replay', [
          [0, 1],
          [1000, 2],
        ]),
        series('memory', [[1000, 5]]),
      ],
    });
    expect(totalsOf(data)).toMatchObject({ replay: 3, memory: 5, unknown: 0 });
    expect(data.rows.at(-1)?.t).toBe(2000);
  });
});

describe('ticks of a time axis', () => {
  it('are round, within the range, and not more than asked for', () => {
    const from = Date.UTC(2026, 1, 10, 12, 3, 20);
    const ticks = timeTicks(from, from + 3_600_000, 7);
    expect(ticks.length).toBeGreaterThan(2);
    expect(ticks.length).toBeLessThanOrEqual(7);
    for (const tick of ticks) expect(tick % 600_000).toBe(0);
  });
});

import {
  learnQuiet,
  learnTraffic,
  unknownTraffic,
  usualGapMs,
  type UsualTraffic,
} from '@tunnelwatch/server/core/aggregate/usual-traffic';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const SECOND = 1000;
const HOUR = 3600 * SECOND;

/** Learns from a second of watching for each number of lines; a gap is what lies between seconds with lines. */
function learned(seconds: readonly number[]): UsualTraffic {
  const usual = unknownTraffic();
  let last: number | undefined;
  seconds.forEach((lines, at) => {
    const gapMs = lines === 0 || last === undefined ? undefined : (at - last) * SECOND;
    learnTraffic(usual, { elapsedMs: SECOND, lines, gapMs });
    if (lines > 0) last = at;
  });
  return usual;
}

describe('what is usual', () => {
  it('is the mean rate while little was seen', () => {
    const usual = learned(Array.from({ length: 600 }, (_, at) => (at % 10 === 0 ? 5 : 0)));
    expect(usual.linesPerMinute).toBeCloseTo(30, 0);
    expect(usual).toMatchObject({ watchedMs: 600_000, gapCount: 59 });
  });

  it('follows a new rate within some hours', () => {
    const usual = learned(Array.from({ length: 3600 }, () => 10));
    for (let second = 0; second < 4 * 3600; second++)
      learnTraffic(usual, { elapsedMs: SECOND, lines: 1, gapMs: SECOND });
    expect(usual.linesPerMinute).toBeGreaterThan(60);
    expect(usual.linesPerMinute).toBeLessThan(75);
  });

  it('learns from a quiet time at once what it would learn from each of its seconds', () => {
    const seconds = fc.nat({ max: 3 * 3600 });
    fc.assert(
      fc.property(seconds, seconds, fc.integer({ min: 1, max: 100 }), (busy, quiet, lines) => {
        const each = learned(Array.from({ length: busy }, () => lines));
        const atOnce = structuredClone(each);
        for (let second = 0; second < quiet; second++)
          learnTraffic(each, { elapsedMs: SECOND, lines: 0, gapMs: undefined });
        learnQuiet(atOnce, quiet * SECOND);
        expect(atOnce).toEqual({ ...each, linesPerMinute: atOnce.linesPerMinute });
        expect(Math.abs(atOnce.linesPerMinute - each.linesPerMinute)).toBeLessThanOrEqual(0.001 * each.linesPerMinute);
      }),
      { numRuns: 20 },
    );
  });

  it('is the second longest quiet time, so that one outage makes nobody blind', () => {
    const usual = learned(Array.from({ length: 100 }, () => 1));
    expect(usualGapMs(usual)).toBe(SECOND);
    learnTraffic(usual, { elapsedMs: SECOND, lines: 1, gapMs: 5 * HOUR });
    expect(usualGapMs(usual)).toBe(SECOND);
    learnTraffic(usual, { elapsedMs: SECOND, lines: 1, gapMs: 6 * HOUR });
    expect(usualGapMs(usual)).toBe(5 * HOUR);
  });

  it('forgets quiet times after three days of watching', () => {
    const usual = unknownTraffic();
    for (let at = 0; at < 2; at++) learnTraffic(usual, { elapsedMs: SECOND, lines: 1, gapMs: 5 * HOUR });
    for (let hour = 0; hour < 71; hour++) learnTraffic(usual, { elapsedMs: HOUR, lines: 1, gapMs: HOUR });
    expect(usualGapMs(usual)).toBe(5 * HOUR);
    for (let hour = 0; hour < 2; hour++) learnTraffic(usual, { elapsedMs: HOUR, lines: 1, gapMs: HOUR });
    expect(usualGapMs(usual)).toBe(HOUR);
  });

  it('keeps few gaps and knows the second longest of all', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 100_000 }), { minLength: 1, maxLength: 500 }), (gaps) => {
        const usual = unknownTraffic();
        for (const gapMs of gaps) learnTraffic(usual, { elapsedMs: SECOND, lines: 1, gapMs });
        const sorted = gaps.map((gap) => Math.ceil(gap / 1000)).sort((a, b) => b - a);
        expect(usualGapMs(usual)).toBe((sorted[1] ?? sorted[0] ?? 0) * 1000);
        expect(usual.gaps.length).toBeLessThan(80);
        expect(usual.gapCount).toBe(gaps.length);
      }),
    );
  });

  it('learns nothing from no time', () => {
    const usual = unknownTraffic();
    learnTraffic(usual, { elapsedMs: 0, lines: 5, gapMs: 5 });
    learnTraffic(usual, { elapsedMs: -5, lines: 5, gapMs: 5 });
    expect(usual).toEqual(unknownTraffic());
    expect(usualGapMs(usual)).toBe(0);
  });
});

import { USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnoseRange } from '../../../server/src/core/diagnose/diagnose-range.js';
import { type Drop, halvesOf } from '../../../server/src/core/diagnose/drop.js';
import { SaTrack } from '../../../server/src/core/diagnose/sa-track.js';

/** A refused packet some numbers above its base, however large that is. */
function dropAt(time: number, base: bigint, above = 5n, windowSize = 64): Drop {
  const { high: baseHigh, low: baseLow } = halvesOf(base.toString());
  const { high: seqnoHigh, low: seqnoLow } = halvesOf((base + above).toString());
  return { seq: Math.floor(time) + 1, time, messageId: 278, seqnoHigh, seqnoLow, baseHigh, baseLow, windowSize };
}

function rekeysOf(drops: readonly Drop[]): number[] {
  const sa = new SaTrack();
  for (const drop of drops) sa.note(drop, USUAL_DIAGNOSIS);
  return sa.rekeys;
}

const seconds = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('new SAs', () => {
  it('[DIA-5] are marked where the new one was first heard of when it was nearly as old as the one before', () => {
    const old = seconds(20).map((at) => dropAt(at * 1000, 100_000n + BigInt(at) * 1000n));
    const young = seconds(20).map((at) => dropAt(120_000 + at * 1000, 80_000n + BigInt(at) * 1000n));
    const rekeys = rekeysOf([...old, ...young]);
    expect(rekeys).toHaveLength(1);
    expect(rekeys[0]).toBeLessThan(125_000);
  });

  it('[DIA-5] are none where lines of one SA come in any order within ten seconds, in stamps of ms or of seconds', () => {
    const shuffled = fc.array(fc.integer({ min: 0, max: 10_000 }), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(
        shuffled,
        fc.constantFrom(1, 1000),
        fc.integer({ min: 0, max: 2 ** 31 }),
        (delays, stampMs, first) => {
          const lines = delays.map((delay, at) => {
            const time = Math.floor((at * 1000) / stampMs) * stampMs;
            return { arrives: at * 1000 + delay, drop: dropAt(time, BigInt(first + 1_000_000 + at * 5000)) };
          });
          const drops = lines.sort((a, b) => a.arrives - b.arrives).map(({ drop }) => drop);
          expect(rekeysOf(drops)).toEqual([]);
        },
      ),
    );
  });

  it('[DIA-5] inside a burst leave one mark each, and numbers near 2^64 none', () => {
    const start = 2n ** 64n - 2n ** 20n;
    const lines = seconds(30).map((at) => dropAt(at * 100, start + BigInt(at)));
    expect(rekeysOf(lines)).toEqual([]);
    const renewed = [1n, 40n, 90n, 200n].map((base, at) => dropAt(3100 + at * 100, base));
    expect(rekeysOf([...lines, ...renewed])).toEqual([3100]);
  });
});

describe('a diagnosis', () => {
  it('[DIA-1] counts every refused packet once and stays within its ranges, whatever the lines say', () => {
    const number = fc.oneof(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.bigInt({ min: 0n, max: 5000n }));
    const drop = fc
      .record({
        time: fc.integer({ min: 0, max: 600_000 }),
        seqno: number,
        base: number,
        windowSize: fc.constantFrom(1, 32, 64, 4096, 2 ** 31),
        messageId: fc.constantFrom(278, 278, 278, 611, 572, 339, 464),
      })
      .map(({ time, seqno, base, windowSize, messageId }) => ({
        ...dropAt(time, base, 0n, windowSize),
        messageId,
        seqnoHigh: halvesOf(seqno.toString()).high,
        seqnoLow: halvesOf(seqno.toString()).low,
      }));
    fc.assert(
      fc.property(fc.array(drop, { maxLength: 120 }), (drops) => {
        const range = { from: 0, to: 600_001, events: drops.length, drops, cryptoTunnels: 0 };
        const { window, verdicts, points, history } = diagnoseRange(range, USUAL_DIAGNOSIS);
        const refused = drops.filter(({ messageId }) => messageId === 278).length;
        expect(window.late + window.duplicate + window.inconsistent).toBe(refused);
        expect(window.needed.reduce((sum, { count }) => sum + count, 0)).toBe(window.late);
        for (const { share } of verdicts) expect(share).toBeLessThanOrEqual(1);
        for (const { lag } of points) expect(lag === null || Number.isFinite(lag)).toBe(true);
        for (const { at, earliest, latest } of window.forecasts)
          expect([earliest <= at, at <= latest]).toEqual([true, true]);
        for (const { from, to } of history) expect(to).toBeGreaterThanOrEqual(from);
        if (drops.length > 0) expect(verdicts.length).toBeGreaterThan(0);
      }),
    );
  });
});

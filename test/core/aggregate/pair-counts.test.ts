import { NumberTable } from '@tunnelwatch/server/core/aggregate/number-table';
import { BucketCounts, PairCounts } from '@tunnelwatch/server/core/aggregate/pair-counts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const key = fc.oneof(
  fc.integer({ min: 0, max: 20 }),
  fc.maxSafeInteger().map(Math.abs),
  fc.nat().map((low) => low * 4_294_967_296),
);

describe('a table of numbers', () => {
  it('holds what a map would hold, whatever the keys are', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.nat()), { maxLength: 300 }), fc.array(key), (entries, others) => {
        const table = new NumberTable();
        const map = new Map<number, number>();
        for (const [each, value] of entries) {
          table.set(each, value);
          map.set(each, value);
        }
        expect(table.size).toBe(map.size);
        for (const each of [...map.keys(), ...others]) expect(table.get(each)).toBe(map.get(each) ?? -1);
        table.clear();
        expect([table.size, ...others.map((each) => table.get(each))]).toEqual([0, ...others.map(() => -1)]);
      }),
    );
  });
});

const counted = fc.record({
  bucket: fc.integer({ min: -3, max: 3 }),
  id: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  kindId: fc.integer({ min: 0, max: 40 }),
  time: fc.integer({ min: -1e12, max: 2e12 }),
});

describe('counts of pairs', () => {
  it('by bucket, and all buckets together, are those of a plain list', () => {
    fc.assert(
      fc.property(fc.array(counted, { maxLength: 200 }), (events) => {
        const counts = new BucketCounts();
        for (const { bucket, id, kindId, time } of events) counts.at(bucket).add(id, kindId, time);
        for (const [bucket, pairs] of counts.buckets) {
          expectCounts(
            pairs,
            events.filter((event) => event.bucket === bucket),
          );
        }
        const all = new PairCounts();
        for (const pairs of counts.buckets.values()) all.addAll(pairs);
        expectCounts(all, events);
      }),
    );
  });
});

function expectCounts(pairs: PairCounts, events: readonly { id: number; kindId: number; time: number }[]): void {
  const keys = [...pairs.inOrder()].map((at) => [pairs.id(at), pairs.kindId(at)] as const);
  expect(keys).toEqual([...keys].sort((a, b) => a[0] - b[0] || a[1] - b[1]));
  for (let at = 0; at < pairs.size; at++) {
    const own = events.filter((event) => event.id === pairs.id(at) && event.kindId === pairs.kindId(at));
    const times = own.map(({ time }) => time);
    expect([pairs.counts[at], pairs.firstTimes[at], pairs.lastTimes[at]]).toEqual([
      own.length,
      Math.min(...times),
      Math.max(...times),
    ]);
  }
  expect(pairs.counts.subarray(0, pairs.size).reduce((sum, count) => sum + count, 0)).toBe(events.length);
}

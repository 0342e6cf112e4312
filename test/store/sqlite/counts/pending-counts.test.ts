import type { PairCounts } from '@tunnelwatch/server/core/aggregate/pair-counts';
import { EventColumns } from '@tunnelwatch/server/core/events/event-columns';
import { orderOf } from '@tunnelwatch/server/store/segment/encode';
import { PendingCounts } from '@tunnelwatch/server/store/sqlite/counts/pending-counts';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const event = fc.record({
  time: fc.integer({ min: -7_200_000, max: 7_200_000 }),
  subjectId: fc.integer({ min: 1, max: 6 }),
  // A sender who makes up ids makes up kinds.
  kindId: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 5 }) }, fc.integer({ min: 4090, max: 4100 })),
});

it('counts subject by subject what it would count event by event', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 150 }), (events) => {
      const columns = new EventColumns(Math.max(1, events.length));
      for (const { time, subjectId, kindId } of events) {
        columns.addEvent(time, time, subjectId, kindId, 1);
        columns.addRaw(Buffer.alloc(0));
      }
      const gatewayOf = (subjectId: number) => subjectId % 2;
      const [plain, sorted] = [new PendingCounts(gatewayOf), new PendingCounts(gatewayOf)];
      plain.add(columns);
      sorted.addSorted(columns, orderOf(columns));
      expect(listOf(sorted.hours.buckets)).toEqual(listOf(plain.hours.buckets));
      expect(listOf(sorted.minutes.buckets)).toEqual(listOf(plain.minutes.buckets));
      const total = listOf(plain.hours.buckets).reduce((sum, { count }) => sum + count, 0);
      expect(total).toBe(events.length);
    }),
  );
});

function listOf(buckets: ReadonlyMap<number, PairCounts>) {
  return [...buckets]
    .sort(([a], [b]) => a - b)
    .flatMap(([bucket, pairs]) =>
      [...pairs.inOrder()].map((at) => ({
        bucket,
        id: pairs.id(at),
        kindId: pairs.kindId(at),
        count: pairs.counts[at] ?? 0,
        first: pairs.firstTimes[at],
        last: pairs.lastTimes[at],
      })),
    );
}

import type { StoredEvent } from '@tunnelwatch/server/core/classify/describe-event';
import type { SeriesGroup } from '@tunnelwatch/server/core/aggregate/series-group';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { type SealingLimits, SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import type { EventFilter } from '@tunnelwatch/shared/api';
import { COUNTED_CLASSES, countedIndex } from '@tunnelwatch/shared/failure-class';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  BatchMaker,
  batches,
  filter,
  leaves,
  occurrencesIn,
  type PlainEvent,
  SOURCE,
  START,
} from '../../support/event-batches.js';
import { listedEvents } from '../../support/listed-events.js';
import { tempFolders } from '../../support/temp-folder.js';

const tempFolder = tempFolders();
const RUNS = { numRuns: 30 };

/** Events as rows, as a store of few events keeps them, and events in small segments with the newest as rows. */
const FORMS: readonly [name: string, limits: SealingLimits | undefined][] = [
  ['in rows', undefined],
  ['in segments and rows', { leastEvents: 5, mostRows: 16 }],
  ['in segments of one event', { leastEvents: 1, mostRows: 1 }],
];
let limits: SealingLimits | undefined;

/** Stores batches, and hands a reader and the plain list of events to a check. */
async function withStore(
  made: readonly (readonly PlainEvent[])[],
  check: (reader: SqliteReader, events: PlainEvent[]) => Promise<void>,
): Promise<void> {
  const folder = tempFolder();
  const writer = new SqliteWriter(folder, limits);
  writer.load();
  const reader = new SqliteReader(folder);
  try {
    const maker = new BatchMaker();
    const events: PlainEvent[] = [];
    for (const [index, batch] of made.entries()) {
      const committed = writer.commit(maker.make(batch));
      expect(committed).toEqual({ step: index + 1, firstSeq: events.length + 1, count: batch.length });
      events.push(...batch);
      // What a reader knows of names must grow with the store.
      expect(await reader.countEvents({})).toBe(occurrencesIn(events));
    }
    await check(reader, events);
  } finally {
    await reader.close();
    writer.close();
  }
}

/** Events with their numbers, newest first. */
function sorted(events: readonly PlainEvent[], by: EventFilter): { seq: number; event: PlainEvent }[] {
  return events
    .map((event, index) => ({ seq: index + 1, event }))
    .filter(({ event }) => leaves(by, event))
    .sort((a, b) => b.event.time - a.event.time || b.seq - a.seq);
}

function plain({ seq, event }: { seq: number; event: PlainEvent }): unknown {
  const { time, subject, kind, raw } = event;
  return { seq, time, receivedTime: time + 5, subject, ...kind, source: SOURCE.name, raw };
}

const withText = (event: StoredEvent): unknown => ({ ...event, raw: Buffer.from(event.raw).toString() });

describe.each(FORMS)('reading events %s', (_name, sealing) => {
  beforeEach(() => {
    limits = sealing;
  });

  it('counts exactly what a filter leaves', async () => {
    await fc.assert(
      fc.asyncProperty(batches, fc.array(filter, { minLength: 12, maxLength: 12 }), (made, filters) =>
        withStore(made, async (reader, events) => {
          for (const by of filters) {
            expect(await reader.countEvents(by), JSON.stringify(by)).toBe(
              occurrencesIn(events.filter((event) => leaves(by, event))),
            );
          }
        }),
      ),
      RUNS,
    );
  });

  it('lists every event once, newest first, page by page', async () => {
    await fc.assert(
      fc.asyncProperty(
        batches,
        fc.array(fc.tuple(filter, fc.integer({ min: 1, max: 9 })), { minLength: 4, maxLength: 4 }),
        (made, questions) =>
          withStore(made, async (reader, events) => {
            for (const [by, limit] of questions) {
              const found = await listedEvents(reader, by, limit);
              expect(found.map(withText), JSON.stringify(by)).toEqual(sorted(events, by).map(plain));
            }
          }),
      ),
      RUNS,
    );
  });

  it('pages on where it was when events come meanwhile', async () => {
    await fc.assert(
      fc.asyncProperty(batches, filter, (made, by) =>
        withStore(made, async (reader, events) => {
          const first = await reader.listEvents(by, 3, undefined);
          if (first.nextCursor === null) return;
          const last = first.events.at(-1);
          const rest = await reader.listEvents(by, 1000, first.nextCursor);
          const expected = sorted(events, by).filter(
            ({ seq, event }) =>
              last !== undefined && (event.time < last.time || (event.time === last.time && seq < last.seq)),
          );
          expect(rest.events.map(withText)).toEqual(expected.map(plain));
        }),
      ),
      RUNS,
    );
  });

  it('answers several questions at once', async () => {
    await withStore(
      [[{ time: START, subject: { kind: 'gateway', gateway: 'g' }, kind: KIND, raw: 'x' }]],
      async (reader) => {
        expect(
          await Promise.all([
            reader.countEvents({}),
            reader.newestTime(Number.MAX_SAFE_INTEGER),
            reader.countEvents({ q: 'x' }),
          ]),
        ).toEqual([1, START, 1]);
      },
    );
  });
});

const KIND = { messageId: 278, class: 'replay', severity: 'notice', isKnown: true, repeats: 1 } as const;

/** Ranges whose buckets begin on whole hours, on whole minutes, and anywhere. */
const range = fc
  .tuple(
    fc.constantFrom(1000, 5000, 60_000, 90_000, 3_600_000, 5_400_000, 10_800_000),
    fc.integer({ min: 1, max: 40 }),
    fc.oneof(
      fc.integer({ min: -5, max: 2 }).map((hours) => START + hours * 3_600_000),
      fc.integer({ min: -300, max: 100 }).map((minutes) => START + minutes * 60_000),
      fc.integer({ min: START - 20_000_000, max: START + 10_000_000 }),
    ),
  )
  .map(([stepMs, buckets, from]) => ({ from, stepMs, buckets }));

/** A range has its own bounds. */
const unbounded = filter.map(({ from: _from, to: _to, ...rest }) => rest);

type Range = { from: number; stepMs: number; buckets: number };

function bucketOf(event: PlainEvent, { from, stepMs, buckets }: Range): number | undefined {
  const bucket = Math.floor((event.time - from) / stepMs);
  return bucket >= 0 && bucket < buckets ? bucket : undefined;
}

describe.each(FORMS)('counting over time %s', (_name, sealing) => {
  beforeEach(() => {
    limits = sealing;
  });

  it('gives exact buckets by class', async () => {
    await fc.assert(
      fc.asyncProperty(
        batches,
        fc.array(fc.tuple(unbounded, range), { minLength: 10, maxLength: 10 }),
        (made, questions) =>
          withStore(made, async (reader, events) => {
            for (const [by, span] of questions) {
              const expected = new Array<number>(span.buckets * COUNTED_CLASSES.length).fill(0);
              for (const event of events.filter((each) => leaves(by, each))) {
                const bucket = bucketOf(event, span);
                if (bucket === undefined) continue;
                const at = bucket * COUNTED_CLASSES.length + countedIndex(event.kind.class);
                expected[at] = (expected[at] ?? 0) + event.kind.repeats;
              }
              const found = await reader.classBuckets(by, span.from, span.stepMs, span.buckets);
              expect(found, JSON.stringify([by, span])).toEqual({
                step: made.length,
                from: span.from,
                stepMs: span.stepMs,
                counts: expected,
              });
            }
          }),
      ),
      RUNS,
    );
  });

  it.each(['tunnel', 'gateway', 'class', 'messageId'] as const)('gives exact series by %s', async (by) => {
    await fc.assert(
      fc.asyncProperty(
        batches,
        fc.array(fc.tuple(unbounded, range, fc.integer({ min: 1, max: 9 })), { minLength: 6, maxLength: 6 }),
        (made, questions) =>
          withStore(made, async (reader, events) => {
            for (const [filterBy, span, top] of questions) {
              const expected = groupsOf(events, filterBy, span, by);
              const found = await reader.series({ ...span, filter: filterBy, by, top });
              const byName = new Map(expected.map((group) => [nameOf(group), group]));
              for (const group of found)
                expect(group, JSON.stringify([filterBy, span])).toEqual(byName.get(nameOf(group)));
              expect(new Set(found.map(nameOf)).size).toBe(found.length);
              const totals = expected.map(({ total }) => total).sort((a, b) => b - a);
              expect(found.map(({ total }) => total)).toEqual(totals.slice(0, top));
            }
          }),
      ),
      { numRuns: 15 },
    );
  });
});

const nameOf = ({ gateway, matchkey, class: failureClass, messageId }: SeriesGroup): string =>
  JSON.stringify([gateway, matchkey, failureClass, messageId]);

function groupsOf(
  events: readonly PlainEvent[],
  by: EventFilter,
  span: Range,
  grouping: 'tunnel' | 'gateway' | 'class' | 'messageId',
): SeriesGroup[] {
  const groups = new Map<string, SeriesGroup>();
  for (const event of events.filter((each) => leaves(by, each))) {
    const bucket = bucketOf(event, span);
    const { subject, kind } = event;
    if (bucket === undefined || (grouping === 'tunnel' && subject.kind !== 'tunnel')) continue;
    const label = {
      gateway: grouping === 'tunnel' || grouping === 'gateway' ? subject.gateway : null,
      matchkey: grouping === 'tunnel' && subject.kind === 'tunnel' ? subject.matchkey : null,
      class: grouping === 'class' ? kind.class : null,
      messageId: grouping === 'messageId' ? kind.messageId : null,
    };
    const key = JSON.stringify(label);
    const group = groups.get(key) ?? { ...label, total: 0, counts: new Array<number>(span.buckets).fill(0) };
    groups.set(key, group);
    group.total += kind.repeats;
    group.counts[bucket] = (group.counts[bucket] ?? 0) + kind.repeats;
  }
  return [...groups.values()];
}

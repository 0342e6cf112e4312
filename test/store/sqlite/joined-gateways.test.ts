import { MEASURES } from '@tunnelwatch/server/core/alert/rates/measure';
import type { ModelSeed } from '@tunnelwatch/server/core/aggregate/records';
import type { StoredEvent } from '@tunnelwatch/server/core/classify/describe-event';
import { checkStore } from '@tunnelwatch/server/store/sqlite/maintenance/check/check-store';
import type { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import type { StoredFilter } from '@tunnelwatch/server/store/queries';
import { subjectKey } from '@tunnelwatch/shared/subject';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batches, filter, type PlainEvent, START } from '../../support/event-batches.js';
import { type Aliases, NamedStore, subjectOf } from '../../support/named-store.js';
import { tempFolders } from '../../support/temp-folder.js';

const tempFolder = tempFolders();
const HOUR = 3_600_000;

const NONE: Aliases = new Map();
const ALIASES: readonly Aliases[] = [
  NONE,
  new Map([['gw2', 'gw1']]),
  new Map([['gw1', 'gw2']]),
  // One that was never stored, and one that only stands for others.
  new Map([['gw1', 'new']]),
  new Map([
    ['gw1', 'all'],
    ['gw2', 'all'],
  ]),
  new Map([['gw2', 'all']]),
  new Map([['all', 'gw1']]),
];

type Action = { events: readonly PlainEvent[] } | { aliases: Aliases } | { steps: number };

const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: batches.map((made) => ({ events: made.flat() })) },
    { weight: 3, arbitrary: fc.constantFrom(...ALIASES).map((aliases) => ({ aliases })) },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 20 }).map((steps) => ({ steps })) },
  ),
  { minLength: 2, maxLength: 8 },
);

/** Numbers of a seed by the names of their subjects and the meaning of their kinds. */
function bySubject(seed: Omit<ModelSeed, 'step'>): unknown {
  const names = new Map(seed.subjects.map(({ id, subject }) => [id, subjectKey(subject)]));
  expect(new Set(names.values()).size).toBe(names.size);
  const kinds = new Map(seed.kinds.map(({ id, ...kind }) => [id, JSON.stringify(kind)]));
  const totals = rowsOf(seed.totals, 5).map(([subject = 0, kind = 0, ...rest]) => [
    names.get(subject),
    kinds.get(kind),
    ...rest,
  ]);
  const minutes = new Map<string, number>();
  for (const [subject = 0, minute, kind = 0, count = 0] of rowsOf(seed.minutes, 4)) {
    const key = JSON.stringify([names.get(subject), minute, kinds.get(kind)]);
    minutes.set(key, (minutes.get(key) ?? 0) + count);
  }
  return { newestTime: seed.newestTime, totals: sorted(totals), minutes: sorted([...minutes]) };
}

function rowsOf(numbers: ArrayLike<number>, width: number): number[][] {
  const all = Array.from(numbers);
  return Array.from({ length: all.length / width }, (_, at) => all.slice(at * width, (at + 1) * width));
}

function sorted(rows: readonly unknown[]): string[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

async function listed(reader: SqliteReader, by: StoredFilter): Promise<unknown[]> {
  const found: StoredEvent[] = [];
  let cursor: string | undefined;
  do {
    const page = await reader.listEvents(by, 7, cursor);
    found.push(...page.events);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found.map((event) => ({ ...event, raw: Buffer.from(event.raw).toString() }));
}

/** Every kind of answer of a store to a filter, by names. */
async function answers(reader: SqliteReader, by: StoredFilter): Promise<unknown> {
  const range = { from: START - 3 * HOUR, stepMs: HOUR / 2, buckets: 12, top: 1000 };
  const series = [];
  for (const grouping of ['tunnel', 'gateway', 'class', 'messageId'] as const) {
    series.push(sorted(await reader.series({ filter: by, by: grouping, ...range })));
    series.push(sorted(await reader.series({ filter: by, by: grouping, ...range, from: START - 7_777_777 })));
  }
  const { counts } = await reader.classBuckets(by, range.from, range.stepMs, range.buckets);
  return { list: await listed(reader, by), count: await reader.countEvents(by), series, counts };
}

async function rates(reader: SqliteReader): Promise<unknown> {
  const seed = await reader.modelSeed(HOUR, Number.MAX_SAFE_INTEGER);
  const names = new Map(seed.subjects.map(({ id, subject }) => [id, subjectKey(subject)]));
  const { counts, kinds, ...rest } = await reader.ruleCounts({
    from: START - 4 * HOUR,
    since: START - 4 * HOUR,
    to: START + 4 * HOUR,
    measures: [MEASURES.indexOf('replay'), MEASURES.indexOf('integrity')],
    reach: 6,
    least: 4,
    needsAllHours: false,
  });
  const sums = new Map<string, number>();
  for (const [subject = 0, minute, kind = 0, count = 0] of rowsOf(counts, 4)) {
    const record = kinds.find(({ id }) => id === kind);
    const key = JSON.stringify([names.get(subject), minute, { ...record, id: 0 }]);
    sums.set(key, (sums.get(key) ?? 0) + count);
  }
  return { ...rest, sums: sorted([...sums]) };
}

describe('gateways that an alias joins', () => {
  it('[STORE-10] are answered for as if they had had one name from the start, and as before without it', async () => {
    await fc.assert(
      fc.asyncProperty(
        actions,
        fc.constantFrom(...ALIASES),
        fc.array(filter, { minLength: 3, maxLength: 3 }),
        fc.nat({ max: 60 }),
        async (done, last, filters, known) => {
          const store = new NamedStore(tempFolder());
          const plain = new NamedStore(tempFolder());
          try {
            let at = START;
            for (const action of [...done, { aliases: last }]) {
              at += 1000;
              if ('events' in action) store.commit(action.events, at);
              else if ('aliases' in action) store.restart(action.aliases);
              else store.keepUp(action.steps);
              // A reader that stays open learns of it.
              await store.reader.countEvents({});
            }
            const now = store.events.map((event) => ({
              ...event,
              subject: subjectOf(event.subject, store.names.nowOf(event.subject.gateway)),
            }));
            plain.commit(now, at, (gateway) => gateway);
            expect(checkStore(store.folder, () => undefined).findings).toEqual([]);
            const asOf = { at: START, seq: known };
            for (const by of [{}, { gateway: 'gw1' }, { gateway: 'all' }, { matchkey: 'a' }, ...filters]) {
              const label = JSON.stringify(by);
              expect(await answers(store.reader, by), label).toEqual(await answers(plain.reader, by));
              expect(await answers(store.reader, { ...by, asOf }), label).toEqual(
                await answers(plain.reader, { ...by, asOf }),
              );
            }
            expect(await rates(store.reader)).toEqual(await rates(plain.reader));
            const moment = { ...asOf, activityMs: HOUR, aheadMs: HOUR };
            expect(bySubject(await store.reader.pastSeed(moment))).toEqual(
              bySubject(await plain.reader.pastSeed(moment)),
            );
            for (const activityMs of [HOUR, 300 * 365 * 24 * HOUR]) {
              const [joined, expected] = [store, plain].map(({ reader }) =>
                reader.modelSeed(activityMs, Number.MAX_SAFE_INTEGER),
              );
              if (joined === undefined || expected === undefined) throw new Error('two stores are compared');
              expect(bySubject(await joined)).toEqual(bySubject(await expected));
            }
          } finally {
            await store.close();
            await plain.close();
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});

import { openForReading } from '@tunnelwatch/server/store/sqlite/database';
import { recentCounts } from '@tunnelwatch/server/store/sqlite/counts/recent-counts';
import { NameCache } from '@tunnelwatch/server/store/sqlite/name-cache';
import { SegmentTable } from '@tunnelwatch/server/store/sqlite/segments/segment-table';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import type { SeriesGrouping, StoredFilter } from '@tunnelwatch/server/store/queries';
import { COUNTED_CLASSES } from '@tunnelwatch/shared/failure-class';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  filter,
  KINDS,
  leaves,
  occurrencesIn,
  type PlainEvent,
  SOURCE,
  START,
  SUBJECTS,
} from '../../support/event-batches.js';
import { partOf } from '../../support/event-parts.js';
import { KeptStore } from '../../support/kept-store.js';
import { tempFolders } from '../../support/temp-folder.js';

const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const tempFolder = tempFolders();

/** Stamps by the second, so few of them that whole segments share one; some between seconds, before 1970 and far away. */
const time = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 2 }).map((second) => START + second * SECOND) },
  { weight: 3, arbitrary: fc.integer({ min: -4, max: 4 }).map((minute) => START + minute * MINUTE) },
  { weight: 2, arbitrary: fc.integer({ min: -5, max: 5 }).map((hour) => START + hour * HOUR) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 2000 }).map((ms) => START + ms) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 0, -90_500, Date.UTC(1925, 3, 1), Date.UTC(2099, 0, 1)) },
);

const event: fc.Arbitrary<PlainEvent> = fc.record({
  time,
  subject: fc.constantFrom(...SUBJECTS),
  kind: fc.constantFrom(...KINDS),
  raw: fc.constantFrom('EFW: IPSEC: prio=2 id=278 seqno=1', 'a b', 'AB\u0000ab 1', 'é%_'),
});

/** What happens to a store; nothing of it may show in an answer. */
const action = fc.oneof(
  { weight: 6, arbitrary: fc.array(event, { maxLength: 20 }).map((events) => ({ events })) },
  {
    weight: 4,
    // Commits that follow each other within a millisecond, each a segment: some are merged, some are left over.
    arbitrary: fc
      .tuple(time, fc.array(fc.integer({ min: 3, max: 7 }), { minLength: 1, maxLength: 8 }))
      .map(([at, bursts]) => ({ at, bursts })),
  },
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 40 }).map((steps) => ({ steps })) },
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 4 }).map((hours) => ({ hours })) },
);
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

const asked = fc.record({
  filter: filter.chain((by) =>
    // Bounds of the store's own stamps: it is there that lists and counts part.
    fc.tuple(fc.option(time, { nil: undefined }), fc.option(time, { nil: undefined })).map(([from, to]) => ({
      ...by,
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to: to + (from === to ? SECOND : 0) }),
    })),
  ),
  limit: fc.integer({ min: 1, max: 12 }),
  /** Which part of the numbers a past moment knows; undefined for now. */
  known: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
});

/** A store, its clock, and what is done to it. */
class Stage {
  now = START;
  readonly store: KeptStore;
  lastSeq = 0;

  constructor(maxAgeMs: number | null) {
    this.store = new KeptStore(tempFolder(), { maxAgeMs, maxBytes: null }, () => this.now);
  }

  act(each: Action): void {
    this.now += 6000;
    if ('events' in each) this.commit(each.events);
    else if ('bursts' in each) for (const count of each.bursts) this.commit(burst(each.at, count));
    else if ('steps' in each) this.store.keepUp(each.steps);
    else this.now += each.hours * HOUR;
  }

  private commit(events: readonly PlainEvent[]): void {
    this.store.commit(events);
    this.lastSeq += events.length;
  }
}

/** Events of one stamp. */
function burst(at: number, count: number): PlainEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    time: at,
    subject: SUBJECTS[index % SUBJECTS.length] ?? { kind: 'gateway', gateway: 'gw1' },
    kind: KINDS[index % KINDS.length] ?? {
      messageId: null,
      class: 'unknown',
      severity: 'notice',
      isKnown: false,
      repeats: 1,
    },
    raw: `burst ${String(index)}`,
  }));
}

interface Place {
  seq: number;
  time: number;
  repeats: number;
}

function expected(store: KeptStore, by: StoredFilter): Place[] {
  return [...store.events]
    .filter(([seq, one]) => leaves(by, one) && seq <= (by.asOf?.seq ?? Number.MAX_SAFE_INTEGER))
    .map(([seq, one]) => ({ seq, time: one.time, repeats: one.kind.repeats }))
    .sort((a, b) => b.time - a.time || b.seq - a.seq);
}

/** The list page by page; `between` is called between two pages. */
async function list(
  reader: SqliteReader,
  by: StoredFilter,
  limit: number,
  between: () => void = () => undefined,
): Promise<Place[]> {
  const found: Place[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await reader.listEvents(by, limit, cursor);
    expect(page.events.length).toBeLessThanOrEqual(limit);
    found.push(...page.events.map(({ seq, time: at, repeats }) => ({ seq, time: at, repeats })));
    if (page.nextCursor === null) return found;
    expect(page.events.length).toBe(limit);
    cursor = page.nextCursor;
    between();
  }
}

const GROUPINGS: readonly SeriesGrouping[] = ['gateway', 'class', 'messageId'];
/** Steps of buckets: of their own, and such as the kept counts by minute and by hour answer. */
const STEPS = [7000, MINUTE, HOUR];

/** A range around most of the stamps, and one that cuts the crowded ones. */
function rangesOf(stepMs: number) {
  const from = Math.floor((START - 6 * HOUR) / stepMs) * stepMs;
  return [
    stepMs < MINUTE
      ? { from: START - 50 * stepMs, stepMs, buckets: 100 }
      : { from, stepMs, buckets: (12 * HOUR) / stepMs },
    { from: START + SECOND, stepMs, buckets: 2 },
  ];
}

async function expectAgreement(store: KeptStore, by: StoredFilter, limit: number): Promise<void> {
  const { reader } = store;
  const places = expected(store, by);
  const label = JSON.stringify(by);
  expect(await list(reader, by, limit), label).toEqual(places);
  expect(await reader.countEvents(by), label).toBe(places.reduce((sum, { repeats }) => sum + repeats, 0));
  for (const range of STEPS.flatMap(rangesOf)) {
    const { from, stepMs, buckets } = range;
    const counts = new Array<number>(buckets).fill(0);
    for (const place of places) {
      const bucket = Math.floor((place.time - from) / stepMs);
      if (bucket >= 0 && bucket < buckets) counts[bucket] = (counts[bucket] ?? 0) + place.repeats;
    }
    for (const grouping of GROUPINGS) {
      const groups = await reader.series({ filter: by, by: grouping, top: 50, ...range });
      const sums = counts.map((_, at) => groups.reduce((sum, group) => sum + (group.counts[at] ?? 0), 0));
      expect(sums, `${label} ${JSON.stringify(range)} by ${grouping}`).toEqual(counts);
    }
    const { counts: byClass } = await reader.classBuckets(by, from, stepMs, buckets);
    const sums = counts.map((_, at) =>
      byClass.slice(at * COUNTED_CLASSES.length, (at + 1) * COUNTED_CLASSES.length).reduce((sum, n) => sum + n, 0),
    );
    expect(sums, `${label} ${JSON.stringify(range)} by class`).toEqual(counts);
  }
}

const actions = fc.array(action, { minLength: 3, maxLength: 16 });
const maxAge = fc.constantFrom(null, 3 * HOUR);

async function withStage(maxAgeMs: number | null, work: (stage: Stage) => Promise<void>): Promise<void> {
  const stage = new Stage(maxAgeMs);
  try {
    await work(stage);
    expect(stage.store.damaged).toEqual([]);
  } finally {
    await stage.store.close();
  }
}

describe('lists, counts and series of one store', () => {
  it('[STORE-2] agree where merged and left-over segments end on the same millisecond', async () => {
    await withStage(null, async (stage) => {
      // The first two are merged, then the next three; the last one is left over, with the highest numbers and the lowest id.
      stage.act({ at: START, bursts: [3, 4, 3, 7, 3, 7] });
      stage.act({ at: START - HOUR, bursts: [3] });
      while (stage.store.keepUp(10)) {
        // Until nothing is left to merge.
      }
      for (const limit of [1, 5, 7, 16, 30]) await expectAgreement(stage.store, {}, limit);
    });
  });

  it('[STORE-1] [STORE-2] [STORE-4] [STORE-5] agree whatever came in, was sealed, merged or removed', async () => {
    await fc.assert(
      fc.asyncProperty(actions, fc.array(asked, { minLength: 4, maxLength: 4 }), maxAge, (done, questions, age) =>
        withStage(age, async (stage) => {
          for (const each of done) {
            stage.act(each);
            // A reader that looks all the time must notice what was merged and removed behind its back.
            const places = expected(stage.store, {});
            expect(await list(stage.store.reader, {}, 7)).toEqual(places);
          }
          for (const { filter: by, limit, known } of questions) {
            const asOf = known === undefined ? {} : { asOf: { at: stage.now, seq: Math.floor(known * stage.lastSeq) } };
            await expectAgreement(stage.store, { ...by, ...asOf }, limit);
          }
        }),
      ),
      { numRuns: 30 },
    );
  });

  it('[STORE-3] keeps a cursor valid while segments are sealed, merged and removed between two pages', async () => {
    await fc.assert(
      fc.asyncProperty(actions, actions, asked, maxAge, (before, meanwhile, { filter: by, limit }, age) =>
        withStage(age, async (stage) => {
          const { store } = stage;
          for (const each of before) stage.act(each);
          const atStart = expected(store, by);
          let left = [...meanwhile];
          const found = await list(store.reader, by, limit, () => {
            const [next, ...rest] = left;
            left = rest;
            if (next !== undefined) stage.act(next);
          });
          // In order, so each once.
          expect(found).toEqual([...found].sort((a, b) => b.time - a.time || b.seq - a.seq));
          expect(new Set(found.map(({ seq }) => seq)).size).toBe(found.length);
          const seqs = new Set(found.map(({ seq }) => seq));
          const lasting = atStart.filter(({ seq }) => store.events.has(seq));
          expect(lasting.filter(({ seq }) => !seqs.has(seq))).toEqual([]);
        }),
      ),
      { numRuns: 30 },
    );
  });

  it('[STORE-7] starts pages and alert rules from counts of the listed events', async () => {
    await fc.assert(
      fc.asyncProperty(actions, maxAge, (done, age) =>
        withStage(age, async (stage) => {
          for (const each of done) stage.act(each);
          const { store } = stage;
          const perMinute = new Map<number, number>();
          for (const place of expected(store, {})) {
            const minute = Math.floor(place.time / MINUTE);
            perMinute.set(minute, (perMinute.get(minute) ?? 0) + place.repeats);
          }
          const seed = await store.reader.modelSeed(200 * 365 * 24 * HOUR, Number.MAX_SAFE_INTEGER);
          expect(sumsOf(seed.minutes, 4, 1, 3)).toEqual(perMinute);
          const totals = [...sumsOf(seed.totals, 5, 0, 2).values()].reduce((sum, n) => sum + n, 0);
          expect(totals).toBe(occurrencesIn([...store.events.values()]));
          const database = openForReading(store.folder);
          const table = new SegmentTable(
            database,
            () => undefined,
            () => undefined,
          );
          const names = new NameCache(database);
          names.refresh();
          const range = { from: Date.UTC(1900, 0, 1), to: Date.UTC(2100, 0, 1) };
          const recent = recentCounts(database, table, names, range);
          database.close();
          expect(sumsOf(recent, 6, 1, 3)).toEqual(perMinute);
          // Seconds within the minute.
          for (let at = 4; at < recent.length; at += 6) {
            expect(recent[at]).toBeGreaterThanOrEqual(0);
            expect(recent[at + 1]).toBeGreaterThanOrEqual(recent[at] ?? 0);
          }
        }),
      ),
      { numRuns: 20 },
    );
  });
});

/** Sums of one number of each entry by another one. */
function sumsOf(numbers: ArrayLike<number>, width: number, keyAt: number, countAt: number): Map<number, number> {
  const sums = new Map<number, number>();
  for (let at = 0; at < numbers.length; at += width) {
    const key = numbers[at + keyAt] ?? 0;
    sums.set(key, (sums.get(key) ?? 0) + (numbers[at + countAt] ?? 0));
  }
  return sums;
}

/** Lines that are no text: a NUL byte, bytes that are no UTF-8, letters of other alphabets. */
const LINES = [
  Buffer.from('before\u0000Behind'),
  Buffer.from([0x61, 0xff, 0x62, 0xe9, 0x63]),
  Buffer.from('ÄÖ ÿ 🔒'),
  Buffer.from('100% _ \\'),
  Buffer.from([0xc3]),
  Buffer.alloc(0),
];
const SEARCHES = ['behind', 'BEFORE', 'e\u0000b', 'b', 'ÿ', 'äö', 'ÄÖ', '%', '_', '\\', '🔒', '\ufffd', 'é', 'a'];

describe('text search', () => {
  it.each([
    ['in rows', { leastEvents: 1000, mostRows: 1000 }],
    ['in segments', { leastEvents: 1, mostRows: 1 }],
  ])('[STORE-6] finds bytes %s', async (_where, limits) => {
    const folder = tempFolder();
    const writer = new SqliteWriter(folder, limits);
    writer.load();
    const reader = new SqliteReader(folder);
    try {
      const records = LINES.map((raw, at) => ({
        time: START + at,
        receivedTime: START + at,
        subjectId: 1,
        kindId: 1,
        sourceId: SOURCE.id,
        raw,
      }));
      const [subject, kind] = [SUBJECTS[0], KINDS[0]];
      if (subject === undefined || kind === undefined) throw new Error('there are no samples');
      const parts = [partOf(records, [{ id: 1, subject }], [{ id: 1, ...kind }])];
      writer.commit({ parts, sources: [SOURCE], files: [], alerts: [], gateways: [] });
      const fold = (bytes: Buffer) => bytes.toString('latin1').replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
      for (const q of SEARCHES) {
        const matching = LINES.map((raw, at) => ({ raw, seq: at + 1 }))
          .filter(({ raw }) => fold(raw).includes(fold(Buffer.from(q))))
          .map(({ seq }) => seq);
        const found = await list(reader, { q }, 2);
        expect(
          found.map(({ seq }) => seq).sort((a, b) => a - b),
          JSON.stringify(q),
        ).toEqual(matching);
        expect(await reader.countEvents({ q }), JSON.stringify(q)).toBe(matching.length);
      }
    } finally {
      await reader.close();
      writer.close();
    }
  });
});

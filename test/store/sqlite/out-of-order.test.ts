import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BatchMaker,
  KINDS,
  leaves,
  occurrencesIn,
  type PlainEvent,
  START,
  SUBJECTS,
} from '../../support/event-batches.js';
import { tempFolders } from '../../support/temp-folder.js';

const tempFolder = tempFolders();
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** An event a minute or so, late or ahead by nothing, by hours or by days, as relays deliver what they kept back. */
const shuffled = fc
  .array(
    fc.tuple(
      fc.constantFrom(0, 0, 0, -1, -5, 3).map((hours) => hours * HOUR),
      fc.constantFrom(0, 0, 0, -1, -9, 2, 400).map((days) => days * DAY),
      fc.nat({ max: SUBJECTS.length - 1 }),
      fc.nat({ max: KINDS.length - 1 }),
      fc.nat({ max: 59_999 }),
    ),
    { minLength: 20, maxLength: 200 },
  )
  .map((list) =>
    list.flatMap(([hours, days, subjectAt, kindAt, ms], index): PlainEvent[] => {
      const subject = SUBJECTS[subjectAt];
      const kind = KINDS[kindAt];
      if (subject === undefined || kind === undefined) return [];
      return [{ time: START + index * 60_000 + ms + hours + days, subject, kind, raw: String(index) }];
    }),
  );
const moment = fc
  .tuple(fc.integer({ min: -12, max: 4 }), fc.integer({ min: -30, max: 30 }))
  .map(([days, hours]) => START + days * DAY + hours * HOUR);
const size = fc.integer({ min: 1, max: 40 });

/** Stores events in commits of a size, in segments of a few, and hands a reader to a check. */
async function withStore(events: readonly PlainEvent[], every: number, check: (reader: SqliteReader) => Promise<void>) {
  const folder = tempFolder();
  const writer = new SqliteWriter(folder, { leastEvents: 4, mostRows: 16 });
  writer.load();
  const maker = new BatchMaker();
  for (let at = 0; at < events.length; at += every) writer.commit(maker.make(events.slice(at, at + every)));
  const reader = new SqliteReader(folder);
  try {
    await check(reader);
  } finally {
    await reader.close();
    writer.close();
  }
}

describe('events that come out of order by hours and days', () => {
  it('are counted and listed exactly, over any range', async () => {
    await fc.assert(
      fc.asyncProperty(
        shuffled,
        size,
        fc.array(fc.tuple(moment, moment), { minLength: 6, maxLength: 6 }),
        (all, every, ranges) =>
          withStore(all, every, async (reader) => {
            for (const [from, to] of ranges) {
              for (const by of [
                { from, to },
                { from, to, gateway: 'gw1' },
                { from, class: 'replay' as const },
              ]) {
                const expected = all
                  .map((event, at) => ({ event, seq: at + 1 }))
                  .filter(({ event }) => leaves(by, event))
                  .sort((a, b) => b.event.time - a.event.time || b.seq - a.seq);
                expect(await reader.countEvents(by)).toBe(occurrencesIn(expected.map(({ event }) => event)));
                const page = await reader.listEvents(by, 1000, undefined);
                expect(page.events.map(({ seq }) => seq)).toEqual(expected.map(({ seq }) => seq));
              }
            }
          }),
      ),
      { numRuns: 15 },
    );
  });

  it('are summed exactly over time', async () => {
    await fc.assert(
      fc.asyncProperty(
        shuffled,
        size,
        moment,
        fc.constantFrom(90_000, HOUR, 5 * HOUR, DAY),
        (all, every, from, stepMs) =>
          withStore(all, every, async (reader) => {
            const groups = await reader.series({ filter: {}, by: 'messageId', top: 50, from, stepMs, buckets: 60 });
            const expected = new Map<number | null, number[]>();
            for (const { time, kind } of all) {
              const bucket = Math.floor((time - from) / stepMs);
              if (bucket < 0 || bucket >= 60) continue;
              const counts = expected.get(kind.messageId) ?? new Array<number>(60).fill(0);
              counts[bucket] = (counts[bucket] ?? 0) + kind.repeats;
              expected.set(kind.messageId, counts);
            }
            expect(new Map(groups.map(({ messageId, counts }) => [messageId, counts]))).toEqual(expected);
          }),
      ),
      { numRuns: 15 },
    );
  });

  it('leave the newest time up to a moment exact, so that a stamp from the future hides nothing', async () => {
    await fc.assert(
      fc.asyncProperty(shuffled, size, fc.array(moment, { minLength: 8, maxLength: 8 }), (all, every, moments) =>
        withStore(all, every, async (reader) => {
          for (const upTo of [...moments, Number.MAX_SAFE_INTEGER]) {
            const times = all.map(({ time }) => time).filter((time) => time <= upTo);
            const newest = times.length === 0 ? null : Math.max(...times);
            expect(await reader.newestTime(upTo)).toBe(newest);
            expect((await reader.modelSeed(HOUR, upTo)).newestTime).toBe(newest);
          }
        }),
      ),
      { numRuns: 10 },
    );
  });
});

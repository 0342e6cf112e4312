import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import type { KindRecord, SubjectRecord } from '@tunnelwatch/server/core/aggregate/records';
import { emptyCounts } from '@tunnelwatch/server/core/aggregate/source-tally';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import type { EventRecord } from '@tunnelwatch/server/core/events/event-record';
import type { Batch } from '@tunnelwatch/server/store/store';
import type { EventFilter } from '@tunnelwatch/shared/api';
import { COUNTED_CLASSES, countedIndex } from '@tunnelwatch/shared/failure-class';
import { damageText } from '@tunnelwatch/shared/storage';
import { severityRank } from '@tunnelwatch/shared/severity';
import fc from 'fast-check';
import { partOf } from '../../../support/event-parts.js';
import { afterEach, describe, expect, it } from 'vitest';

const START = Date.UTC(2026, 1, 10, 17, 0, 0);
/** Segments of a handful of events, so that few events make many of them. */
const TINY = { leastEvents: 4, mostRows: 16 };

const SUBJECTS: SubjectRecord[] = [
  { id: 1, subject: { kind: 'tunnel', gateway: 'gw1', matchkey: '4711' } },
  { id: 2, subject: { kind: 'tunnel', gateway: 'gw1', matchkey: 'mk/2' } },
  { id: 3, subject: { kind: 'tunnel', gateway: 'gw2', matchkey: '4711' } },
  { id: 4, subject: { kind: 'interface', gateway: 'gw2', iface: 'ipsec0' } },
];
const KINDS: KindRecord[] = [
  { id: 1, messageId: 278, class: 'replay', severity: 'notice', isKnown: true, repeats: 1 },
  { id: 2, messageId: 611, class: 'integrity', severity: 'notice', isKnown: true, repeats: 1 },
  { id: 3, messageId: 1682, class: 'routing', severity: 'critical', isKnown: true, repeats: 1 },
];
const NAMES: Readonly<Record<number, string>> = {
  1: 'matchkey=4711',
  2: 'matchkey=mk/2',
  3: 'matchkey=4711',
  4: 'iface=ipsec0',
};

const made = fc.record({
  offset: fc.integer({ min: -7_200_000, max: 7_200_000 }),
  subjectId: fc.integer({ min: 1, max: 4 }),
  kindId: fc.integer({ min: 1, max: 3 }),
  seqno: fc.nat(),
});

function recordOf({
  offset,
  subjectId,
  kindId,
  seqno,
}: {
  offset: number;
  subjectId: number;
  kindId: number;
  seqno: number;
}): EventRecord {
  const time = START + offset;
  const id = KINDS[kindId - 1]?.messageId ?? 0;
  const raw = `${new Date(time).toISOString()} gw EFW: IPSEC: prio=2 id=${String(id)} seqno=${String(seqno)} ${NAMES[subjectId] ?? ''}`;
  return { time, receivedTime: time + 5, subjectId, kindId, sourceId: 1, raw: Buffer.from(raw) };
}

const filterOf: fc.Arbitrary<EventFilter> = fc
  .record({
    gateway: fc.option(fc.constantFrom('gw1', 'gw2', 'gw9'), { nil: undefined }),
    matchkey: fc.option(fc.constantFrom('4711', 'mk/2'), { nil: undefined }),
    messageId: fc.option(fc.constantFrom(278, 611), { nil: undefined }),
    severity: fc.option(fc.constantFrom('notice' as const, 'error' as const), { nil: undefined }),
    from: fc.option(
      fc.integer({ min: -8_000_000, max: 8_000_000 }).map((offset) => START + offset),
      { nil: undefined },
    ),
    to: fc.option(
      fc.integer({ min: -8_000_000, max: 8_000_000 }).map((offset) => START + offset),
      { nil: undefined },
    ),
    q: fc.option(fc.constantFrom('SEQNO=1', 'ipsec0', 'nothing'), { nil: undefined }),
  })
  .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)));

function fits(event: EventRecord, filter: EventFilter): boolean {
  const subject = SUBJECTS[event.subjectId - 1]?.subject;
  const kind = KINDS[event.kindId - 1];
  if (subject === undefined || kind === undefined) return false;
  const { gateway, matchkey, messageId, severity, from, to, q } = filter;
  return [
    gateway === undefined || subject.gateway === gateway,
    matchkey === undefined || (subject.kind === 'tunnel' && subject.matchkey === matchkey),
    messageId === undefined || kind.messageId === messageId,
    severity === undefined || severityRank(kind.severity) >= severityRank(severity),
    from === undefined || event.time >= from,
    to === undefined || event.time < to,
    q === undefined || event.raw.toString().toLowerCase().includes(q.toLowerCase()),
  ].every(Boolean);
}

const folders: string[] = [];

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'tunnelwatch-sealing-'));
  folders.push(made);
  return made;
}

afterEach(() => {
  for (const each of folders.splice(0)) rmSync(each, { recursive: true, force: true });
});

function batchOf(events: EventRecord[], isFirst: boolean): Batch {
  const source = { id: 1, kind: 'file' as const, name: 'gw.log', ...emptyCounts() };
  return {
    // In parts of at most 16, as a flood comes in parts.
    parts: Array.from({ length: Math.ceil(events.length / 16) || 1 }, (_, at) =>
      partOf(
        events.slice(at * 16, at * 16 + 16),
        isFirst && at === 0 ? SUBJECTS : [],
        isFirst && at === 0 ? KINDS : [],
      ),
    ),
    sources: isFirst ? [source] : [],
    files: [],
    alerts: [],
    gateways: [],
  };
}

function store(data: string, batches: readonly EventRecord[][]): void {
  const writer = new SqliteWriter(data, TINY);
  writer.load();
  batches.forEach((events, index) => writer.commit(batchOf(events, index === 0)));
  writer.close();
}

async function readAll(reader: SqliteReader, filter: EventFilter): Promise<{ seq: number; raw: string }[]> {
  const all: { seq: number; raw: string }[] = [];
  let cursor: string | undefined;
  do {
    const page = await reader.listEvents(filter, 7, cursor);
    all.push(...page.events.map(({ seq, raw }) => ({ seq, raw: Buffer.from(raw).toString() })));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}

describe('events that became segments', () => {
  it('are counted and listed exactly like rows, in any mixture of both', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(made, { maxLength: 40 }), { minLength: 1, maxLength: 8 }),
        fc.array(filterOf, { maxLength: 6 }),
        async (lists, filters) => {
          const data = folder();
          const batches = lists.map((list) => list.map(recordOf));
          store(data, batches);
          const events = batches.flat();
          const reader = new SqliteReader(data);
          for (const filter of [{}, ...filters]) {
            const expected = events
              .map((event, index) => ({ event, seq: index + 1 }))
              .filter(({ event }) => fits(event, filter))
              .sort((a, b) => b.event.time - a.event.time || b.seq - a.seq)
              .map(({ event, seq }) => ({ seq, raw: event.raw.toString() }));
            expect(await reader.countEvents(filter)).toBe(expected.length);
            expect(await readAll(reader, filter)).toEqual(expected);
          }
          await reader.close();
        },
      ),
      { numRuns: 30 },
    );
  });

  it('fill the buckets of a chart and the seed of the live model', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(made, { minLength: 1, maxLength: 120 }),
        fc.constantFrom(5000, 60_000, 3_600_000),
        async (list, stepMs) => {
          const events = list.map(recordOf);
          const data = folder();
          store(data, [events]);
          const reader = new SqliteReader(data);
          const from = Math.floor(START / stepMs) * stepMs - 100 * stepMs;
          const answer = await reader.classBuckets({ gateway: 'gw1' }, from, stepMs, 200);
          const expected = new Array<number>(200 * COUNTED_CLASSES.length).fill(0);
          for (const event of events) {
            const bucket = Math.floor((event.time - from) / stepMs);
            if (!fits(event, { gateway: 'gw1' }) || bucket < 0 || bucket >= 200) continue;
            const at = bucket * COUNTED_CLASSES.length + countedIndex(KINDS[event.kindId - 1]?.class ?? 'unknown');
            expected[at] = (expected[at] ?? 0) + 1;
          }
          expect(answer.counts).toEqual(expected);
          const seed = await reader.modelSeed(3_600_000, Number.MAX_SAFE_INTEGER);
          const newest = Math.max(...events.map((event) => event.time));
          const since = Math.floor((newest - 3_600_000) / 60_000) * 60_000;
          const counted = new Map<string, number>();
          for (let at = 0; at < seed.minutes.length; at += 4) {
            const [subject, minute, kind, count] = [0, 1, 2, 3].map((field) => seed.minutes[at + field] ?? 0);
            const key = `${String(subject)} ${String(minute)} ${String(kind)}`;
            counted.set(key, (counted.get(key) ?? 0) + (count ?? 0));
          }
          const plain = new Map<string, number>();
          for (const { time, subjectId, kindId } of events) {
            if (time < since) continue;
            const key = `${String(subjectId)} ${String(Math.floor(time / 60_000))} ${String(kindId)}`;
            plain.set(key, (plain.get(key) ?? 0) + 1);
          }
          expect(counted).toEqual(plain);
          await reader.close();
        },
      ),
      { numRuns: 20 },
    );
  });

  it('are left out and named when one of them is damaged; the rest stays readable', async () => {
    const data = folder();
    const list = Array.from({ length: 48 }, (_, at) =>
      recordOf({ offset: at * 1000, subjectId: 1, kindId: 1, seqno: at }),
    );
    store(data, [list]);
    const database = new DatabaseSync(path.join(data, 'tunnelwatch.db'));
    database.exec(`UPDATE segment SET facts = zeroblob(length(facts)) WHERE id = 2`);
    database.close();
    const damage: string[] = [];
    const reader = new SqliteReader(data, (found) => damage.push(damageText(found)));
    const { events } = await reader.listEvents({}, 100, undefined);
    expect(events.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(
      [...list.keys()].map((at) => at + 1).filter((seq) => seq <= 16 || seq > 32),
    );
    expect(damage[0]).toContain(
      'segment 2 (events 17 to 32, 2026-02-10T17:00:16.000Z to 2026-02-10T17:00:31.000Z) is damaged and left out',
    );
    await reader.close();
  });
});

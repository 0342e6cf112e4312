import type { OutboxEntry } from '@tunnelwatch/server/core/notifications/outbox';
import { DatabaseSync } from '@photostructure/sqlite';
import { databaseFile } from '@tunnelwatch/server/store/sqlite/database';
import type { WritableStore } from '@tunnelwatch/server/store/store';
import { PRIORITIES } from '@tunnelwatch/shared/priority';
import type { EventFilter } from '@tunnelwatch/shared/api';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { StoreDamage } from '@tunnelwatch/shared/storage';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertOf } from '../support/made-alerts.js';
import {
  BatchMaker,
  batches,
  filter,
  KINDS,
  leaves,
  occurrencesIn,
  type PlainEvent,
  START,
  SUBJECTS,
} from '../support/event-batches.js';
import { listedEvents } from '../support/listed-events.js';
import { batchIn, openReader, openWriter, STORE_FORMS, storeFolder, type StoreForm } from './store-forms.js';

const NOTHING = { parts: [], sources: [], files: [], alerts: [], gateways: [] };
const HOUR = 3_600_000;

async function opened(form: StoreForm, onDamage?: (damage: StoreDamage) => void) {
  const folder = storeFolder();
  const writer = openWriter(form, folder);
  await writer.load();
  return { folder, writer, reader: openReader(form, folder, onDamage) };
}

/** Numbers of the events that a filter leaves, the newest first. */
function expectedNumbers(events: readonly PlainEvent[], by: EventFilter): number[] {
  return events
    .map((event, index) => ({ event, seq: index + 1 }))
    .filter(({ event }) => leaves(by, event))
    .sort((a, b) => b.event.time - a.event.time || b.seq - a.seq)
    .map(({ seq }) => seq);
}

/** How many events a filter leaves. */
function occurrences(events: readonly PlainEvent[], by: EventFilter): number {
  return occurrencesIn(events.filter((event) => leaves(by, event)));
}

/** `count` events, a second apart, one after the other of every subject and kind. */
function eventsFrom(first: number, count: number): PlainEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const at = first + index;
    const subject = SUBJECTS[at % SUBJECTS.length];
    const kind = KINDS[at % KINDS.length];
    if (subject === undefined || kind === undefined) throw new Error('there are subjects and kinds');
    return { time: START + at * 1000, subject, kind, raw: `line ${String(at)}` };
  });
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

function run(folder: string, sql: string): void {
  const database = new DatabaseSync(databaseFile(folder));
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec(sql);
  database.close();
}

describe.each(STORE_FORMS)('a reading store, $name', (form) => {
  it('counts and lists what a filter leaves, and its counts over time add up to the same', async () => {
    await fc.assert(
      fc.asyncProperty(batches, fc.array(filter, { minLength: 15, maxLength: 15 }), async (made, filters) => {
        const folder = storeFolder();
        const writer = openWriter(form, folder);
        await writer.load();
        const reader = openReader(form, folder);
        const maker = new BatchMaker();
        for (const events of made) await writer.commit(batchIn(writer, maker.make(events)));
        const events = made.flat();
        for (const by of filters) {
          const expected = expectedNumbers(events, by);
          expect(await reader.countEvents(by), JSON.stringify(by)).toBe(occurrences(events, by));
          expect(
            (await listedEvents(reader, by, 7)).map(({ seq }) => seq),
            JSON.stringify(by),
          ).toEqual(expected);
          const { from: _from, to: _to, ...rest } = by;
          const span = { from: START - 2 * HOUR, stepMs: HOUR, buckets: 5 };
          const inSpan = { ...rest, from: span.from, to: span.from + span.stepMs * span.buckets };
          const count = occurrences(events, inSpan);
          const series = await reader.series({ ...span, filter: rest, by: 'class', top: 100 });
          expect(sum(series.map(({ total }) => total)), JSON.stringify(rest)).toBe(count);
          const found = await reader.classBuckets(rest, span.from, span.stepMs, span.buckets);
          expect(found.step).toBe(made.length);
          expect(sum(found.counts), JSON.stringify(rest)).toBe(count);
        }
        await reader.close();
        await writer.close();
      }),
      { numRuns: 2 },
    );
  });

  it('answers every question as of one step, while commits go on', async () => {
    const { writer, reader } = await opened(form);
    const maker = new BatchMaker();
    const commits = Array.from({ length: 40 }, (_, at) =>
      writer.commit(batchIn(writer, maker.make(eventsFrom(at * 10, 10)))),
    );
    let last = 0;
    for (let round = 0; round < 20; round++) {
      const [seed, buckets] = await Promise.all([
        reader.modelSeed(HOUR, Number.MAX_SAFE_INTEGER),
        reader.classBuckets({}, START, HOUR, 1),
      ]);
      const totals = Array.from(seed.totals);
      expect(sum(totals.filter((_, at) => at % 5 === 2))).toBe(occurrencesIn(eventsFrom(0, seed.step * 10)));
      expect(sum(buckets.counts)).toBe(occurrencesIn(eventsFrom(0, buckets.step * 10)));
      expect(seed.step).toBeGreaterThanOrEqual(last);
      expect(buckets.step).toBeGreaterThanOrEqual(seed.step);
      last = buckets.step;
    }
    await Promise.all(commits);
    expect((await reader.modelSeed(HOUR, Number.MAX_SAFE_INTEGER)).step).toBe(40);
  });

  it('goes on with a page where it was when events come meanwhile', async () => {
    const { writer, reader } = await opened(form);
    const maker = new BatchMaker();
    await writer.commit(batchIn(writer, maker.make(eventsFrom(0, 20))));
    const first = await reader.listEvents({}, 5, undefined);
    await writer.commit(batchIn(writer, maker.make(eventsFrom(20, 20))));
    const rest = await reader.listEvents({}, 100, first.nextCursor ?? undefined);
    const numbers = [...first.events, ...rest.events].map(({ seq }) => seq);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, at) => 20 - at));
    expect(rest.nextCursor).toBeNull();
  });

  it('leaves nothing of what was removed in any answer', async () => {
    const folder = storeFolder();
    let removed = () => undefined as void;
    const isRemoved = new Promise<void>((resolve) => {
      removed = resolve;
    });
    const writer = openWriter(form, folder, { retention: { maxAgeMs: null, maxBytes: 1 }, onRemoved: removed });
    await writer.load();
    const reader = openReader(form, folder);
    const maker = new BatchMaker();
    await writer.commit(batchIn(writer, maker.make(eventsFrom(0, 5000))));
    expect(await reader.countEvents({})).toBe(occurrencesIn(eventsFrom(0, 5000)));
    await writer.commit(batchIn(writer, maker.make(eventsFrom(5000, 5000))));
    await isRemoved;
    expect(await reader.countEvents({})).toBe(occurrencesIn(eventsFrom(5000, 5000)));
    const oldest = START + 5_000_000;
    expect(await reader.countEvents({ to: oldest })).toBe(0);
    expect((await reader.listEvents({ to: oldest }, 10, undefined)).events).toEqual([]);
    expect(sum((await reader.classBuckets({}, START, 5_000_000, 1)).counts)).toBe(0);
    expect(await reader.newestTime(oldest - 1)).toBeNull();
    const { totals } = await reader.modelSeed(HOUR, Number.MAX_SAFE_INTEGER);
    expect(sum(Array.from(totals).filter((_, at) => at % 5 === 2))).toBe(occurrencesIn(eventsFrom(5000, 5000)));
  });

  it('has alerts, the newest first, and those that were folded into one', async () => {
    const { writer, reader } = await opened(form);
    const alerts = [1, 2, 3, 4, 5].map((id) =>
      alertOf({ id, openedAt: id, state: id === 2 ? 'normal' : 'unacknowledged' }),
    );
    const members = ['a', 'b'].map((matchkey, at) => ({
      alertId: 5,
      subject: { kind: 'tunnel', gateway: 'gw1', matchkey } as const,
      count: at + 1,
      firstTime: 1,
      lastTime: 2,
      endedAt: at === 0 ? null : 2,
    }));
    await writer.commit({ ...NOTHING, alerts, members });
    const first = await reader.listAlerts({ limit: 2 });
    expect(first).toEqual({ alerts: [alerts[4], alerts[3]], nextCursor: '4' });
    const rest = await reader.listAlerts({ limit: 10, cursor: '4' });
    expect(rest).toEqual({ alerts: [alerts[2], alerts[1], alerts[0]], nextCursor: null });
    expect((await reader.listAlerts({ limit: 10, state: 'normal' })).alerts).toEqual([alerts[1]]);
    expect((await reader.alertsSince(4)).map(({ id }) => id)).toEqual([5, 4, 1, 3]);
    expect(await reader.listMembers(5, 10)).toEqual([members[1], members[0]]);
    expect(await reader.listMembers(5, 1)).toEqual([members[1]]);
    await writer.commit({ ...NOTHING, alerts: [alertOf({ id: 1, state: 'closed', version: 2 })] });
    expect((await reader.listAlerts({ limit: 10, cursor: '2' })).alerts).toMatchObject([
      { state: 'closed', version: 2 },
    ]);
  });

  it('[ALM-24] has entries of the audit trail, the newest first, by what they are about, by whom and when', async () => {
    const { writer, reader } = await opened(form);
    const note = (part: Partial<AuditNote>): AuditNote => ({
      at: START,
      action: 'acknowledge',
      target: 'alert 1',
      comment: "it's \u202e=1+1",
      requestKey: null,
      actor: { kind: 'person', name: 'Anna', address: '192.0.2.7' },
      before: { state: 'unacknowledged' },
      after: { state: 'acknowledged' },
      ...part,
    });
    await writer.commit({ ...NOTHING, audit: [note({ action: 'opened', before: null })] });
    await writer.commit({ ...NOTHING, audit: [note({ requestKey: 'key-1' }), note({ target: 'alert 2' })] });
    const token = { kind: 'token', name: 'bot', address: null } as const;
    await writer.commit({ ...NOTHING, audit: [note({ target: 'window 1', actor: token })] });
    const [, , entry] = await reader.listAudit({ limit: 10 });
    expect(entry).toMatchObject({
      id: 2,
      at: START,
      target: 'alert 1',
      actor: note({}).actor,
      before: note({}).before,
    });
    const found = async (query: object) => (await reader.listAudit({ limit: 10, ...query })).map(({ id }) => id);
    expect(await found({})).toEqual([4, 3, 2, 1]);
    expect(await found({ target: 'alert 1' })).toEqual([2, 1]);
    expect(await found({ actor: 'bot' })).toEqual([4]);
    expect(await found({ cursor: 3, limit: 1 })).toEqual([2]);
    expect(await found({ after: 1, cursor: 4 })).toEqual([3, 2]);
    expect(await found({ from: START + 1 })).toEqual([]);
  });

  it('[PEO-34] finds entries of the audit trail by action, person, outcome, and part of what they are about', async () => {
    const { writer, reader } = await opened(form);
    const anna = { kind: 'person', name: 'Anna', address: '192.0.2.7' } as const;
    const note = (part: Partial<AuditNote>): AuditNote => {
      const usual = { at: START, action: 'acknowledge', target: 'alert 1', comment: '', requestKey: null, actor: anna };
      return {
        ...usual,
        before: null,
        after: { subject: { kind: 'tunnel', gateway: 'gw1', matchkey: 'r_50%' } },
        ...part,
      };
    };
    const server = { kind: 'server', name: 'tunnelwatch', address: null } as const;
    const audit = [
      note({ action: 'opened', actor: server }),
      note({ comment: 'Called the site' }),
      note({ action: 'acknowledgeAll', target: 'alerts', after: null }),
      note({ action: 'refused', target: 'POST /users', actor: { ...anna, name: 'Bo' }, after: null }),
    ];
    await writer.commit({ ...NOTHING, audit });
    const found = async (query: object) => (await reader.listAudit({ limit: 10, ...query })).map(({ id }) => id);
    expect(await found({ onlyPeople: true })).toEqual([4, 3, 2]);
    expect(await found({ actions: ['acknowledge', 'acknowledgeAll'], actor: 'Anna' })).toEqual([3, 2]);
    expect(await found({ notActions: ['refused'], onlyPeople: true })).toEqual([3, 2]);
    expect(await found({ text: 'called THE' })).toEqual([2]);
    expect(await found({ text: 'r_50%' })).toEqual([2, 1]);
    expect(await found({ text: 'rx50' })).toEqual([]);
    expect(await reader.auditChoices()).toEqual({
      actors: ['Anna', 'Bo', 'tunnelwatch'],
      actions: ['acknowledge', 'acknowledgeAll', 'opened', 'refused'],
    });
  });

  it('has of each alert the first notification that waits, until it is told what became of it', async () => {
    const { writer, reader } = await opened(form);
    const entry = (key: string, alertId: number, channel = 'noc') => entryOf({ key, alertId, channel });
    await writer.commit({ ...NOTHING, outbox: [entry('a', 1), entry('b', 1), entry('c', 2), entry('d', 1, 'mail')] });
    // What is written twice is there once.
    await writer.commit({ ...NOTHING, outbox: [entry('a', 1)] });
    const due = async (now = START) =>
      (await reader.dueEntries({ channel: 'noc', now, limit: 10, settled: [] })).entries.map(({ key, attempts }) => [
        key,
        attempts,
      ]);
    expect(await due()).toEqual([
      ['a', 0],
      ['c', 0],
    ]);
    await writer.commit({
      ...NOTHING,
      outboxResults: [
        { id: 1, at: START, attempts: 1, outcome: 'sent' },
        { id: 3, at: START, attempts: 1, outcome: 'again', nextAt: START + 60_000, error: 'no route' },
      ],
    });
    expect(await due()).toEqual([['b', 0]]);
    expect(await due(START + 60_000)).toEqual([
      ['b', 0],
      ['c', 1],
    ]);
    expect((await reader.dueEntries({ channel: 'noc', now: START, limit: 10, settled: [] })).nextAt).toBe(
      START + 60_000,
    );
    expect(await reader.outboxSummary()).toMatchObject([
      { channel: 'mail', waiting: 1, failed: 0, sent: 0 },
      { channel: 'noc', waiting: 2, failed: 0, sent: 1, lastError: 'no route' },
    ]);
  });

  it('[ALM-70] [ALM-71] has the most urgent first, and what waits before an urgent one of its alert as urgent as that', async () => {
    const { writer, reader } = await opened(form);
    const priorities = ['low', 'medium', 'high', 'urgent', 'medium'] as const;
    const outbox = priorities.map((priority, at) =>
      entryOf({ key: `${String(at)} ${priority}`, alertId: at, priority }),
    );
    await writer.commit({ ...NOTHING, outbox });
    const due = async (...settled: number[]) =>
      (await reader.dueEntries({ channel: 'noc', now: START, limit: 10, settled })).entries.map(
        ({ key, rank }) => `${key}: ${PRIORITIES.toReversed()[rank] ?? 'first'}`,
      );
    const rest = ['2 high: high', '1 medium: medium', '4 medium: medium'];
    expect(await due()).toEqual(['3 urgent: urgent', ...rest, '0 low: low']);
    await writer.commit({ ...NOTHING, outbox: [entryOf({ key: 'worse', alertId: 0, priority: 'urgent' })] });
    expect(await due()).toEqual(['0 low: urgent', '3 urgent: urgent', ...rest]);
    expect(await due(1, 2)).toEqual(['3 urgent: urgent', 'worse: urgent', '2 high: high', '4 medium: medium']);
    await writer.commit({ ...NOTHING, outboxResults: [{ id: 1, at: START, attempts: 1, outcome: 'sent' }] });
    expect(await due()).toEqual(['3 urgent: urgent', 'worse: urgent', ...rest]);
  });

  it('leaves out a damaged segment, and has named it when the answer is there', async () => {
    const damaged: StoreDamage[] = [];
    const { folder, writer, reader } = await opened(form, (damage) => {
      damaged.push(damage);
    });
    const maker = new BatchMaker();
    await writer.commit(batchIn(writer, maker.make(eventsFrom(0, 5000))));
    await writer.commit(batchIn(writer, maker.make(eventsFrom(5000, 10))));
    run(folder, 'UPDATE segment SET facts = zeroblob(length(facts))');
    const page = await reader.listEvents({}, 100, undefined);
    expect(page.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 10 }, (_, at) => 5010 - at));
    expect(damaged[0]).toMatchObject({ id: 1, firstSeq: 1, lastSeq: 5000 });
  });

  it('gives an error of the store where it cannot be read, and goes on', async () => {
    const { folder, writer, reader } = await opened(form);
    await writer.commit(batchIn(writer, new BatchMaker().make(eventsFrom(0, 3))));
    run(folder, 'ALTER TABLE outbox RENAME TO elsewhere');
    const outcomes = await Promise.allSettled([reader.outboxSummary(), reader.countEvents({}), reader.outboxSummary()]);
    expect(outcomes[1]).toEqual({ status: 'fulfilled', value: 3 });
    for (const outcome of [outcomes[0], outcomes[2]]) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'StoreError', code: 'failed' } });
      expect(String(Object(outcome).reason)).toContain('no such table: outbox');
    }
    run(folder, 'ALTER TABLE elsewhere RENAME TO outbox');
    expect(await reader.outboxSummary()).toEqual([]);
  });

  it('answers what it was asked before it was closed, and refuses what comes later', async () => {
    const { writer, reader } = await opened(form);
    await writer.commit(batchIn(writer, new BatchMaker().make(eventsFrom(0, 3))));
    const before = [reader.countEvents({}), reader.newestTime(Number.MAX_SAFE_INTEGER)];
    const closed = reader.close();
    expect(await Promise.all(before)).toEqual([3, START + 2000]);
    await closed;
    await expect(reader.countEvents({})).rejects.toMatchObject({ name: 'StoreError', code: 'failed' });
    await reader.close();
    expect((await lastCommit(writer)).step).toBe(2);
  });
});

/** The writer goes on when a reader has gone. */
function lastCommit(writer: WritableStore) {
  return writer.commit({ ...NOTHING });
}

/** A notification that waits; its body is its key. */
function entryOf({ key, ...rest }: Pick<OutboxEntry, 'key' | 'alertId'> & Partial<OutboxEntry>): OutboxEntry {
  return { key, channel: 'noc', priority: 'high', body: key, madeAt: START, ...rest };
}

import { newSender } from '@tunnelwatch/server/core/senders/sender-record';
import { DatabaseSync } from '@photostructure/sqlite';
import type { EventColumns } from '@tunnelwatch/server/core/events/event-columns';
import type { EventPart } from '@tunnelwatch/server/core/events/event-part';
import { databaseFile } from '@tunnelwatch/server/store/sqlite/database';
import type { Removal } from '@tunnelwatch/server/store/sqlite/maintenance/removal';
import type { Batch, WritableStore } from '@tunnelwatch/server/store/store';
import type { Storage } from '@tunnelwatch/shared/storage';
import { describe, expect, it } from 'vitest';
import { entryOf } from '../support/made-entries.js';
import { alertOf } from '../support/made-alerts.js';
import { FILE, GATEWAY, KINDS, SOURCE, SUBJECTS } from '../support/event-batches.js';
import { partOf } from '../support/event-parts.js';
import { storedLines } from '../support/follower.js';
import { openWriter, partIn, STORE_FORMS, storeFolder } from './store-forms.js';

const REST = { sources: [SOURCE], files: [], alerts: [], gateways: [] };

/** Lines of which some have a shape, some words, and some are kept as they are. */
function lineAt(at: number): string {
  if (at % 7 === 0) return `{"message": "line ${String(at)}"}`;
  if (at % 5 === 0) return `x pkt=0${at.toString(16)}zz matchkey=a:${String(at)} end`;
  return `x id=278 seqno=${String(at)} matchkey=${String(at % 9)}`;
}

/** A part with lines from `first` on, in columns of the store. */
function fill(columns: EventColumns, first: number, count: number): EventPart {
  const made = partOf(
    Array.from({ length: count }, (_, index) => ({
      time: first + index,
      receivedTime: 5,
      subjectId: 1,
      kindId: 1,
      sourceId: 1,
      raw: Buffer.from(lineAt(first + index)),
    })),
    SUBJECTS.slice(0, first === 0 ? 1 : 0).map((subject) => ({ id: 1, subject })),
    KINDS.slice(0, first === 0 ? 1 : 0).map((kind) => ({ id: 1, ...kind })),
  );
  return partIn(columns, made);
}

const expected = (count: number) => Array.from({ length: count }, (_, at) => lineAt(at));

/** Something that is waited for, and what makes it come. */
function signal(): { come: () => void; came: Promise<void> } {
  let come: () => void = () => undefined;
  const came = new Promise<void>((resolve) => {
    come = resolve;
  });
  return { come, came };
}

const BREAK = `CREATE TRIGGER broken BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`;
const MEND = 'DROP TRIGGER broken';

function run(folder: string, sql: string): void {
  const database = new DatabaseSync(databaseFile(folder));
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec(sql);
  database.close();
}

const ACKNOWLEDGED = alertOf({ id: 1, state: 'acknowledged' });

/** The marks of a store's file. */
function marksOf(folder: string): unknown {
  const database = new DatabaseSync(databaseFile(folder), { readOnly: true });
  const marks = [database.prepare('PRAGMA application_id').get(), database.prepare('PRAGMA user_version').get()];
  database.close();
  return Object.assign({}, ...marks);
}

/** A batch with something of everything. */
function richBatch(store: WritableStore): Batch {
  const tunnel = { kind: 'tunnel', gateway: 'gw1', matchkey: 'a/b' } as const;
  return {
    parts: [fill(store.columns(), 0, 10)],
    sources: [SOURCE],
    files: [FILE],
    alerts: [alertOf({ id: 1 }), alertOf({ id: 2, members: 1 })],
    gateways: [GATEWAY],
    tails: [{ sourceId: 1, peer: '192.0.2.7', tail: 1, block: 0, hashes: Buffer.from('12345678') }],
    members: [{ alertId: 2, subject: tunnel, count: 3, firstTime: 1, lastTime: 2, endedAt: null }],
    windows: [
      {
        id: 1,
        window: {
          id: 1,
          by: 'Anna',
          from: 1,
          until: Date.now() + 3_600_000,
          gateway: 'gw1',
          matchkey: null,
          class: null,
          comment: 'new cable',
          notifyCritical: true,
        },
      },
    ],
    audit: [
      {
        at: 5,
        action: 'acknowledge',
        target: 'alert 1',
        comment: '=1+1',
        requestKey: 'key-1',
        actor: { kind: 'person', name: 'Anna', address: '192.0.2.7' },
        before: { state: 'unacknowledged' },
        after: ACKNOWLEDGED,
      },
    ],
    outbox: [{ key: 'k', channel: 'noc', alertId: 1, priority: 'high', body: '{}', madeAt: 5 }],
    usual: [{ subjectId: 1, measure: 0, perHour: 0.5, hours: 3, hour: 9, count: 2, isExcluded: true }],
    ruleSettings: [{ rule: 'replay-rate', version: 2, settings: { from: 5 }, at: 5, by: 'Anna' }],
    senders: [
      { key: 'address 192.0.2.7', record: { ...newSender('192.0.2.7', 'address'), refusedTunnels: 3, refusedAt: 4 } },
      { key: 'address 192.0.2.8', record: null },
    ],
    at: 5,
  };
}

describe.each(STORE_FORMS)('a writing store, $name', (form) => {
  it('stores parts handed over ahead of a commit with it, in order and byte for byte, and uses columns again', async () => {
    const folder = storeFolder();
    const writer = openWriter(form, folder);
    expect((await writer.load()).step).toBe(0);
    const used = new Set<EventColumns>();
    let first = 0;
    let step = 0;
    for (const sizes of [[5000, 20, 6000], [10], [4096], [100, 100]]) {
      const before = first;
      for (const size of sizes) {
        const columns = writer.columns();
        used.add(columns);
        expect(columns.count).toBe(0);
        writer.add(fill(columns, first, size));
        await writer.ready();
        first += size;
      }
      const committed = await writer.commit({ parts: [], ...REST });
      step += 1;
      expect(committed).toEqual({ step, firstSeq: before + 1, count: first - before });
    }
    await writer.close();
    expect(used.size).toBeLessThan(4);
    expect(await storedLines(folder)).toEqual(expected(first));
  });

  it('has all that a commit brought when it is opened again, and goes on with its numbers', async () => {
    const folder = storeFolder();
    const writer = openWriter(form, folder);
    const empty = await writer.load();
    expect(empty).toMatchObject({ step: 0, lastSeq: 0, alerts: [], lastAlertId: 0 });
    expect(empty.inventory).toEqual({ entries: [], lastId: 0 });
    const batch = richBatch(writer);
    const entry = entryOf(4);
    writer.addInventory([{ id: 4, entry }]);
    await writer.commit(batch);
    await writer.close();
    const again = openWriter(form, folder);
    expect(await again.load()).toEqual({
      step: 1,
      lastSeq: 10,
      subjects: [{ id: 1, subject: SUBJECTS[0] }],
      lastSubjectId: 1,
      hasAllSubjects: true,
      storedNames: [
        { gateway: 'gw1', domain: null },
        ...batch.gateways.map(({ gateway, domain }) => ({ gateway, domain })),
      ],
      kinds: [{ id: 1, ...KINDS[0] }],
      sources: batch.sources,
      files: batch.files.map((file) => ({
        ...file,
        tail: bytes(file.tail),
        head: bytes(file.head),
        landmarks: bytes(file.landmarks),
      })),
      tails: batch.tails?.map((tail) => ({ ...tail, hashes: bytes(tail.hashes) })),
      alerts: batch.alerts,
      lastAlertId: 2,
      gateways: batch.gateways,
      members: batch.members,
      windows: batch.windows?.map(({ window }) => window),
      recent: new Float64Array(),
      usual: batch.usual,
      ruleSettings: batch.ruleSettings,
      senders: batch.senders?.flatMap(({ record }) => record ?? []),
      inventory: { entries: [entry], lastId: 4 },
      requests: new Map([['key-1', { target: 'alert 1', after: ACKNOWLEDGED }]]),
    });
    again.addInventory([{ id: 4, entry: null }]);
    const committed = await again.commit({ parts: [fill(again.columns(), 10, 3)], ...REST });
    expect(committed).toEqual({ step: 2, firstSeq: 11, count: 3 });
    await again.close();
    expect((await openWriter(form, folder).load()).inventory).toEqual({ entries: [], lastId: 4 });
    expect(await storedLines(folder)).toEqual(expected(13));
  });

  it('says that a batch is refused, tries it again, and stores what came behind it after it', async () => {
    const events: (string | undefined)[] = [];
    const refused = signal();
    const folder = storeFolder();
    const writer = openWriter(form, folder, {
      onRefused: (error) => {
        events.push(error?.code);
        if (error !== undefined) refused.come();
      },
    });
    await writer.load();
    await writer.commit({ parts: [fill(writer.columns(), 0, 10)], ...REST });
    expect(events).toEqual([]);
    run(folder, BREAK);
    const second = writer.commit({ parts: [fill(writer.columns(), 10, 10)], ...REST });
    const third = writer.commit({ parts: [fill(writer.columns(), 20, 10)], ...REST });
    await refused.came;
    expect(await storedLines(folder)).toEqual(expected(10));
    run(folder, MEND);
    expect([await second, await third]).toEqual([
      { step: 2, firstSeq: 11, count: 10 },
      { step: 3, firstSeq: 21, count: 10 },
    ]);
    expect(events).toContain('disk-full');
    expect(events.at(-1)).toBeUndefined();
    await writer.close();
    expect(await storedLines(folder)).toEqual(expected(30));
  });

  it('takes no more than a few parts while a batch is refused, and more when it was stored', async () => {
    const refused = signal();
    const folder = storeFolder();
    const writer = openWriter(form, folder, { onRefused: refused.come });
    await writer.load();
    run(folder, BREAK);
    const first = writer.commit({ parts: [fill(writer.columns(), 0, 10)], ...REST });
    await refused.came;
    let parts = 0;
    let hasRoom = true;
    let room = Promise.resolve();
    while (hasRoom && parts < 10) {
      parts += 1;
      writer.add(fill(writer.columns(), 10 * parts, 10));
      hasRoom = false;
      room = writer.ready().then(() => {
        hasRoom = true;
      });
      // What is ready at once says so in this turn.
      await Promise.resolve().then(() => undefined);
    }
    expect(hasRoom).toBe(false);
    expect(parts).toBeLessThan(6);
    run(folder, MEND);
    await room;
    const last = await writer.commit({ parts: [], ...REST });
    expect([await first, last]).toMatchObject([{ firstSeq: 1 }, { firstSeq: 11, count: 10 * parts }]);
    await writer.close();
    expect(await storedLines(folder)).toEqual(expected(10 * (parts + 1)));
  });

  it('can be closed while it is refused, and has forgotten the batch and what came behind it then', async () => {
    const refused = signal();
    const folder = storeFolder();
    const writer = openWriter(form, folder, { onRefused: refused.come });
    await writer.load();
    run(folder, BREAK);
    const commits = [0, 1].map((at) => writer.commit({ parts: [fill(writer.columns(), 10 * at, 10)], ...REST }));
    const outcomes = commits.map((commit) => expect(commit).rejects.toThrow('the writer has ended'));
    await refused.came;
    await writer.close();
    await Promise.all(outcomes);
    run(folder, MEND);
    expect(await storedLines(folder)).toEqual([]);
  });

  it('stores all that it was given before it was closed, and refuses what comes later', async () => {
    const folder = storeFolder();
    const writer = openWriter(form, folder);
    await writer.load();
    const commit = writer.commit({ parts: [fill(writer.columns(), 0, 10)], ...REST });
    await writer.close();
    expect(await commit).toEqual({ step: 1, firstSeq: 1, count: 10 });
    await expect(writer.commit({ parts: [], ...REST })).rejects.toMatchObject({ name: 'StoreError', code: 'failed' });
    await writer.ready();
    await writer.close();
    expect(await storedLines(folder)).toEqual(expected(10));
  });

  it('says why a store cannot be opened, and leaves it as it is', async () => {
    const folder = storeFolder();
    const writer = openWriter(form, folder);
    await writer.load();
    await writer.close();
    const load = async () => openWriter(form, folder).load();
    run(folder, 'PRAGMA user_version = 9999');
    await expect(load()).rejects.toMatchObject({ name: 'StoreError', code: 'too-new' });
    await expect(load()).rejects.toThrow(folder);
    // As they were numbered before 0.1.0; another program's file looks no different.
    for (const version of [1, 12]) {
      run(folder, `PRAGMA application_id = 0; PRAGMA user_version = ${String(version)}`);
      await expect(load()).rejects.toThrow(/of another program, or of a version before 0\.1\.0 .*: move it away/);
    }
    expect(marksOf(folder)).toEqual({ application_id: 0, user_version: 12 });
  });

  it('has its upkeep done between commits, which removes what is too much and takes a step of its own', async () => {
    const folder = storeFolder();
    const removals: Removal[] = [];
    const storages: Storage[] = [];
    const removed = signal();
    const writer = openWriter(form, folder, {
      retention: { maxAgeMs: null, maxBytes: 1 },
      onRemoved: (removal) => {
        removals.push(removal);
        removed.come();
      },
      onStorage: (storage) => {
        storages.push(storage);
      },
    });
    await writer.load();
    await writer.commit({ parts: [fill(writer.columns(), 0, 5000)], ...REST });
    await writer.commit({ parts: [fill(writer.columns(), 5000, 5000)], ...REST });
    await removed.came;
    const committed = await writer.commit({ parts: [fill(writer.columns(), 10_000, 1)], ...REST });
    await writer.close();
    expect(removals).toMatchObject([{ step: 3, range: { first: 1, last: 5000 } }]);
    expect(committed).toEqual({ step: 4, firstSeq: 10_001, count: 1 });
    expect(storages[0]).toMatchObject({ mostBytes: 1 });
    expect(await storedLines(folder)).toEqual(Array.from({ length: 5001 }, (_, at) => lineAt(5000 + at)));
  });
});

/** Bytes without the class that they had: no Buffer crosses a thread. */
function bytes(value: Uint8Array | null): unknown {
  return value === null ? null : (expect.toSatisfy((found: unknown) => isEqual(found, value)) as unknown);
}

function isEqual(found: unknown, value: Uint8Array): boolean {
  return found instanceof Uint8Array && Buffer.compare(found, value) === 0;
}

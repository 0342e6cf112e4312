import { DatabaseSync } from '@photostructure/sqlite';
import { databaseFile } from '@tunnelwatch/server/store/sqlite/database';
import { KeptStore } from '../../../support/kept-store.js';
import { KINDS, type PlainEvent, START, SUBJECTS } from '../../../support/event-batches.js';
import { tempFolders } from '../../../support/temp-folder.js';
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';

const HOUR = 3_600_000;
const tempFolder = tempFolders();
const open: KeptStore[] = [];
let now = START;

afterEach(async () => {
  now = START;
  for (const store of open.splice(0)) await store.close();
});

function newStore(limits: { maxAgeMs?: number; maxBytes?: number }): KeptStore {
  const store = new KeptStore(tempFolder(), { maxAgeMs: null, maxBytes: null, ...limits }, () => now);
  open.push(store);
  return store;
}

function eventAt(time: number, raw = `at ${String(time)}`): PlainEvent {
  const [subject, kind] = [SUBJECTS[0], KINDS[0]];
  if (subject === undefined || kind === undefined) throw new Error('there are no samples');
  return { time, subject, kind, raw };
}

/** Lets hours go by, each with the upkeep's usual look. */
function pass(store: KeptStore, hours: number): void {
  for (let hour = 0; hour < hours; hour++) {
    now += HOUR + 1;
    while (store.keepUp(50)) {
      // Until nothing is left to do.
    }
  }
}

/** Rows of a query to the database itself. */
function ask(store: KeptStore, sql: string): unknown[] {
  const database = new DatabaseSync(databaseFile(store.folder));
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...Object(row) }));
  } finally {
    database.close();
  }
}

it('[STORE-30] once events were removed, names that nothing has any more go while the server runs, and no number is given twice', async () => {
  const store = newStore({ maxAgeMs: 2 * HOUR });
  const [kind] = KINDS;
  if (kind === undefined) throw new Error('there are no samples');
  const of = (gateway: string, matchkey: string): PlainEvent => {
    return { time: now, subject: { kind: 'tunnel', gateway, matchkey }, kind, raw: 'x' };
  };
  const [first, forged] = [of('kept', 'a'), of('forged', 'b')];
  const [returning, told] = [of('kept', 'returning'), of('told', 'd')];
  store.commit([first, of('kept', 'named'), of('kept', 'forged'), forged, told, of('judged', 'e'), returning]);
  ask(store, "INSERT INTO inventory_entry VALUES (1, 'kept', 'matchkey', 'named', 'N', '', '', '', NULL, 1, 0, 'ann')");
  const body = JSON.stringify({ subject: told.subject });
  ask(store, `INSERT INTO alert_member VALUES (1, json_extract('${body}', '$.subject'), 1, 0, 0, NULL)`);
  ask(store, "INSERT INTO past_verdict VALUES (1, 6, 0, NULL, '{}')");
  ask(store, "INSERT INTO usual_rate VALUES (3, 'drops', 1, 1, 1, 1, 0), (1, 'drops', 1, 1, 1, 1, 0)");
  const names = () =>
    ask(
      store,
      'SELECT s.id, g.name AS gateway, s.name AS tunnel FROM gateway g LEFT JOIN subject s ON s.gateway_id = g.id ORDER BY s.id',
    );
  // Nothing was removed: nothing is looked for.
  pass(store, 1);
  expect(store.forgetUnused()).toEqual([]);
  store.commit([{ ...first, time: now }]);
  pass(store, 2);
  store.commit([{ ...first, time: now }]);
  pass(store, 1);
  expect(store.removals.length).toBeGreaterThan(0);
  // Found, but it has an event again by the time it would be removed.
  store.commit([{ ...returning, time: now }]);
  expect(names()).toHaveLength(7);
  expect(store.forgetUnused()).toEqual([{ subjects: [3, 4], gateways: ['forged'] }]);
  const kept = [
    { id: 1, gateway: 'kept', tunnel: 'a' },
    { id: 2, gateway: 'kept', tunnel: 'named' },
    { id: 5, gateway: 'told', tunnel: 'd' },
    { id: 6, gateway: 'judged', tunnel: 'e' },
    { id: 7, gateway: 'kept', tunnel: 'returning' },
  ];
  expect(names()).toEqual(kept);
  expect(ask(store, 'SELECT subject_id FROM usual_rate')).toEqual([{ subject_id: 1 }]);
  store.commit([{ ...forged, time: now }]);
  expect(names()).toEqual([...kept, { id: 8, gateway: 'forged', tunnel: 'b' }]);
  expect(store.model.tunnel('forged', 'b')?.activity.total).toBe(1);
  expect(await store.reader.countEvents({ gateway: 'forged', matchkey: 'b' })).toBe(1);
  expect(ask(store, "SELECT id FROM gateway WHERE name = 'forged'")).toEqual([{ id: 5 }]);
  await store.restart();
  expect(names()).toHaveLength(6);
  expect((await store.reader.modelSeed(HOUR, Number.MAX_SAFE_INTEGER)).subjects).toHaveLength(6);
});

describe('retention by age', () => {
  it('takes rows that never became a segment, and gives no number twice', async () => {
    const store = newStore({ maxAgeMs: 2 * HOUR });
    store.commit([eventAt(START), eventAt(START + 1)]);
    pass(store, 1);
    store.commit([eventAt(now)]);
    pass(store, 1);
    expect(store.removals).toEqual([]);
    store.commit([eventAt(now + 3 * HOUR)]);
    pass(store, 3);
    expect(store.removals.map(({ range }) => range)).toEqual([
      { first: 1, last: 2 },
      { first: 3, last: 3 },
    ]);
    expect(await store.reader.countEvents({})).toBe(1);
    expect(ask(store, 'SELECT * FROM removed_range')).toEqual([{ first_seq: 1, last_seq: 3 }]);
    await store.restart();
    store.commit([eventAt(now)]);
    expect([...store.events.keys()]).toEqual([4, 5]);
    expect(await store.listed({})).toEqual(store.expected({}));
  });

  it('keeps an old archive that was read in lately for as long as anything else', async () => {
    const store = newStore({ maxAgeMs: 2 * HOUR });
    store.commit([eventAt(START)]);
    pass(store, 1);
    store.commit(Array.from({ length: 8 }, (_, at) => eventAt(START - 1000 * HOUR + at)));
    pass(store, 2);
    store.commit([eventAt(now)]);
    expect(await store.reader.countEvents({ to: START })).toBe(8);
    pass(store, 3);
    store.commit([eventAt(now)]);
    pass(store, 1);
    expect(await store.reader.countEvents({ to: START })).toBe(0);
    expect(store.storage).toMatchObject({ removedUntil: expect.any(Number), removedEvents: 9 });
  });

  it('keeps everything when nothing new comes, or the clock jumps ahead', () => {
    const store = newStore({ maxAgeMs: 2 * HOUR });
    store.commit(Array.from({ length: 20 }, (_, at) => eventAt(START + at * 60_000)));
    pass(store, 1);
    now += 30 * 365 * 24 * HOUR;
    pass(store, 2);
    expect(store.removals).toEqual([]);
  });

  it('tells how far back the store reaches and what went', async () => {
    const store = newStore({ maxAgeMs: 2 * HOUR });
    store.commit([1, 2, 3, 4].map((at) => eventAt(START + at)));
    pass(store, 1);
    store.commit([eventAt(START + 10 * HOUR)]);
    pass(store, 10);
    const removedAt = store.removals.at(-1)?.at;
    expect(store.storage).toMatchObject({
      oldestEvent: START + 10 * HOUR,
      removedUntil: START + 4,
      removedEvents: 4,
      removedAt,
      damagedSegments: [],
      mostBytes: null,
    });
    expect([...store.model.tunnels.values()].map(({ activity }) => activity.firstTime)).toEqual([START + 10 * HOUR]);
    const { totals } = await store.reader.modelSeed(HOUR, Number.MAX_SAFE_INTEGER);
    expect(Array.from(totals).slice(2)).toEqual([1, START + 10 * HOUR, START + 10 * HOUR]);
  });

  it('takes away a damaged segment too, and what the counts had of it', async () => {
    const store = newStore({ maxAgeMs: 2 * HOUR });
    for (let at = 0; at < 3; at++) {
      // Of different days, so that they are not merged.
      store.commit(Array.from({ length: 4 }, (_, n) => eventAt(START + at * 48 * HOUR + n)));
    }
    pass(store, 1);
    ask(store, `UPDATE segment SET facts = zeroblob(length(facts)) WHERE id = 1`);
    store.commit([eventAt(START + 200 * HOUR)]);
    pass(store, 200);
    expect(store.events.size).toBe(1);
    expect(store.storage).toMatchObject({ removedEvents: 12, damagedSegments: [] });
    expect(ask(store, 'SELECT sum(n) AS n FROM count_hour UNION ALL SELECT sum(n) FROM count_minute')).toEqual([
      { n: 1 },
      { n: 1 },
    ]);
    expect(await store.reader.countEvents({})).toBe(1);
    expect(store.model.events).toBe(1);
  });
});

describe('retention by size', () => {
  const bulk = (at: number) =>
    Array.from({ length: 16 }, (_, n) => eventAt(START + at * 1000 + n, randomBytes(20_000).toString('latin1')));

  it('removes the oldest events first and gives the room back to the disk', async () => {
    const store = newStore({ maxBytes: 4_000_000 });
    for (let at = 0; at < 120; at++) store.commit(bulk(at));
    const before = statSync(databaseFile(store.folder)).size;
    expect(before).toBeGreaterThan(30_000_000);
    pass(store, 2);
    const left = [...store.events.values()].map(({ time }) => time);
    expect(left.length).toBeGreaterThan(16);
    expect(Math.max(...left)).toBe(START + 119_015);
    expect(left.length).toBe(await store.reader.countEvents({ from: Math.min(...left) }));
    expect(await store.reader.countEvents({})).toBe(left.length);
    expect(store.model.events).toBe(left.length);
    const [size] = ask(store, 'PRAGMA wal_checkpoint(TRUNCATE)');
    expect(size).toMatchObject({ busy: 0 });
    // The limit, and the empty pages that are kept for what comes next.
    expect(statSync(databaseFile(store.folder)).size).toBeLessThan(4_000_000 + 20_000_000);
    expect(store.storage).toMatchObject({ mostBytes: 4_000_000, removedEvents: 1920 - left.length });
  });

  it('makes room while events come without a pause', () => {
    const store = newStore({ maxBytes: 4_000_000 });
    for (let at = 0; at < 60; at++) {
      store.commit(bulk(at));
      now += 1001;
      store.relieve();
    }
    const kept = store.events.size;
    expect(kept).toBeLessThan(16 * 20);
    expect(kept).toBeGreaterThan(16);
  });

  it('leaves the newest segment, however small the limit', () => {
    const store = newStore({ maxBytes: 1 });
    for (let at = 0; at < 4; at++) store.commit(bulk(at));
    pass(store, 1);
    expect(store.events.size).toBe(16);
  });
});

describe('merging', () => {
  it('turns many small segments into few, under numbers that were never given before', async () => {
    const store = newStore({});
    const ids = new Set<unknown>();
    for (let at = 0; at < 40; at++) {
      store.commit(Array.from({ length: 4 }, (_, n) => eventAt(START + at * 1000 + n)));
      store.keepUp(3);
      now += 6000;
      for (const row of ask(store, 'SELECT id, first_seq, count FROM segment')) ids.add(JSON.stringify(row));
    }
    pass(store, 1);
    expect(ask(store, 'SELECT count(*) AS n, sum(count) AS events FROM segment')).toEqual([{ n: 11, events: 160 }]);
    const numbers = [...ids].map((text) => JSON.parse(String(text)).id);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(await store.listed({})).toEqual(store.expected({}));
  });

  it('does not join events of times that lie far apart', () => {
    const store = newStore({});
    for (let at = 0; at < 6; at++) {
      const base = at % 2 === 0 ? START : START - 1000 * 24 * HOUR;
      store.commit(Array.from({ length: 4 }, (_, n) => eventAt(base + at * 1000 + n)));
    }
    pass(store, 1);
    expect(ask(store, 'SELECT count(*) AS n FROM segment')).toEqual([{ n: 6 }]);
  });

  it('leaves a damaged segment alone and names it', async () => {
    const store = newStore({});
    for (let at = 0; at < 8; at++) store.commit(Array.from({ length: 4 }, (_, n) => eventAt(START + at * 10 + n)));
    ask(store, `UPDATE segment SET lines = zeroblob(length(lines)) WHERE id = 3`);
    pass(store, 2);
    expect(store.storage?.damagedSegments).toEqual([
      {
        id: 3,
        firstSeq: 9,
        lastSeq: 12,
        firstTime: START + 20,
        lastTime: START + 23,
        reason: 'the checksum of its lines does not match',
      },
    ]);
    expect(ask(store, 'SELECT first_seq, count FROM segment ORDER BY first_seq')).toEqual([
      { first_seq: 1, count: 8 },
      { first_seq: 9, count: 4 },
      { first_seq: 13, count: 16 },
      { first_seq: 29, count: 4 },
    ]);
    expect(await store.reader.countEvents({})).toBe(32);
  });

  it('gives no number of a segment twice when the newest one goes', () => {
    const store = newStore({});
    store.commit(Array.from({ length: 4 }, (_, n) => eventAt(START + n)));
    ask(store, 'DELETE FROM segment WHERE id = 1');
    store.commit(Array.from({ length: 4 }, (_, n) => eventAt(START + n)));
    store.commit(Array.from({ length: 4 }, (_, n) => eventAt(START + n)));
    expect(ask(store, 'SELECT id FROM segment')).toEqual([{ id: 2 }, { id: 3 }]);
  });
});

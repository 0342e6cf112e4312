import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { databaseFile } from '@tunnelwatch/server/store/sqlite/database';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { type SealingLimits, SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import { type Batch, StoreError } from '@tunnelwatch/server/store/store';
import { type Alert, alertSchema } from '@tunnelwatch/shared/alert';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sampleAlert } from '../../support/samples.js';
import {
  BatchMaker,
  FILE,
  GATEWAY,
  KINDS,
  occurrencesIn,
  type PlainEvent,
  START,
  SUBJECTS,
} from '../../support/event-batches.js';
import { eventsOf, partOf } from '../../support/event-parts.js';
import { Follower, linesOf, storedLines, textOf } from '../../support/follower.js';
import { whyNotMounted } from '../../support/mount.js';
import { skipBecause } from '../../support/programs.js';
import { tempFolders } from '../../support/temp-folder.js';

const tempFolder = tempFolders();
const SMALL: SealingLimits = { leastEvents: 5, mostRows: 16 };

const ALERT = alertSchema.parse(
  sampleAlert({
    id: 1,
    rule: 'message-1682',
    subject: { kind: 'gateway', gateway: 'gw1' },
    messageId: 1682,
    message: 'm',
    severity: 'critical',
    class: 'routing',
    priority: 'urgent',
    state: 'unacknowledged',
    isLatched: true,
    isPast: false,
    count: 1,
    firstTime: START,
    lastTime: START,
    openedAt: START,
    acknowledgement: null,
    version: 1,
    previousId: null,
  }),
);

/** An event of every subject and kind. */
function everyEvent(): PlainEvent[] {
  return SUBJECTS.flatMap((subject, at) =>
    KINDS.map((kind, index) => ({
      time: START + at * 60_000 + index,
      subject,
      kind,
      raw: `${String(at)} ${String(index)}`,
    })),
  );
}

function fullBatch(): Batch {
  return { ...new BatchMaker().make(everyEvent()), files: [FILE], alerts: [ALERT], gateways: [GATEWAY] };
}

/** Everything in a store that a failed commit could have touched. */
function contentOf(folder: string): unknown {
  const database = new DatabaseSync(databaseFile(folder), { readOnly: true });
  try {
    return tablesOf(database).map((table) => [table, database.prepare(`SELECT * FROM "${table}" ORDER BY 1, 2`).all()]);
  } finally {
    database.close();
  }
}

function tablesOf(database: InstanceType<typeof DatabaseSync>): string[] {
  const rows = database.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`).all();
  return rows.map((row) => String(Reflect.get(Object(row), 'name'))).filter((name) => !name.startsWith('sqlite_'));
}

/** Makes every write to a table fail, over a connection of its own; gives what makes it work again. */
function breakTable(folder: string, table: string, message: string): () => void {
  const run = (sql: string) => {
    const database = new DatabaseSync(databaseFile(folder));
    database.exec(sql);
    database.close();
  };
  const events = ['INSERT', 'UPDATE'] as const;
  for (const event of events) {
    run(`CREATE TRIGGER broken_${event} BEFORE ${event} ON "${table}" BEGIN SELECT RAISE(ABORT, '${message}'); END`);
  }
  return () => {
    for (const event of events) run(`DROP TRIGGER broken_${event}`);
  };
}

it('has what is over again after a restart, so that a new episode can name the one before', () => {
  const folder = tempFolder();
  const writer = new SqliteWriter(folder, SMALL);
  writer.load();
  const over: Alert = { ...ALERT, id: 2, state: 'normal', version: 3 };
  writer.commit({ ...fullBatch(), alerts: [ALERT, over, { ...ALERT, id: 3, state: 'closed' }] });
  writer.close();
  const again = new SqliteWriter(folder, SMALL);
  const ids = again.load().alerts.map(({ id }) => id);
  expect(ids.sort((a, b) => a - b)).toEqual([1, 2, 3]);
  again.close();
});

/** What is loaded of a store that holds nothing. */
const NOTHING_STORED = {
  step: 0,
  lastSeq: 0,
  subjects: [],
  kinds: [],
  sources: [],
  files: [],
  tails: [],
  alerts: [],
  members: [],
  windows: [],
  requests: new Map(),
  usual: [],
  ruleSettings: [],
  senders: [],
  inventory: { entries: [], lastId: 0 },
  lastAlertId: 0,
  lastSubjectId: 0,
  hasAllSubjects: true,
  storedNames: [],
  gateways: [],
  recent: new Float64Array(),
};

describe('a commit', () => {
  it('comes back whole when the store is opened again', async () => {
    const folder = tempFolder();
    const writer = new SqliteWriter(folder, SMALL);
    expect(writer.load()).toEqual(NOTHING_STORED);
    const tail = { sourceId: 1, peer: '192.0.2.7', tail: 1, block: 0, hashes: Buffer.from('12345678') };
    const batch = { ...fullBatch(), tails: [tail, { ...tail, block: 1 }, { ...tail, hashes: null }] };
    const { length: count } = eventsOf(batch);
    expect(writer.commit(batch)).toEqual({ step: 1, firstSeq: 1, count });
    writer.close();
    const again = new SqliteWriter(folder, SMALL);
    // A year later nothing of it is recent.
    expect(again.load(START + 365 * 86_400_000)).toEqual({
      ...NOTHING_STORED,
      step: 1,
      lastSeq: count,
      lastAlertId: 1,
      subjects: batch.parts[0]?.subjects,
      lastSubjectId: batch.parts[0]?.subjects.length,
      storedNames: [
        ...['gw1', 'gw2', 'GW1', ''].map((gateway) => ({ gateway, domain: null })),
        { gateway: GATEWAY.gateway, domain: GATEWAY.domain },
      ],
      kinds: batch.parts[0]?.kinds,
      sources: batch.sources,
      files: [FILE],
      tails: [{ ...tail, block: 1 }],
      alerts: [ALERT],
      gateways: [GATEWAY],
    });
    expect(again.commit({ ...batch, parts: [partOf(eventsOf(batch))], alerts: [] })).toEqual({
      step: 2,
      firstSeq: count + 1,
      count,
    });
    again.close();
    const reader = new SqliteReader(folder);
    expect(await reader.countEvents({})).toBe(2 * occurrencesIn(everyEvent()));
    await reader.close();
  });

  it('keeps names apart that hold what a database might fold: case, accents, white space at the end', async () => {
    const folder = tempFolder();
    const names = ['a', 'A', 'a ', ' a', '\u00e9', 'e\u0301', '', '\u0001', '\ufffd', '\ufeff', '1', '1.0', '🔒'];
    const subjects = names.map((matchkey) => ({ kind: 'tunnel', gateway: `g${matchkey}`, matchkey }) as const);
    const [kind] = KINDS;
    if (kind === undefined) throw new Error('there are kinds');
    const writer = new SqliteWriter(folder, SMALL);
    writer.load();
    writer.commit(new BatchMaker().make(subjects.map((subject) => ({ time: START, subject, kind, raw: 'x' }))));
    writer.close();
    const again = new SqliteWriter(folder, SMALL);
    expect(again.load().subjects.map(({ subject }) => subject)).toEqual(subjects);
    again.close();
    const reader = new SqliteReader(folder);
    for (const { gateway, matchkey } of subjects) {
      expect(await reader.countEvents({ gateway, matchkey }), JSON.stringify(matchkey)).toBe(1);
      expect(await reader.countEvents({ matchkey }), JSON.stringify(matchkey)).toBe(1);
    }
    await reader.close();
  });
});

describe('a commit that fails', () => {
  const tables = (() => {
    const folder = tempFolder();
    new SqliteWriter(folder).close();
    const database = new DatabaseSync(databaseFile(folder), { readOnly: true });
    const names = tablesOf(database);
    database.close();
    rmSync(folder, { recursive: true });
    return names;
  })();

  it('is tried in every table that events, positions and alerts go to', () => {
    expect(tables).toEqual(
      expect.arrayContaining(['alert', 'event', 'file', 'gateway', 'kind', 'meta', 'source', 'subject']),
    );
  });

  it.each(tables.flatMap((table) => [[table, undefined] as const, [table, SMALL] as const]))(
    'at a write to %s leaves nothing behind, and the same batch is stored once afterwards (%j)',
    async (table, limits) => {
      const folder = tempFolder();
      const writer = new SqliteWriter(folder, limits);
      onTestFinished(() => {
        writer.close();
      });
      writer.load();
      const maker = new BatchMaker();
      writer.commit({ ...maker.make(everyEvent().slice(0, 10)), files: [FILE] });
      const batch = { ...maker.make(everyEvent()), files: [{ ...FILE, position: 7 }], alerts: [ALERT] };
      const before = contentOf(folder);
      const mend = breakTable(folder, table, 'database or disk is full');
      let failure: unknown;
      try {
        writer.commit(batch);
      } catch (error) {
        failure = error;
      }
      mend();
      // A table that this commit has nothing for does not make it fail.
      if (failure !== undefined) {
        expect(failure).toBeInstanceOf(StoreError);
        expect(failure).toMatchObject({ code: 'disk-full', message: expect.stringContaining(folder) });
        expect(contentOf(folder)).toEqual(before);
        expect(writer.retry()).toEqual({ step: 2, firstSeq: 11, count: everyEvent().length });
      }
      const reader = new SqliteReader(folder);
      expect(await reader.countEvents({})).toBe(occurrencesIn(everyEvent().slice(0, 10)) + occurrencesIn(everyEvent()));
      await reader.close();
    },
  );

  it('is kept by the pipeline and stored once, with what was read since', async () => {
    const folder = tempFolder();
    const log = join(folder, 'gw1.log');
    const data = join(folder, 'data');
    writeFileSync(log, textOf(linesOf(1, 5)));
    const follower = new Follower({ files: [log], data });
    onTestFinished(() => {
      follower.kill();
    });
    follower.read();
    writeFileSync(log, textOf(linesOf(6, 9)), { flag: 'a' });
    const mend = breakTable(data, 'meta', 'disk I/O error');
    follower.poll();
    for (let round = 0; round < 3; round++) {
      expect(() => {
        follower.commit();
      }).toThrow(StoreError);
    }
    expect(await storedLines(data)).toEqual(linesOf(1, 5));
    writeFileSync(log, textOf(linesOf(10, 12)), { flag: 'a' });
    mend();
    follower.commit();
    follower.read();
    expect(await storedLines(data)).toEqual(linesOf(1, 12));
  });
});

describe('a disk that is full', () => {
  it('stops the store without a loss, and it goes on when there is room again', async () => {
    const mount = tempFolder();
    const problem = whyNotMounted(mount, '-t', 'tmpfs', '-o', 'size=2m', 'tmpfs');
    // The tests above inject the error.
    if (problem !== undefined) skipBecause(problem);
    try {
      await fillAndEmpty(mount);
    } finally {
      execFileSync('umount', [mount]);
    }
  });
});

async function fillAndEmpty(mount: string): Promise<void> {
  const ballast = join(mount, 'ballast');
  const writer = new SqliteWriter(join(mount, 'data'));
  writer.load();
  const maker = new BatchMaker();
  writer.commit(maker.make(everyEvent()));
  writeFileSync(ballast, Buffer.alloc(1_000_000));
  const lines = Array.from({ length: 60 }, everyEvent)
    .flat()
    .map((event) => ({ ...event, raw: event.raw.padEnd(200) }));
  const big = maker.make(lines);
  let stored = 0;
  const commitUntilFull = () => {
    for (; stored < 40; stored++) writer.commit(big);
  };
  const refusal = expect.objectContaining({ name: 'StoreError', code: 'disk-full' });
  expect(commitUntilFull).toThrow(refusal);
  for (let round = 0; round < 3; round++) expect(() => writer.retry()).toThrow(refusal);
  const reader = new SqliteReader(join(mount, 'data'));
  const one = everyEvent().length;
  expect(await reader.countEvents({})).toBe(occurrencesIn(everyEvent()) + stored * occurrencesIn(lines));
  rmSync(ballast);
  expect(writer.retry().firstSeq).toBe(one + stored * eventsOf(big).length + 1);
  expect(writer.commit(maker.make(everyEvent())).firstSeq).toBe(one + (stored + 1) * eventsOf(big).length + 1);
  expect(await reader.countEvents({})).toBe(2 * occurrencesIn(everyEvent()) + (stored + 1) * occurrencesIn(lines));
  await reader.close();
  writer.close();
}

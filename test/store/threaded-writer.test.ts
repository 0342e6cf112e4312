import { DatabaseSync } from '@photostructure/sqlite';
import type { EventColumns } from '@tunnelwatch/server/core/events/event-columns';
import { databaseFile } from '@tunnelwatch/server/store/sqlite/database';
import type { Removal } from '@tunnelwatch/server/store/sqlite/maintenance/removal';
import type { StoreError } from '@tunnelwatch/server/store/store';
import type { EventPart } from '@tunnelwatch/server/core/events/event-part';
import type { UpkeepListener } from '@tunnelwatch/server/store/writer/direct-writer';
import { ThreadedWriter } from '@tunnelwatch/server/store/writer/threaded-writer';
import { describe, expect, it } from 'vitest';
import { KINDS, SOURCE, SUBJECTS } from '../support/event-batches.js';
import { partOf } from '../support/event-parts.js';
import { storedLines } from '../support/follower.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
const NO_UPKEEP: UpkeepListener = {
  retention: { maxAgeMs: null, maxBytes: null },
  onRemoved: () => undefined,
  onStorage: () => undefined,
  onFailure: () => undefined,
};
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
      ...{ time: first + index, receivedTime: 5, subjectId: 1, kindId: 1, sourceId: 1 },
      raw: Buffer.from(lineAt(first + index)),
    })),
    SUBJECTS.slice(0, first === 0 ? 1 : 0).map((subject) => ({ id: 1, subject })),
    KINDS.slice(0, first === 0 ? 1 : 0).map((kind) => ({ id: 1, ...kind })),
  );
  const { columns: own } = made;
  for (let at = 0; at < own.count; at++) {
    columns.addEvent(own.times[at] ?? 0, own.receivedTimes[at] ?? 0, 1, 1, 1);
    const start = own.starts[at] ?? 0;
    const shape = made.shapes[own.shapes[at] ?? -1];
    if (shape === undefined) columns.addRaw(own.raws[start] ?? Buffer.alloc(0));
    else columns.addShaped(shape, own.values.subarray(start));
  }
  return { ...made, columns };
}

function open(onRefused: (error: StoreError | undefined) => void = () => undefined) {
  const folder = tempFolder();
  return { folder, writer: new ThreadedWriter(folder, onRefused, NO_UPKEEP) };
}

const expected = (count: number) => Array.from({ length: count }, (_, at) => lineAt(at));

describe('a store that writes in a thread of its own', () => {
  it('stores parts handed over ahead of a commit with it, in order and byte for byte, and uses columns again', async () => {
    const { folder, writer } = open();
    expect((await writer.load()).step).toBe(0);
    const used = new Set<EventColumns>();
    let first = 0;
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
      expect(committed).toMatchObject({ firstSeq: before + 1, count: first - before });
    }
    await writer.close();
    expect(used.size).toBeLessThan(4);
    expect(await storedLines(folder)).toEqual(expected(first));
  });

  it('says that a batch is refused, tries it again, and stores what came behind it after it', async () => {
    const events: (string | undefined)[] = [];
    let refused = () => undefined as void;
    const isRefused = new Promise<void>((resolve) => {
      refused = resolve;
    });
    const { folder, writer } = open((error) => {
      events.push(error?.code);
      if (error !== undefined) refused();
    });
    await writer.load();
    await writer.commit({ parts: [fill(writer.columns(), 0, 10)], ...REST });
    run(
      folder,
      `CREATE TRIGGER broken BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`,
    );
    const second = writer.commit({ parts: [fill(writer.columns(), 10, 10)], ...REST });
    const third = writer.commit({ parts: [fill(writer.columns(), 20, 10)], ...REST });
    await isRefused;
    expect(await storedLines(folder)).toEqual(expected(10));
    run(folder, 'DROP TRIGGER broken');
    expect([await second, await third]).toMatchObject([{ firstSeq: 11 }, { firstSeq: 21 }]);
    expect(events).toContain('disk-full');
    expect(events.at(-1)).toBeUndefined();
    await writer.close();
    expect(await storedLines(folder)).toEqual(expected(30));
  });

  it('can be closed while it is refused, and has forgotten the batch then', async () => {
    let refused = () => undefined as void;
    const isRefused = new Promise<void>((resolve) => {
      refused = resolve;
    });
    const { folder, writer } = open(() => {
      refused();
    });
    await writer.load();
    run(folder, `CREATE TRIGGER broken BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END`);
    const commit = writer.commit({ parts: [fill(writer.columns(), 0, 10)], ...REST });
    const outcome = expect(commit).rejects.toThrow('the writer has ended');
    await isRefused;
    await writer.close();
    await outcome;
    run(folder, 'DROP TRIGGER broken');
    expect(await storedLines(folder)).toEqual([]);
  });

  it('says why a store cannot be opened', async () => {
    const folder = tempFolder();
    run(folder, 'PRAGMA user_version = 9999');
    const writer = new ThreadedWriter(folder, () => undefined, NO_UPKEEP);
    await expect(writer.load()).rejects.toMatchObject({ code: 'too-new' });
    await writer.close();
  });

  it('has its upkeep done between commits, which removes what is too much and takes a step of its own', async () => {
    const folder = tempFolder();
    const removals: Removal[] = [];
    const removed = new Promise<void>((resolve) => {
      const writer = new ThreadedWriter(folder, () => undefined, {
        ...NO_UPKEEP,
        retention: { maxAgeMs: null, maxBytes: 1 },
        onRemoved: (removal) => {
          removals.push(removal);
          resolve(
            writer
              .commit({ parts: [fill(writer.columns(), 10_000, 1)], ...REST })
              .then((committed) => {
                expect(committed).toMatchObject({ step: removal.step + 1, firstSeq: 10_001 });
              })
              .finally(() => writer.close()),
          );
        },
      });
      void writer.load().then(async () => {
        await writer.commit({ parts: [fill(writer.columns(), 0, 5000)], ...REST });
        await writer.commit({ parts: [fill(writer.columns(), 5000, 5000)], ...REST });
      });
    });
    await removed;
    expect(removals).toMatchObject([{ step: 3, range: { first: 1, last: 5000 } }]);
    expect(await storedLines(folder)).toEqual(Array.from({ length: 5001 }, (_, at) => lineAt(5000 + at)));
  });
});

function run(folder: string, sql: string): void {
  const database = new DatabaseSync(databaseFile(folder));
  database.exec('PRAGMA busy_timeout = 5000');
  database.exec(sql);
  database.close();
}

import { DatabaseSync } from '@photostructure/sqlite';
import { databaseFile } from '@tunnelwatch/server/store/sqlite/database';
import { type CheckReport, checkStore } from '@tunnelwatch/server/store/sqlite/maintenance/check/check-store';
import fc from 'fast-check';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { batches, KINDS, type PlainEvent, START, SUBJECTS } from '../../../../support/event-batches.js';
import { KeptStore } from '../../../../support/kept-store.js';
import { runCli } from '../../../../support/run-cli.js';
import { tempFolders } from '../../../../support/temp-folder.js';

const HOUR = 3_600_000;
const tempFolder = tempFolders();
let store: KeptStore | undefined;
let folder = '';

/** A text that stands in a stored line and nowhere else in the file. */
const MARK = 'a-word-that-is-nowhere-else';

beforeEach(() => {
  folder = tempFolder();
  const made = new KeptStore(folder, undefined, () => START);
  for (let at = 0; at < 5; at++) {
    made.commit(
      Array.from({ length: 4 }, (_, n): PlainEvent => {
        const [subject, kind] = [SUBJECTS[n], KINDS[n]];
        if (subject === undefined || kind === undefined) throw new Error('there are no samples');
        return { time: START + at * 100 * HOUR + n, subject, kind, raw: `line ${String(at)} ${String(n)}` };
      }),
    );
  }
  const [subject, kind] = [SUBJECTS[0], KINDS[0]];
  if (subject === undefined || kind === undefined) throw new Error('there are no samples');
  made.commit([{ time: START + 900 * HOUR, subject, kind, raw: MARK }]);
  store = made;
});

afterEach(async () => {
  await store?.close();
  store = undefined;
});

function damage(sql: string): void {
  const database = new DatabaseSync(databaseFile(folder));
  database.exec(sql);
  database.close();
}

const check = (): CheckReport => checkStore(folder, () => undefined);
const messages = () => check().findings.map(({ message }) => message);

describe('check-data', () => {
  it('finds nothing in a store that is whole, and says what it looked at', () => {
    expect(check()).toEqual({
      file: databaseFile(folder),
      step: 6,
      segments: 5,
      events: 21,
      alerts: 0,
      removed: 0,
      isAuditVerified: true,
      findings: [],
      notShown: 0,
    });
  });

  it('finds nothing wrong whatever came in and whatever the upkeep did', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(batches, { minLength: 1, maxLength: 4 }), async (rounds) => {
        let now = START;
        const kept = new KeptStore(tempFolder(), { maxAgeMs: HOUR, maxBytes: null }, () => now);
        try {
          for (const round of rounds) {
            for (const events of round) kept.commit(events);
            now += 2 * HOUR;
            while (kept.keepUp(50)) {
              // Until nothing is left to do.
            }
          }
          const report = checkStore(kept.folder, () => undefined);
          expect(report.findings).toEqual([]);
          expect(report.events).toBe(kept.events.size);
        } finally {
          await kept.close();
        }
      }),
      { numRuns: 25 },
    );
  });

  it.each(['subjects', 'keys', 'facts', 'lines'])('names a segment whose %s were damaged', async (part) => {
    damage(`UPDATE segment SET ${part} = zeroblob(length(${part})) WHERE id = 3`);
    expect(messages()).toEqual([
      `segment 3 (events 9 to 12, ${new Date(START + 200 * HOUR).toISOString()} to ${new Date(START + 200 * HOUR + 3).toISOString()}) ` +
        `is damaged and left out: the checksum of its ${part} does not match`,
    ]);
    // The rest stays readable.
    const q = 'line 3';
    expect(await store?.reader.countEvents({ q })).toBe(4);
  });

  it('names a segment of a version that is not known', () => {
    damage('UPDATE segment SET version = 99 WHERE id = 2');
    expect(messages()).toEqual([expect.stringContaining('segment 2 (events 5 to 8')]);
    expect(messages()).toEqual([expect.stringContaining('written by a newer Tunnelwatch')]);
  });

  it('tells of counts that do not fit the events', () => {
    damage(`UPDATE count_hour SET n = n + 2 WHERE hour = ${String(START / HOUR)} AND subject_id = 2`);
    damage(`DELETE FROM count_minute WHERE minute = ${String((START + 100 * HOUR) / 60_000)}`);
    damage('UPDATE count_total SET n = 1, first_ms = first_ms + 1 WHERE subject_id = 3');
    expect(messages()).toEqual(
      [
        `the counts by minute at ${new Date(START + 100 * HOUR).toISOString()} differ from the events for 4 entries: 0 kept, 4 events`,
        `the counts by hour at ${new Date(START).toISOString()} differ from the events for 1 entry: 3 kept, 1 events`,
        'the total of subject 3, kind 3 is 1, but there are 5 events',
      ].sort(),
    );
  });

  it('tells of events that are missing and of numbers that were given twice', () => {
    damage('DELETE FROM segment WHERE id = 2; UPDATE segment SET first_seq = 15 WHERE id = 5');
    expect(messages().filter((message) => message.startsWith('events'))).toEqual([
      'events 5 to 8 are missing, between segment 1 and segment 3',
      'events 15 to 16 are in segment 4 and in segment 5',
      'events 19 to 20 are missing, between segment 5 and the rows of new events',
    ]);
  });

  it('[STORE-8] names the hours in which the list finds other events than there are', () => {
    // It says that it ends long before its events do: nobody who asks for their time looks at it.
    damage('UPDATE segment SET first_ms = 0, last_ms = 1 WHERE id = 3');
    const first = new Date(START + 200 * HOUR).toISOString();
    expect(check().findings.filter(({ code }) => code === 'list')).toEqual([
      {
        code: 'list',
        message: expect.stringContaining(
          `the list of the hour from ${first} has 0 events, but the store has 4: 4 are missing`,
        ),
        remedy: expect.stringContaining('rely on the counts'),
      },
    ]);
  });

  it('tells of rows and alerts that cannot be read, and of names that are not there', () => {
    damage(`UPDATE event SET subject_id = 77`);
    damage(`INSERT INTO alert VALUES (4, 'message', 0, 'normal', 1, '{"id": 4}')`);
    expect(messages()).toEqual(
      expect.arrayContaining([
        'event 21 refers to subject 77, which is not in the store',
        expect.stringContaining('alert 4 cannot be read'),
      ]),
    );
  });

  it('finds bytes that were overwritten in the file itself', async () => {
    damage('PRAGMA wal_checkpoint(TRUNCATE)');
    await store?.close();
    store = undefined;
    const file = databaseFile(folder);
    const bytes = readFileSync(file);
    const at = bytes.indexOf('line 1');
    // Compressed lines show no text: what is overwritten is the middle of the file.
    const target = at >= 0 ? at : Math.floor(bytes.length / 2);
    const handle = openSync(file, 'r+');
    writeSync(handle, Buffer.alloc(4096, 0xff), 0, 4096, Math.floor(target / 4096) * 4096);
    closeSync(handle);
    const ran = await runCli(['check-data', '--data', folder, '--json']);
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.out)).toMatchObject({ file });
    expect(JSON.parse(ran.out).findings.length).toBeGreaterThan(0);
  });

  it('ends with 1 and a remedy for each finding, and with 0 when all is well', async () => {
    expect(await runCli(['check-data', '--data', folder])).toEqual({
      code: 0,
      err: '',
      out:
        `${databaseFile(folder)}: commit 6, segments: 5, events: 21, alerts: 0, events removed by retention: 0\n` +
        'The store is intact.\n',
    });
    damage(`UPDATE segment SET facts = zeroblob(length(facts)) WHERE id = 3`);
    const ran = await runCli(['check-data', '--data', folder]);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(/^- segment 3 .* does not match: restore a backup/m);
    const none = await runCli(['check-data', '--data', `${folder}/none`]);
    expect(none).toMatchObject({ code: 1, out: '' });
    expect(none.err).toContain('no store found');
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openForReading, openForWriting } from '@tunnelwatch/server/store/sqlite/database';
import { encodeSegment } from '@tunnelwatch/server/store/segment/encode';
import { SegmentTable, SegmentWriter } from '@tunnelwatch/server/store/sqlite/segments/segment-table';
import { scanSegments } from '@tunnelwatch/server/store/sqlite/segments/segment-scan';
import type { SegmentDamage } from '@tunnelwatch/shared/storage';
import { afterEach, describe, expect, it } from 'vitest';
import { collectLines, type StoredLine, tunnelNameOf } from '../../../support/segment-lines.js';

const folders: string[] = [];

afterEach(() => {
  for (const each of folders.splice(0)) rmSync(each, { recursive: true, force: true });
});

function lineAt(at: number): StoredLine {
  return {
    line: `id=278 seqno=${String(at)}`,
    time: 1000 + at,
    received: 0,
    subject: 1 + (at % 3),
    kind: 1,
    source: 1,
  };
}

/** A writer that adds and removes segments of ten events each, and a table that reads them over a connection of its own. */
function stage(mostBytes?: number) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tunnelwatch-segments-'));
  folders.push(folder);
  const database = openForWriting(folder);
  const writer = new SegmentWriter(database);
  const reading = openForReading(folder);
  const damage: SegmentDamage[] = [];
  const table = new SegmentTable(reading, tunnelNameOf, (each) => damage.push(each), {
    ...(mostBytes === undefined ? {} : { mostBytes }),
  });
  const add = (number: number) => {
    const { columns, texts } = collectLines(Array.from({ length: 10 }, (_, at) => lineAt(number * 10 + at)));
    writer.add(encodeSegment(columns, texts, tunnelNameOf), number * 10 + 1);
  };
  const seqs = () => {
    const found: number[] = [];
    const everything = { from: 0, to: 1_000_000, subjects: undefined, kinds: undefined };
    scanSegments(table, everything, ({ head }, at) => {
      found.push(head.firstSeq + at);
    });
    return found.sort((a, b) => a - b);
  };
  const close = () => {
    database.close();
    reading.close();
  };
  return { database, table, damage, add, seqs, close };
}

const tens = (...numbers: number[]) =>
  numbers.flatMap((number) => Array.from({ length: 10 }, (_, at) => number * 10 + at + 1));

describe('the table of segments', () => {
  it('follows segments that come and go while it remembers their heads', () => {
    const { database, table, damage, add, seqs, close } = stage();
    expect(table.timeBounds()).toBeUndefined();
    for (const number of [0, 1, 2]) add(number);
    expect(seqs()).toEqual(tens(0, 1, 2));
    database.exec('DELETE FROM segment WHERE id = 2');
    expect(seqs()).toEqual(tens(0, 2));
    // One goes and one comes in the same transaction: neither the count nor the time of looking tells.
    database.exec('BEGIN; DELETE FROM segment WHERE id = 1');
    add(3);
    database.exec('COMMIT');
    expect(seqs()).toEqual(tens(2, 3));
    database.exec('DELETE FROM segment WHERE id = 3');
    expect(seqs()).toEqual(tens(3));
    expect(table.timeBounds()).toEqual({ first: 1030, last: 1039 });
    expect(damage).toEqual([]);
    close();
  });

  it('answers the same when nothing may stay open', () => {
    const { add, seqs, table, close } = stage(0);
    for (const number of [0, 1, 2]) add(number);
    expect(seqs()).toEqual(tens(0, 1, 2));
    const lines: string[] = [];
    for (const head of table.overlapping(1010, 1011))
      table.use(head, (segment) => lines.push(segment.line(4).toString()));
    expect(lines).toEqual(['id=278 seqno=14']);
    close();
  });

  it('gives of each event what was stored, by position', () => {
    const { add, table, close } = stage();
    add(0);
    for (const head of table.overlapping(0, 10_000)) {
      table.use(head, ({ keys, subjects, facts }) => {
        expect(Array.from(keys, (key) => subjects[key])).toEqual(Array.from({ length: 10 }, (_, at) => 1 + (at % 3)));
        expect([...facts.times]).toEqual(Array.from({ length: 10 }, (_, at) => 1000 + at));
        expect([...facts.kindIds, ...facts.sourceIds, ...facts.receivedTimes]).toEqual([
          ...new Array<number>(20).fill(1),
          ...new Array<number>(10).fill(0),
        ]);
      });
    }
    close();
  });
});

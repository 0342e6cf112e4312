import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatchMaker, batches, START } from '../../../support/event-batches.js';
import { eventsOf } from '../../../support/event-parts.js';
import { tempFolders } from '../../../support/temp-folder.js';

const tempFolder = tempFolders();
const RECENT_MS = 16 * 60_000;

describe('[ALM-33] what rules about rates start from', () => {
  it('is what a plain list of the events has, of rows and of segments', () => {
    fc.assert(
      fc.property(batches, fc.boolean(), (all, isSealed) => {
        const limits = isSealed ? { leastEvents: 2, mostRows: 8 } : { leastEvents: 1000, mostRows: 10_000 };
        const writer = new SqliteWriter(tempFolder(), limits);
        writer.load();
        const maker = new BatchMaker();
        const plain = new Map<string, number[]>();
        for (const events of all) {
          const batch = maker.make(events);
          for (const { time, subjectId, kindId } of eventsOf(batch)) {
            if (time < START - RECENT_MS || time >= START + RECENT_MS) continue;
            const key = `${String(subjectId)} ${String(Math.floor(time / 60_000))} ${String(kindId)}`;
            const second = Math.floor((time % 60_000) / 1000);
            const own = new Array<number>(maker.repeatsOf(kindId)).fill(second);
            plain.set(key, [...(plain.get(key) ?? []), ...own]);
          }
          writer.commit(batch);
        }
        const recent = [...(writer.load(START).recent ?? [])];
        writer.close();
        const found = new Map<string, number[]>();
        for (let at = 0; at < recent.length; at += 6) {
          const [subjectId, minute, kindId, count = 0, first = 0, last = 0] = recent.slice(at, at + 6);
          const key = `${String(subjectId)} ${String(minute)} ${String(kindId)}`;
          const [n = 0, least = 60, most = 0] = found.get(key) ?? [];
          found.set(key, [n + count, Math.min(least, first), Math.max(most, last)]);
        }
        const expected = [...plain].map(([key, s]) => [key, [s.length, Math.min(...s), Math.max(...s)]]);
        expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
      }),
      { numRuns: 40 },
    );
  });
});

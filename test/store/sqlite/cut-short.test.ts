import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StoredEvent } from '@tunnelwatch/server/core/classify/describe-event';
import { InterruptFlag, type Interruption, QueryInterrupted } from '@tunnelwatch/server/store/reader/interrupt';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS, START, SUBJECTS } from '../../support/event-batches.js';
import { KeptStore } from '../../support/kept-store.js';

const EVENTS = 90;
const SEARCHED = { q: 'seqno=' };

let folder: string;
let store: KeptStore;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-cut-'));
  store = new KeptStore(folder);
  // Out of order, so that segments overlap; several events share a millisecond.
  for (let at = 0; at < EVENTS; at += 6) {
    store.commit(
      Array.from({ length: 6 }, (_, index) => ({
        time: START + (((at + index) * 37) % 60) * 100,
        subject: SUBJECTS[index] ?? { kind: 'gateway', gateway: 'gw1' },
        kind: KINDS[index % 3] ?? { messageId: 1, class: 'other', severity: 'notice', isKnown: true, repeats: 1 },
        raw: `seqno=${String(at + index)}`,
      })),
    );
  }
});

afterAll(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** A reader whose every query is interrupted at its n-th checkpoint. */
function interruptedAt(checkpoint: number, interruption: Interruption) {
  const flag = new InterruptFlag();
  let passed = 0;
  const reader = new SqliteReader(
    folder,
    () => undefined,
    () => {
      passed += 1;
      if (passed === checkpoint) flag.raise(interruption);
      flag.check();
    },
  );
  return {
    reader,
    list: (limit: number, cursor: string | undefined) => {
      passed = 0;
      return reader.listEvents(SEARCHED, limit, cursor);
    },
  };
}

const raws = (events: readonly StoredEvent[]) => events.map(({ raw }) => Buffer.from(raw).toString());

describe('a search that runs into the time limit', () => {
  it('[LIVE-22] says how far it came, and the cursor leads on, without an event missing or twice', async () => {
    const all = raws((await store.reader.listEvents(SEARCHED, EVENTS, undefined)).events);
    expect(all).toHaveLength(EVENTS);
    let cut = 0;
    for (let checkpoint = 4; checkpoint < 12; checkpoint++) {
      const { reader, list } = interruptedAt(checkpoint, 'finish');
      const found: string[] = [];
      let cursor: string | undefined;
      try {
        do {
          const page = await list(20, cursor);
          found.push(...raws(page.events));
          if (page.searchedTo !== undefined) {
            cut += 1;
            for (const { time } of page.events) expect(time).toBeGreaterThanOrEqual(page.searchedTo);
            expect(page.nextCursor).not.toBeNull();
          }
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined);
      } catch (error) {
        // Where everything overlaps, so little time leads nowhere.
        expect(error).toBeInstanceOf(QueryInterrupted);
      } finally {
        await reader.close();
      }
      expect(found, `interrupted at ${String(checkpoint)}`).toEqual(all.slice(0, found.length));
      if (cursor === undefined && found.length > 0) expect(found).toEqual(all);
    }
    expect(cut).toBeGreaterThan(0);
  });

  it('[STORE-34] says how many of the events it has passed, and searches at least a segment, however little time it has', async () => {
    const all = raws((await store.reader.listEvents(SEARCHED, EVENTS, undefined)).events);
    const found: string[] = [];
    const passed: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.reader.listEvents(SEARCHED, EVENTS, cursor, 0);
      found.push(...raws(page.events));
      if (page.progress !== undefined) {
        passed.push(page.progress.searched);
        expect(page.progress.searched).toBeLessThan(page.progress.of);
        expect(page.progress.of).toBeLessThanOrEqual(EVENTS);
      }
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(found).toEqual(all);
    expect(passed.length).toBeGreaterThan(0);
    expect(passed).toEqual(passed.toSorted((a, b) => a - b));
  });

  it('[LIVE-20] answers the next question in full after it was stopped', async () => {
    const { reader, list } = interruptedAt(3, 'stop');
    await expect(list(20, undefined)).rejects.toThrow(QueryInterrupted);
    expect(await reader.countEvents({})).toBe(await store.reader.countEvents({}));
    await reader.close();
  });
});

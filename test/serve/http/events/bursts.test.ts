import { DatabaseSync } from '@photostructure/sqlite';
import { databaseFile } from '@tunnelwatch/server/store/sqlite/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { eventually, ServeProcess } from '../../../support/serve-process.js';

const PIECES = 40;
const PIECE = 5000;
const LINES = PIECES * PIECE;
const START = Date.UTC(2026, 1, 10, 12);
/** Lines of one second: several segments begin, end or lie in it. */
const A_SECOND = 100_000;

let server: ServeProcess;

/** A line stamped by the second, as syslog relays write them. */
function lineOf(n: number): string {
  const stamp = new Date(START + Math.floor(n / A_SECOND) * 1000).toISOString().slice(0, 19);
  return `${stamp}Z gw1 EFW: IPSEC: prio=2 id=278 event=replay_window_check_failed action=drop matchkey=t${String(n % 50)} seqno=${String(n)}`;
}

/** Events of the segments in the store, the largest first. */
function segmentSizes(): number[] {
  const database = new DatabaseSync(databaseFile(server.data), { readOnly: true });
  try {
    const rows = database.prepare('SELECT count FROM segment ORDER BY count DESC').all();
    return rows.map((row) => z.object({ count: z.number() }).parse(row).count);
  } finally {
    database.close();
  }
}

/** The numbers of all exported lines, in the order of the export. */
async function exported(query = ''): Promise<number[]> {
  const answer = await server.fetch(`api/v1/events/export?format=ndjson${query}`);
  const lines = (await answer.text()).split('\n').filter((line) => line !== '');
  return lines.map((line) => Number(/seqno=(\d+)/.exec(line)?.[1]));
}

const descending = (numbers: readonly number[]) => numbers.every((n, at) => at === 0 || n < (numbers[at - 1] ?? 0));

beforeAll(async () => {
  server = await ServeProcess.start();
  // Piece by piece, each a segment, as they come out of a burst.
  for (let piece = 0; piece < PIECES; piece++) {
    server.append(...Array.from({ length: PIECE }, (_, at) => lineOf(piece * PIECE + at)));
    await server.untilCount((piece + 1) * PIECE);
  }
});

afterAll(() => server.remove());

it('[STORE-2] exports as many events of a burst as it counts, each once, when some of its segments are merged', async () => {
  // Three large ones, and what is left over.
  await eventually('merged segments', () => segmentSizes().filter((count) => count > 12 * PIECE).length === 3);
  expect(segmentSizes().length).toBeGreaterThan(3);
  const all = await exported();
  expect(all.length).toBe(await server.count());
  expect(all.length).toBe(LINES);
  expect(descending(all)).toBe(true);
  const query = `&matchkey=t7&from=${String(START + 1000)}`;
  expect((await exported(query)).length).toBe(await server.count(query));
});

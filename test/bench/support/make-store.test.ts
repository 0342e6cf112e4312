import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { expect, it } from 'vitest';
import { tempFolders } from '../../support/temp-folder.js';
import { gatewayOf, matchkeyOf } from './log-maker.js';
import { makeStore } from './make-store.js';

const tempFolder = tempFolders();
const FROM = Date.UTC(2026, 1, 10, 17, 30);
const HOUR = 3_600_000;

it('a store that was made without reading lines answers from its counts and from its events alike', async () => {
  const data = tempFolder();
  makeStore({ dataDirectory: data, events: 100_000, from: FROM, to: FROM + 2 * HOUR, seed: 1 });
  const reader = new SqliteReader(data);
  expect(await reader.countEvents({})).toBe(100_000);
  const busiest = { gateway: gatewayOf(0), matchkey: matchkeyOf(0) };
  const whole = { ...busiest, from: FROM + HOUR / 2, to: FROM + 1.5 * HOUR };
  // Only events can say what holds a text, and this one is in each of them.
  expect(await reader.countEvents({ ...whole, q: `matchkey=${matchkeyOf(0)}` })).toBe(await reader.countEvents(whole));
  const { events } = await reader.listEvents({ ...busiest, messageId: 278 }, 10, undefined);
  expect(events).toHaveLength(10);
  for (const { time, raw } of events) {
    const line = Buffer.from(raw).toString();
    expect(line).toContain(new Date(time).toISOString());
    expect(line).toMatch(/ id=278 .* seqno=\d+ windowbase=\d+ windowsize=64 /);
  }
  await reader.close();
});

import { loadCatalogue } from '@tunnelwatch/server/config/load-catalogue';
import { InventoryNames } from '@tunnelwatch/server/core/inventory/inventory-names';
import { EventRows } from '@tunnelwatch/server/serve/export/event-rows';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { linesOf, textOf } from '../support/follower.js';
import { runCli } from '../support/run-cli.js';
import { ServeProcess } from '../support/serve-process.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();

/** All stored events, each decoded in full. */
async function decoded(data: string, format: 'csv' | 'ndjson'): Promise<string> {
  const loaded = loadCatalogue(null);
  if (!loaded.ok) throw new Error('the catalogue has errors');
  const reader = new SqliteReader(data);
  const rows = new EventRows({ format, catalogue: loaded.catalogue, names: new InventoryNames() });
  for (let cursor: string | undefined, isMore = true; isMore;) {
    const page = await reader.listEvents({}, 1000, cursor);
    for (const event of page.events) rows.whole(event);
    cursor = page.nextCursor ?? undefined;
    isMore = cursor !== undefined;
  }
  await reader.close();
  return rows.take().toString();
}

it('[STORE-11] writes lines of all formats as the store has them, by several threads, with the filters', async () => {
  const folder = tempFolder();
  const [log, data] = [join(folder, 'all.log'), join(folder, 'data')];
  await runCli(['simulate', '--out', log, '--lines', '6000', '--format', 'all', '--tunnels', '40']);
  expect(await runCli(['ingest', log, '--data', data])).toMatchObject({ code: 0 });
  const ndjson = await runCli(['export', 'events', '--data', data, '--format', 'ndjson']);
  expect(ndjson.out === (await decoded(data, 'ndjson'))).toBe(true);
  expect(ndjson.err).toMatch(/^\d+ events exported\n$/);
  const lines = ndjson.out.trimEnd().split('\n');
  const csv = await runCli(['export', 'events', '--data', data]);
  expect(csv.out.startsWith('seq,time,receivedTime,gateway,')).toBe(true);
  expect(csv.out.slice(csv.out.indexOf('\r\n') + 2) === (await decoded(data, 'csv'))).toBe(true);
  const some = await runCli(
    ['export', 'events', '--data', data, '--format', 'ndjson', '--class', 'replay', '--text', 'SEQNO='].concat([
      '--from',
      '2026-02-10T00:00:00Z',
      '--severity',
      'notice',
    ]),
  );
  const replay = lines.filter((line) => line.includes('"class":"replay"'));
  expect(some.out.trimEnd().split('\n')).toEqual(replay);
});

it('[STORE-12] writes alerts, leaves no part of a file, and says what a running server means', async () => {
  const folder = tempFolder();
  const server = await ServeProcess.start({ content: textOf(linesOf(0, 20)) });
  const alerts = await runCli(['export', 'alerts', '--data', server.data, '--format', 'ndjson', '--from', '-99999d']);
  expect(alerts.err).toContain(`a server uses ${server.data}: what it stores from now on is not exported`);
  const out = join(folder, 'events.csv');
  const first = await runCli(['export', 'events', '--data', server.data, '--out', out, '--to', '2100-01-01T00:00:00Z']);
  expect(first).toMatchObject({ code: 0, out: '' });
  const before = readFileSync(out, 'utf8');
  expect(await runCli(['export', 'events', '--data', server.data, '--out', out])).toMatchObject({
    code: 1,
    err: expect.stringContaining(`${out} exists: choose another name, or overwrite it with --force`),
  });
  expect(readFileSync(out, 'utf8')).toBe(before);
  await server.remove();
  const missing = join(folder, 'missing.csv');
  expect((await runCli(['export', 'events', '--data', join(folder, 'none'), '--out', missing])).code).toBe(1);
  expect(existsSync(missing)).toBe(false);
  expect(await runCli(['export', 'events', '--from', 'noon'])).toMatchObject({ code: 2 });
  expect(await runCli(['export', 'events', '--message', 'x', '--data', folder])).toMatchObject({ code: 2 });
});

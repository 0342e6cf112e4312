import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { fileOf, replayLine, routeLine } from '../../../e2e/support/lines.js';
import { eventually, ServeProcess } from '../../../support/serve-process.js';
import { tempFolders } from '../../../support/temp-folder.js';

const tempFolder = tempFolders();
let server: ServeProcess | undefined;

afterEach(async () => {
  await server?.remove();
  server = undefined;
});

const HEAD = 'gateway,matchkey,iface,name,site,peer,note,priority';

function send(method: string, path: string, body: unknown): Promise<Response> {
  if (server === undefined) throw new Error('no server runs');
  const isFile = typeof body === 'string';
  return server.fetch(`api/v1/${path}`, {
    method,
    headers: { 'Content-Type': isFile ? 'text/csv' : 'application/json' },
    body: isFile ? body : JSON.stringify(body),
  });
}

const listSchema = z.object({
  total: z.number(),
  items: z.array(z.object({ id: z.number(), name: z.string(), version: z.number() })),
});

async function entries(running: ServeProcess) {
  return listSchema.parse(await running.get('inventory'));
}

describe('the inventory of a running server', () => {
  it('[INV-1] [INV-6] keeps what was answered across a kill, with its entries of the trail, and refuses what is stale', async () => {
    const directory = tempFolder();
    server = await ServeProcess.start({ directory, content: fileOf([replayLine()]) });
    const fields = { kind: 'matchkey', pattern: '4711', name: 'Riga' };
    expect((await send('POST', 'inventory', fields)).status).toBe(200);
    expect((await send('PUT', 'inventory/1', { ...fields, name: 'Riga office', version: 1 })).status).toBe(200);
    const stale = await send('PUT', 'inventory/1', { ...fields, name: 'Oslo', version: 1 });
    expect(stale.status).toBe(409);
    expect(await stale.json()).toMatchObject({ code: 'stale-version', current: { name: 'Riga office', version: 2 } });
    expect((await send('POST', 'inventory', { ...fields, pattern: 'x' })).status).toBe(200);
    expect((await server.fetch('api/v1/inventory/2?version=1', { method: 'DELETE' })).status).toBe(200);
    await server.end('SIGKILL');
    server = await ServeProcess.start({ directory });
    const running = server;
    await eventually('the names', async () => (await entries(running)).total === 1);
    expect((await entries(running)).items).toMatchObject([{ id: 1, name: 'Riga office', version: 2 }]);
    const trail = z.object({ items: z.array(z.object({ action: z.string() })) }).parse(await running.get('audit'));
    const actions = trail.items.map(({ action }) => action).filter((action) => action.startsWith('inventory'));
    expect(actions).toEqual(['inventoryRemoved', 'inventoryAdded', 'inventoryChanged', 'inventoryAdded']);
    // A number is never given twice.
    expect(await (await send('POST', 'inventory', { ...fields, pattern: 'y' })).json()).toMatchObject({ id: 3 });
  }, 120_000);

  it('[INV-9] names tunnels and interfaces wherever they are told of, and raises the priority of alerts', async () => {
    server = await ServeProcess.start({ content: '' });
    const csv = `${HEAD}\r\n*,47*,,Riga office,Riga,198.51.100.7,,\r\ngw-north,,wan*,Uplink,,,,high\r\n`;
    expect(await (await send('POST', 'inventory/import', csv)).json()).toMatchObject({ added: 2, refused: 0 });
    server.append(fileOf([replayLine(), routeLine({ iface: 'wan1' })]));
    await server.untilCount(2);
    const inventory = { name: 'Riga office', site: 'Riga', rule: { gateway: '*', pattern: '47*' } };
    for (const path of [
      'tunnels',
      'tunnels?q=riga',
      'tunnels?q=198.51.100.7',
      'events?matchkey=4711',
      'series?by=tunnel',
    ]) {
      const answer = (await server.get(path)) as { items?: unknown[]; series?: unknown[] };
      expect((answer.items ?? answer.series)?.[0], path).toMatchObject({ inventory });
    }
    expect(await server.get('tunnels/gw-north/4711')).toMatchObject({ inventory });
    expect(await server.get('alerts')).toMatchObject({
      items: [{ inventory: { name: 'Uplink' }, priority: 'urgent' }],
    });
    const exported = await (await server.fetch('api/v1/events/export?format=csv&matchkey=4711')).text();
    expect(exported.split('\r\n')[0]).toMatch(/,name,site,peer,repeats$/);
    expect(exported).toContain('"Riga office","Riga","198.51.100.7"');
    const zip = await (await server.fetch('api/v1/tunnels/gw-north/4711/evidence')).arrayBuffer();
    const files = unzipSync(new Uint8Array(zip));
    const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
    expect(text('report.html')).toContain('Riga office');
    expect(text('events.csv')).toContain('"Riga office"');
    expect(JSON.parse(text('inventory.json'))).toMatchObject({ name: 'Riga office', pattern: '47*' });
    expect(await server.get('inventory/matches?kind=matchkey&gateway=*&pattern=47*')).toMatchObject({
      total: 1,
      items: [{ subject: { matchkey: '4711' }, inventory }],
    });
  });

  it('[INV-7] imports a whole file or nothing of it, and says what it would do', async () => {
    server = await ServeProcess.start({ content: '' });
    const csv = `${HEAD}\ngw1,k1,,Riga,,,,\ngw1,,,Nobody,,,,\n`;
    const dry = await (await send('POST', 'inventory/import?dryRun=true', csv)).json();
    expect(dry).toMatchObject({ dryRun: true, rows: 2, added: 1, refused: 1, refusals: [{ line: 3, column: null }] });
    const refused = await send('POST', 'inventory/import', csv);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ detail: expect.stringContaining('line 3') as string });
    expect((await entries(server)).total).toBe(0);
    expect(await (await send('POST', 'inventory/import?skipRefused=true', csv)).json()).toMatchObject({ added: 1 });
    expect((await entries(server)).total).toBe(1);
    expect((await send('POST', 'inventory/import', 'colour\nred\n')).status).toBe(400);
    const exported = await (await server.fetch('api/v1/inventory/export')).text();
    expect(await (await send('POST', 'inventory/import', exported)).json()).toMatchObject({ unchanged: 1, added: 0 });
  });

  it('[INV-11] takes 100,000 rows at once, goes on reading meanwhile, and has them after a kill', async () => {
    const directory = tempFolder();
    server = await ServeProcess.start({ directory, content: '' });
    const running = server;
    const rows = Array.from(
      { length: 100_000 },
      (_each, at) => `gw${String(at % 20)},key-${String(at)},,Branch ${String(at)},,,,`,
    );
    const importing = send('POST', 'inventory/import', [HEAD, ...rows].join('\n'));
    let isDone = false;
    void importing.finally(() => {
      isDone = true;
    });
    let written = 0;
    while (!isDone) {
      running.append(fileOf([replayLine()]));
      written += 1;
      await running.untilCount(written);
    }
    expect(await (await importing).json()).toMatchObject({ added: 100_000 });
    // Far more than could be if reading waited for the import.
    expect(written).toBeGreaterThan(2);
    await running.end('SIGKILL');
    server = await ServeProcess.start({ directory });
    const again = server;
    await eventually('all entries', async () => (await entries(again)).total === 100_000);
  }, 120_000);
});

describe('the store', () => {
  it('[INV-1] writes changes of the inventory with the batch that they were handed over for', () => {
    const folder = tempFolder();
    const entry = {
      id: 4,
      gateway: '*',
      kind: 'iface' as const,
      pattern: 'wan*',
      name: "Robert'); --",
      site: '',
      peer: '',
      note: 'two\nlines',
      priority: 'high' as const,
      version: 2,
      updatedAt: 5,
      updatedBy: 'ada',
    };
    const batch = { parts: [], sources: [], files: [], alerts: [], gateways: [] };
    let writer = new SqliteWriter(folder);
    writer.load();
    writer.addInventory([
      { id: 4, entry },
      { id: 9, entry: { ...entry, id: 9 } },
      { id: 9, entry: null },
    ]);
    writer.close();
    writer = new SqliteWriter(folder);
    expect(writer.load().inventory).toEqual({ entries: [], lastId: 0 });
    writer.addInventory([
      { id: 4, entry },
      { id: 9, entry: { ...entry, id: 9 } },
      { id: 9, entry: null },
    ]);
    writer.commit(batch);
    writer.close();
    writer = new SqliteWriter(folder);
    expect(writer.load().inventory).toEqual({ entries: [entry], lastId: 9 });
    writer.close();
  });
});

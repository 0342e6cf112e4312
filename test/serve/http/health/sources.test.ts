import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiSourceSchema, sourcePageSchema } from '@tunnelwatch/shared/api';
import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, ServeProcess } from '../../../support/serve-process.js';

const NAMES = ['=gw-formula.log', 'gw-"quoted", comma.log', 'gw-north.log'];
let server: ServeProcess;
let folder: string;

async function sources(query = ''): Promise<readonly SourceHealth[]> {
  return sourcePageSchema.parse(await server.get(`sources?${query}`)).items;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-sources-'));
  const now = new Date().toISOString();
  for (const name of NAMES) writeFileSync(join(folder, name), `${now} gw1 EFW: CONN: id=600001 event=conn_open\n`);
  writeFileSync(join(folder, NAMES[2] ?? ''), `${now} gw1 EFW: IPSEC: prio=2 id=1690 matchkey=c\nrubbish\n`);
  // No permission keeps a superuser out, but a folder is no log for anybody.
  mkdirSync(join(folder, 'no-file.log'));
  const missing = join(folder, 'missing.log');
  server = await ServeProcess.start({
    files: [...NAMES, 'no-file.log'].map((name) => join(folder, name)).concat(missing),
  });
  await eventually('a report of all sources', async () => {
    const counted = await sources();
    return counted.length === 5 && counted.reduce((sum, { counts }) => sum + counts.lines, 0) === 4;
  });
  await eventually('the absence on record', async () => (await sources('state=waiting'))[0]?.pastError != null);
});

afterAll(async () => {
  await server.remove();
  rmSync(folder, { recursive: true, force: true });
});

const namesOf = (list: readonly SourceHealth[]): string[] =>
  list.map(({ name }) => name.slice(folder.length + 1)).sort();

describe('the list of sources', () => {
  it('is filtered by state, by a part of the name in any case, and by trouble', async () => {
    expect(namesOf(await sources('state=degraded'))).toEqual(['no-file.log']);
    expect(namesOf(await sources('state=waiting'))).toEqual(['missing.log']);
    expect(namesOf(await sources('q=GW-NORTH'))).toEqual(['gw-north.log']);
    // Half of the lines of one file cannot be read.
    expect(namesOf(await sources('trouble=true'))).toEqual(['gw-north.log', 'missing.log', 'no-file.log']);
    expect(namesOf(await sources('trouble=false'))).toEqual(NAMES.slice(0, 2).sort());
    expect(namesOf(await sources('trouble=true&q=north&state=idle'))).toEqual(['gw-north.log']);
  });

  it('comes in pages, filtered or not', async () => {
    const first = sourcePageSchema.parse(await server.get('sources?trouble=true&limit=2'));
    expect(first.nextCursor).not.toBeNull();
    const rest = sourcePageSchema.parse(
      await server.get(`sources?trouble=true&limit=2&cursor=${first.nextCursor ?? ''}`),
    );
    expect(rest.nextCursor).toBeNull();
    expect(namesOf([...first.items, ...rest.items])).toHaveLength(3);
  });

  it('refuses what it does not know', async () => {
    for (const query of ['state=broken', 'trouble=yes', 'cursor=x', 'sort=lag']) {
      expect((await server.fetch(`api/v1/sources?${query}`)).status).toBe(400);
    }
  });

  it('has what is wrong now with its remedy, and what went wrong last with its time', async () => {
    const [degraded] = await sources('state=degraded');
    expect(degraded?.lastError).toContain('specify files, a glob such as *.log');
    expect(degraded?.pastError?.message).toBe(degraded?.lastError);
    expect(Math.abs((degraded?.pastError?.at ?? 0) - Date.now())).toBeLessThan(60_000);
    const own = apiSourceSchema.parse(await server.get(`sources/${String(degraded?.id ?? 0)}`));
    expect(own.pastError).toEqual(degraded?.pastError);
  });
});

describe('the export of sources', () => {
  it('has a row for each, its cells safe for spreadsheets, and nothing where nothing is known', async () => {
    const response = await server.fetch('api/v1/sources/export?format=csv');
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('Content-Disposition')).toBe('attachment; filename=tunnelwatch-sources.csv');
    const rows = (await response.text()).split('\r\n');
    expect(rows).toHaveLength(7);
    expect(rows[0]).toMatch(/^"id","kind","name","state","offset","size","lagBytes","lagMs"/);
    expect(rows.find((row) => row.includes('quoted'))).toContain('/gw-""quoted"", comma.log"');
    const cells = rows.find((row) => row.includes('missing.log'))?.split(',') ?? [];
    const columns = rows[0]?.split(',') ?? [];
    expect(cells[columns.indexOf('"size"')]).toBe('""');
    expect(cells[columns.indexOf('"kernelDrops"')]).toBe('""');
  });

  it('is one object a line as NDJSON, as the list gives them, by the same filter', async () => {
    const response = await server.fetch('api/v1/sources/export?format=ndjson&trouble=true');
    const lines = (await response.text()).trimEnd().split('\n');
    const parsed = lines.map((line) => apiSourceSchema.parse(JSON.parse(line)));
    expect(namesOf(parsed)).toEqual(['gw-north.log', 'missing.log', 'no-file.log']);
  });

  it('needs a format', async () => {
    expect((await server.fetch('api/v1/sources/export')).status).toBe(400);
  });
});

it('keeps the last error over a restart', async () => {
  const before = (await sources('state=degraded'))[0];
  await server.end();
  rmSync(join(folder, 'no-file.log'), { recursive: true });
  writeFileSync(join(folder, 'no-file.log'), '');
  server = await ServeProcess.start({ directory: server.directory, files: [join(folder, 'no-file.log')] });
  await eventually('a report', async () => (await sources('q=no-file')).some(({ state }) => state === 'idle'));
  expect((await sources('q=no-file'))[0]).toMatchObject({ lastError: null, pastError: before?.pastError });
});

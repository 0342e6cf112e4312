import type { View } from '@tunnelwatch/shared/protocol';
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { whyNotMounted } from '../support/mount.js';
import { skipBecause } from '../support/programs.js';
import { bearer, tokenFor } from '../support/known-people.js';
import { linesOf, storedLines, textOf } from '../support/follower.js';
import { LiveClient } from '../support/live-client.js';
import { runCli } from '../support/run-cli.js';
import { ServeProcess } from '../support/serve-process.js';
import { tempFolders } from '../support/temp-folder.js';

const STATUS = { view: 'status' } as const satisfies View;
const EVENTS = { view: 'events' } as const satisfies View;
const tempFolder = tempFolders();
let server: ServeProcess | undefined;
let client: LiveClient | undefined;

afterEach(async () => {
  client?.disconnect();
  client = undefined;
  await server?.remove();
  server = undefined;
});

/** Puts a backup in the place of a store, as the manual says. */
function restore(backup: string, data: string): void {
  for (const end of ['', '-wal', '-shm']) rmSync(join(data, `tunnelwatch.db${end}`), { force: true });
  copyFileSync(backup, join(data, 'tunnelwatch.db'));
}

/** A data folder with so many stored lines, and the log that they came from. */
async function ingested(lines: number): Promise<{ data: string; log: string; backup: string }> {
  const folder = tempFolder();
  const [data, log, backup] = [join(folder, 'data'), join(folder, 'gw1.log'), join(folder, 'copy.db')];
  writeFileSync(log, textOf(linesOf(0, lines - 1)));
  expect(await runCli(['ingest', log, '--data', data])).toMatchObject({ code: 0 });
  return { data, log, backup };
}

describe('backup of people', () => {
  it('copies people and tokens beside the store while a server runs, for its owner alone, and no session', async () => {
    const backup = join(tempFolder(), 'copy.db');
    server = await ServeProcess.start({ signIn: true });
    const token = tokenFor(server.data, 'admin', 'a script');
    const password = server.firstPassword ?? '';
    const signIn = (on: ServeProcess) =>
      on.fetch('api/v1/session', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ name: 'admin', password }),
      });
    const Cookie = ((await signIn(server)).headers.get('Set-Cookie') ?? '').split(';')[0] ?? '';
    const ran = await runCli(['backup', backup, '--data', server.data, '--json']);
    expect(JSON.parse(ran.out)).toMatchObject({ file: backup, peopleFile: `${backup}.people.db` });
    expect(statSync(`${backup}.people.db`).mode & 0o777).toBe(0o600);
    const again = await runCli(['backup', join(backup, '..', 'copy.db'), '--data', server.data]);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('already exists') });
    await server.remove();

    // As the manual says, into an empty folder.
    const directory = tempFolder();
    mkdirSync(join(directory, 'data'));
    copyFileSync(backup, join(directory, 'data', 'tunnelwatch.db'));
    copyFileSync(`${backup}.people.db`, join(directory, 'data', 'people.db'));
    server = await ServeProcess.start({ signIn: true, directory, content: '' });
    expect(server.firstPassword).toBeUndefined();
    expect((await server.fetch('api/v1/users', { headers: { Cookie } })).status).toBe(401);
    expect((await server.fetch('api/v1/users', { headers: bearer(token) })).status).toBe(200);
    expect((await signIn(server)).status).toBe(200);
  });
});

describe('backup', () => {
  it('copies a store that nobody uses into one file, which is a store itself', async () => {
    const { data, backup } = await ingested(10_000);
    const ran = await runCli(['backup', backup, '--data', data, '--json']);
    expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(ran.out)).toEqual({
      file: backup,
      bytes: readFileSync(backup).length,
      step: expect.any(Number),
      peopleFile: null,
    });
    const other = tempFolder();
    copyFileSync(backup, join(other, 'tunnelwatch.db'));
    expect(await storedLines(other)).toEqual(linesOf(0, 9_999));
  });

  it('says why a folder cannot be written, and what helps', async () => {
    const { data } = await ingested(10);
    const folder = join(data, '..', 'read-only');
    mkdirSync(folder);
    const why = whyNotMounted(folder, '-t', 'tmpfs', '-o', 'ro', 'tmpfs');
    if (why !== undefined) skipBecause(why);
    const refused = await runCli(['backup', join(folder, 'copy.db'), '--data', data]);
    execFileSync('umount', [folder]);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(/cannot be written by \w+, who writes the backup: .*ReadWritePaths/);
  });

  it('overwrites nothing unless it is told to, and leaves nothing behind when it fails', async () => {
    const { data, backup } = await ingested(10);
    writeFileSync(backup, 'precious');
    const refused = await runCli(['backup', backup, '--data', data]);
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain('already exists: choose another file, or overwrite it with --force');
    expect(readFileSync(backup, 'utf8')).toBe('precious');
    expect(await runCli(['backup', backup, '--data', data, '--force'])).toMatchObject({ code: 0, err: '' });
    expect(readFileSync(backup).subarray(0, 15).toString()).toBe('SQLite format 3');
    const own = await runCli(['backup', join(data, 'tunnelwatch.db'), '--data', data, '--force']);
    expect(own.err).toContain('is the store itself');
    const lost = await runCli(['backup', join(data, 'none', 'copy.db'), '--data', data]);
    expect(lost.err).toContain('create it first');
    const empty = await runCli(['backup', join(data, 'copy.db'), '--data', join(data, 'elsewhere')]);
    expect(empty).toMatchObject({ code: 1 });
    expect(existsSync(join(data, 'elsewhere'))).toBe(false);
    expect(readdirSync(join(data, '..')).filter((name) => name.includes('part'))).toEqual([]);
  });

  it('is not made of a store whose pages are damaged', async () => {
    const { data, backup } = await ingested(50);
    const handle = openSync(join(data, 'tunnelwatch.db'), 'r+');
    for (const page of [6, 7, 8]) writeSync(handle, Buffer.alloc(4096, 0xff), 0, 4096, page * 4096);
    closeSync(handle);
    const ran = await runCli(['backup', backup, '--data', data]);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('failed: ');
    expect(existsSync(backup)).toBe(false);
    expect(readdirSync(join(data, '..')).filter((name) => name.includes('part'))).toEqual([]);
  });

  it('is made beside a running server while lines come in, and is of one step', async () => {
    server = await ServeProcess.start();
    const running = server;
    const backup = join(running.directory, 'copy.db');
    running.append(...linesOf(0, 29_999));
    await running.untilCount(30_000);
    let next = 30_000;
    const writer = setInterval(() => {
      running.append(...linesOf(next, next + 99));
      next += 100;
    }, 5);
    const ran = await runCli(['backup', backup, '--data', running.data, '--json']);
    clearInterval(writer);
    expect({ code: ran.code, err: ran.err }).toEqual({ code: 0, err: '' });
    await running.untilCount(next);
    const other = tempFolder();
    copyFileSync(backup, join(other, 'tunnelwatch.db'));
    const stored = await storedLines(other);
    expect(stored.length).toBeGreaterThanOrEqual(30_000);
    expect(stored).toEqual(linesOf(0, stored.length - 1));
    expect(await runCli(['check-data', '--data', other])).toMatchObject({ code: 0 });
  });
});

describe('a restored backup', () => {
  it('reads again what was written since, exactly, and [LIVE-3] gives clients from before a snapshot', async () => {
    server = await ServeProcess.start();
    const { directory, data, log } = server;
    const port = String(server.port);
    const backup = join(directory, 'copy.db');
    server.append(...linesOf(0, 4_999));
    await server.untilCount(5_000);
    expect(await runCli(['backup', backup, '--data', data])).toMatchObject({ code: 0 });
    server.append(...linesOf(5_000, 9_999));
    await server.untilCount(10_000);
    client = new LiveClient(server.url);
    await client.join(STATUS);
    await client.join(EVENTS);
    expect(await server.end()).toBe(0);
    restore(backup, data);
    server = await ServeProcess.start({ directory, flags: ['--port', port] });
    const before = client.heard.snapshots;
    await client.reconnect();
    expect(client.heard.snapshots).toBe(before + 2);
    await client.until('all events', STATUS, ({ status }) => status?.events === 10_000);
    server.append(...linesOf(10_000, 10_009));
    await client.until('the newest', EVENTS, ({ events }) => events?.events[0]?.seq === 10_010);
    expect(client.heard.gaps).toBe(0);
    expect(await server.count()).toBe(10_010);
    expect(await server.end()).toBe(0);
    expect(readFileSync(log, 'utf8')).toBe(textOf(linesOf(0, 10_009)));
    expect(await storedLines(data)).toEqual(linesOf(0, 10_009));
  });

  it('starts where nothing but the backup is left, with the log rotated meanwhile', async () => {
    server = await ServeProcess.start();
    const { directory, data, log } = server;
    const backup = join(directory, 'copy.db');
    server.append(...linesOf(0, 999));
    await server.untilCount(1_000);
    expect(await runCli(['backup', backup, '--data', data])).toMatchObject({ code: 0 });
    server.append(...linesOf(1_000, 1_999));
    await server.untilCount(2_000);
    expect(await server.end('SIGKILL')).toBeNull();
    renameSync(log, `${log}.1`);
    writeFileSync(log, textOf(linesOf(2_000, 2_009)));
    rmSync(data, { recursive: true });
    mkdirSync(data);
    restore(backup, data);
    server = await ServeProcess.start({ directory });
    await server.untilCount(2_010);
    expect(await server.end()).toBe(0);
    expect(await storedLines(data)).toEqual(linesOf(0, 2_009));
  });
});

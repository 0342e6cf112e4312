import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect, type Server } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ingestThroughServer } from '@tunnelwatch/server/app/control/control-client';
import { startControlServer } from '@tunnelwatch/server/app/control/control-server';
import { lockData } from '@tunnelwatch/server/app/control/data-lock';
import type { IngestReport } from '@tunnelwatch/server/ingest/ingest-protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tempFolders } from '../../support/temp-folder.js';

const REPORT: IngestReport = { lines: 3, events: 1, unknown: 0, other: 1, unreadable: 1, empty: 0 };
const tempFolder = tempFolders();
let folder = '';
let server: Server | undefined;
const errors: unknown[] = [];

beforeEach(() => {
  folder = tempFolder();
  errors.length = 0;
});

afterEach(async () => {
  if (server === undefined) return;
  const closed = once(server, 'close');
  server.close();
  await closed;
  server = undefined;
});

type Ingest = Parameters<typeof startControlServer>[0]['ingest'];

async function listen(ingest: Ingest, directory = folder): Promise<void> {
  server = await startControlServer({
    dataDirectory: directory,
    ingest,
    backup: ({ file }) => Promise.resolve({ file, bytes: 1, peopleFile: null, step: 1 }),
    reload: () => ({ changed: [], restart: [], shared: [], errors: [] }),
    applyConfig: () => Promise.reject(new Error('this server is the only one')),
    onError: (error) => errors.push(error),
  });
}

/** Says something to the control socket and gives the whole answer. */
async function say(words: string): Promise<string> {
  const socket = connect(join(folder, 'control.sock'));
  socket.end(words);
  return text(socket);
}

describe('the control socket', () => {
  it('passes the files on and gives progress and report back', async () => {
    const asked: string[][] = [];
    await listen((files, onProgress) => {
      asked.push(files);
      onProgress(5, 10);
      onProgress(10, 10);
      return Promise.resolve(REPORT);
    });
    const progress: [number, number][] = [];
    const report = await ingestThroughServer(folder, ['/a b.log', '-:/spool'], (...done) => progress.push(done));
    expect({ report, asked, progress }).toEqual({
      report: REPORT,
      asked: [['/a b.log', '-:/spool']],
      progress: [
        [5, 10],
        [10, 10],
      ],
    });
  });

  it('tells why a reading failed', async () => {
    await listen(() => Promise.reject(new Error('the disk is on fire')));
    await expect(ingestThroughServer(folder, ['/a'], () => undefined)).rejects.toThrow('the disk is on fire');
  });

  it.each([
    '\n',
    'garbage\n',
    '{}\n',
    '{"command":"stop"}\n',
    '{"command":"ingest","files":[]}\n',
    '{"command":"ingest","files":[1]}\n',
  ])('answers %j with a failure and goes on', async (words) => {
    await listen(() => Promise.resolve(REPORT));
    expect(JSON.parse(await say(words))).toMatchObject({ kind: 'failed' });
    expect(await ingestThroughServer(folder, ['/a'], () => undefined)).toEqual(REPORT);
  });

  it('is not disturbed by one that leaves before the end', async () => {
    let finish: (report: IngestReport) => void = () => undefined;
    let begun: () => void = () => undefined;
    const beginning = new Promise<void>((resolve) => (begun = resolve));
    await listen((files) => {
      if (files[0] !== '/slow') return Promise.resolve(REPORT);
      begun();
      return new Promise((resolve) => (finish = resolve));
    });
    const socket = connect(join(folder, 'control.sock'));
    socket.write('{"command":"ingest","files":["/slow"]}\n');
    await beginning;
    const closed = once(socket, 'close');
    socket.destroy();
    await closed;
    finish(REPORT);
    expect(await ingestThroughServer(folder, ['/a'], () => undefined)).toEqual(REPORT);
  });

  it('takes the place of a socket that a killed server left', async () => {
    writeFileSync(join(folder, 'control.sock'), '');
    await listen(() => Promise.resolve(REPORT));
    expect(await ingestThroughServer(folder, ['/a'], () => undefined)).toEqual(REPORT);
  });

  it('says so when no server answers', async () => {
    await expect(ingestThroughServer(folder, ['/a'], () => undefined)).rejects.toThrow(/no server uses/);
  });
});

describe('the lock of a data folder', () => {
  it('is for one process, tells its number to the next, and is free again afterwards', () => {
    const data = join(folder, 'not', 'yet', 'there');
    const first = lockData(data);
    expect(first.ok).toBe(true);
    const second = lockData(data);
    expect(second).toMatchObject({ ok: false, reason: expect.stringContaining(`process ${String(process.pid)}`) });
    if (first.ok) first.release();
    const third = lockData(data);
    expect(third.ok).toBe(true);
    if (third.ok) third.release();
  });

  it('is refused with the reason where there can be no folder', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(lockData(join(folder, 'file', 'data'))).toMatchObject({
      ok: false,
      isUsage: true,
      reason: expect.stringMatching(/file.data is not a folder: choose a folder for the data with --data/),
    });
    mkdirSync(join(folder, 'odd'));
    mkdirSync(join(folder, 'odd', 'lock.db'));
    expect(lockData(join(folder, 'odd'))).toMatchObject({ ok: false, reason: expect.stringContaining('odd') });
    expect(existsSync(join(folder, 'odd', 'tunnelwatch.pid'))).toBe(false);
  });
});

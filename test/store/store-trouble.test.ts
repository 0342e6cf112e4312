import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { linesOf, storedLines } from '../support/follower.js';
import { whyNotMounted } from '../support/mount.js';
import { skipBecause } from '../support/programs.js';
import { runCli } from '../support/run-cli.js';
import { eventually, ServeProcess } from '../support/serve-process.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
let server: ServeProcess | undefined;
let mounted: string | undefined;

afterEach(async () => {
  if (mounted !== undefined) spawnSync('umount', [mounted]);
  await server?.remove();
  server = undefined;
  mounted = undefined;
});

describe('a store that refuses', () => {
  it('since another program has locked it, is told, and everything is stored when it is free again', async () => {
    server = await ServeProcess.start({ directory: tempFolder(), content: '' });
    const running = server;
    running.append(...linesOf(1, 5));
    await running.untilCount(5);
    const other = new DatabaseSync(join(running.data, 'tunnelwatch.db'));
    other.exec('BEGIN IMMEDIATE');
    running.append(...linesOf(6, 50));
    await eventually('the message', () => /is locked by another program: stop that program/.test(running.errors));
    running.append(...linesOf(51, 60));
    other.exec('ROLLBACK');
    other.close();
    await running.untilCount(60);
    expect(await running.end()).toBe(0);
    expect(await storedLines(running.data)).toEqual(linesOf(1, 60));
  });
});

describe('a data folder', () => {
  it('that is a file ends with 2 and what to do', async () => {
    const directory = tempFolder();
    const file = join(directory, 'data.txt');
    writeFileSync(file, '');
    for (const words of [
      ['serve', '--port', '0'],
      ['ingest', file],
    ]) {
      const ran = await runCli([...words, '--data', file], { cwd: directory });
      expect(ran).toMatchObject({ code: 2, out: '' });
      expect(ran.err).toMatch(/data\.txt(\/demo)? is not a folder: choose a folder for the data with --data/);
    }
  });

  it('on a read-only file system ends with 1 and what to do', async () => {
    const directory = tempFolder();
    const data = join(directory, 'data');
    mkdirSync(data);
    const problem = whyNotMounted(data, '-t', 'tmpfs', '-o', 'ro', 'tmpfs');
    if (problem !== undefined) skipBecause(problem);
    mounted = data;
    const ran = await runCli(['serve', join(directory, 'gw1.log'), '--data', data, '--port', '0'], { cwd: directory });
    expect(ran).toMatchObject({ code: 1, out: '' });
    expect(ran.err).toMatch(/data: its file system is read-only; remount it read-write/);
  });
});

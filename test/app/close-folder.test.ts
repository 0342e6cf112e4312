import { closeDataFolder } from '@tunnelwatch/server/app/close-folder';
import { lockData } from '@tunnelwatch/server/app/control/data-lock';
import { DatabaseSync } from '@photostructure/sqlite';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.js';
import { ServeProcess } from '../support/serve-process.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
const modeOf = (file: string) => statSync(file).mode & 0o777;

describe('[KEEP-24] the data folder', () => {
  let server: ServeProcess;

  beforeAll(async () => {
    server = await ServeProcess.start();
  });

  afterAll(async () => {
    await server.remove();
  });

  it('is open to its owner only, with all that is in it', () => {
    expect(modeOf(server.data)).toBe(0o700);
    const names = readdirSync(server.data);
    expect(names).toEqual(expect.arrayContaining(['tunnelwatch.db', 'tunnelwatch.db-wal', 'people.db', 'lock.db']));
    expect(names.filter((name) => (modeOf(join(server.data, name)) & 0o077) !== 0)).toEqual([]);
  });

  it('has backups that are open to their owner only', async () => {
    const file = join(server.directory, 'backup.db');
    expect((await runCli(['backup', file, '--data', server.data])).code).toBe(0);
    expect([modeOf(file), modeOf(`${file}.people.db`)]).toEqual([0o600, 0o600]);
  });

  it('is closed at the next start if it was open, and the log says so', async () => {
    await server.end();
    chmodSync(server.data, 0o755);
    for (const name of ['tunnelwatch.db', 'people.db', 'lock.db']) chmodSync(join(server.data, name), 0o644);
    server = await ServeProcess.start({ directory: server.directory });
    expect(modeOf(server.data)).toBe(0o700);
    expect(modeOf(join(server.data, 'tunnelwatch.db'))).toBe(0o600);
    expect(server.errors).toMatch(/open to other users until now, and closed: [^"]*tunnelwatch\.db/);
  });

  it('stays as it is when it has files of others, and ours in it are closed', () => {
    const folder = tempFolder();
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, 'gw1.log'), '');
    writeFileSync(join(folder, 'lock.db'), '');
    mkdirSync(join(folder, 'spool'));
    for (const name of ['gw1.log', 'lock.db']) chmodSync(join(folder, name), 0o644);
    chmodSync(join(folder, 'spool'), 0o755);
    const { closed, open } = closeDataFolder(folder);
    expect(closed.sort()).toEqual([join(folder, 'lock.db'), join(folder, 'spool')]);
    expect(open).toEqual([
      `the data folder ${folder} stays open to others (mode 0755), since it has other files (gw1.log): use a folder of its own with --data`,
    ]);
    expect([modeOf(folder), modeOf(join(folder, 'gw1.log'))]).toEqual([0o755, 0o644]);
  });
});

describe('[KEEP-25] the lock of a data folder', () => {
  it('names another program that holds it', () => {
    const folder = tempFolder();
    const held = new DatabaseSync(join(folder, 'lock.db'));
    held.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    writeFileSync(join(folder, 'tunnelwatch.pid'), '1\n');
    const refused = lockData(folder);
    held.close();
    const pid = String(process.pid);
    expect(refused).toMatchObject({
      ok: false,
      isHeld: true,
      reason: expect.stringMatching(
        new RegExp(`^process ${pid} \\(.+\\) has locked \\S+lock\\.db, and is not the server that wrote`),
      ),
    });
  });
});

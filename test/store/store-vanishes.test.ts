import { DatabaseSync } from '@photostructure/sqlite';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { linesOf, storedLines, textOf } from '../support/follower.js';
import { LiveClient } from '../support/live-client.js';
import { whyNotMounted } from '../support/mount.js';
import { skipBecause } from '../support/programs.js';
import { runCli } from '../support/run-cli.js';
import { eventually, ServeProcess } from '../support/serve-process.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
let server: ServeProcess | undefined;
let mounted: string | undefined;
let client: LiveClient | undefined;

afterEach(async () => {
  client?.disconnect();
  client = undefined;
  if (mounted !== undefined) spawnSync('umount', ['-l', mounted]);
  mounted = undefined;
  await server?.remove();
  server = undefined;
});

/** A server that has stored the lines 1 to 5. */
async function serving(signIn = false): Promise<ServeProcess> {
  server = await ServeProcess.start({ directory: tempFolder(), content: '', signIn });
  const running = server;
  running.append(...linesOf(1, 5));
  if (!signIn) await running.untilCount(5);
  return running;
}

async function readiness(running: ServeProcess): Promise<{ status: number; reason: string }> {
  const response = await running.fetch('readyz');
  const body: unknown = await response.json();
  const reason: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'reason') : undefined;
  return { status: response.status, reason: typeof reason === 'string' ? reason : '' };
}

async function untilReady(running: ServeProcess): Promise<void> {
  await eventually('ready', async () => (await readiness(running)).status === 200);
}

async function untilNotReady(running: ServeProcess, pattern: RegExp): Promise<string> {
  await eventually(`not ready: ${String(pattern)}`, async () => {
    const { status, reason } = await readiness(running);
    return status === 503 && pattern.test(reason);
  });
  return (await readiness(running)).reason;
}

async function metric(running: ServeProcess, name: string): Promise<string | undefined> {
  const text = await (await running.fetch('metrics')).text();
  return text
    .split('\n')
    .find((line) => line.startsWith(`${name} `))
    ?.slice(name.length + 1);
}

/** Mounts an empty file system over a folder until the end of the test, which is skipped where that is impossible. */
function mountEmpty(folder: string): void {
  const problem = whyNotMounted(folder, '-t', 'tmpfs', 'tmpfs');
  if (problem !== undefined) skipBecause(problem);
  mounted = folder;
}

describe('a store whose file is no longer the one that is open', () => {
  it('[KEEP-1] [KEEP-2] moved away: reading stops, everything says so, and it goes on when it is back', async () => {
    const running = await serving();
    const [file, other] = [join(running.data, 'tunnelwatch.db'), join(running.data, 'elsewhere.db')];
    client = new LiveClient(running.url);
    await client.join({ view: 'status' });
    renameSync(file, other);
    running.append(...linesOf(6, 20));
    const reason = await untilNotReady(
      running,
      /tunnelwatch\.db is missing: it was moved to .*elsewhere\.db: move it back/,
    );
    await client.until('the banner', { view: 'status' }, ({ status }) => status?.storeError === reason);
    expect(running.errors).toContain('elsewhere.db: move it back');
    expect(await metric(running, 'tunnelwatch_store_ready')).toBe('0');
    expect(await metric(running, 'tunnelwatch_store_problem{reason="missing"}')).toBe('1');
    expect(await running.count()).toBe(5);
    renameSync(other, file);
    await running.untilCount(20);
    await untilReady(running);
    expect(running.errors.match(/is missing/g)).toHaveLength(1);
    await eventually('the alert on record', async () => {
      const alerts = JSON.stringify(await running.get('alerts'));
      return /"rule":"store-missing","subject":\{"kind":"store"\}.*"isActive":false/.test(alerts);
    });
    expect(await running.end()).toBe(0);
    expect(await storedLines(running.data)).toEqual(linesOf(1, 20));
  });

  it('[KEEP-3] deleted: the command that is named brings it back whole, and the next start goes on exactly', async () => {
    const running = await serving();
    rmSync(join(running.data, 'tunnelwatch.db'));
    running.append(...linesOf(6, 9));
    const reason = await untilNotReady(running, /was deleted, and will be lost when this process ends/);
    const [, from = '', to = ''] = /cp (\S+) (\S+)\)/.exec(reason) ?? [];
    // /proc is of Linux.
    expect(from).toMatch(/^\/proc\/\d+\/fd\/\d+$/);
    copyFileSync(from, to);
    await untilNotReady(running, /is not the file that is in use: restart the server/);
    expect(await running.end()).toBe(0);
    expect(await storedLines(running.data)).toEqual(linesOf(1, 5));
    server = await ServeProcess.start({ directory: running.directory });
    await server.untilCount(9);
    expect(await server.end()).toBe(0);
    expect(await storedLines(running.data)).toEqual(linesOf(1, 9));
  });

  it.each(['-wal', '-shm'])(
    '[KEEP-1] [KEEP-3] its %s deleted: all that was stored is in the database',
    async (suffix) => {
      const running = await serving();
      rmSync(join(running.data, `tunnelwatch.db${suffix}`));
      running.append(...linesOf(6, 9));
      await untilNotReady(running, /is missing\. Stored data is safe in the database: restart the server/);
      await running.end('SIGKILL');
      expect(await storedLines(running.data)).toEqual(linesOf(1, 5));
    },
  );

  it('[KEEP-4] the folder renamed and another server in its place: neither touches what is the other’s', async () => {
    const running = await serving();
    const away = join(running.directory, 'away');
    renameSync(running.data, away);
    await untilNotReady(running, /was moved to .*away.tunnelwatch\.db/);
    const second = await ServeProcess.start({ directory: running.directory });
    try {
      await second.untilCount(5);
      running.append(...linesOf(6, 9));
      await second.untilCount(9);
      // The first one ends: it must not take away, by name, the log of the second one.
      expect(await running.end()).toBe(0);
      expect(statSync(join(running.data, 'tunnelwatch.db-wal')).size).toBeGreaterThan(0);
      await second.end('SIGKILL');
      expect(await storedLines(running.data)).toEqual(linesOf(1, 9));
      expect(await storedLines(away)).toEqual(linesOf(1, 5));
    } finally {
      await second.end('SIGKILL');
    }
  });

  it('[KEEP-1] [KEEP-2] another file system mounted over the folder, and taken away again', async () => {
    const running = await serving();
    mountEmpty(running.data);
    running.append(...linesOf(6, 9));
    await untilNotReady(running, /tunnelwatch\.db is missing/);
    // Nothing is made in the wrong place.
    expect(spawnSync('ls', ['-A', running.data], { encoding: 'utf8' }).stdout).toBe('');
    spawnSync('umount', [running.data]);
    await running.untilCount(9);
    await untilReady(running);
  });

  it('[KEEP-1] [KEEP-2] its file system mounted read-only, with nothing to store, and for writing again', async () => {
    const directory = tempFolder();
    const data = join(directory, 'data');
    mkdirSync(data);
    mountEmpty(data);
    server = await ServeProcess.start({ directory, content: textOf(linesOf(1, 5)) });
    const running = server;
    await running.untilCount(5);
    // A mount that is in use cannot be made read-only; bound onto itself, the name leads through one that is.
    spawnSync('mount', ['--bind', data, data]);
    const problem = whyNotMounted(data, '-o', 'remount,bind,ro');
    try {
      if (problem !== undefined) skipBecause(problem);
      await untilNotReady(running, /the file system of .*tunnelwatch\.db is read-only/);
    } finally {
      spawnSync('umount', [data]);
    }
    running.append(...linesOf(6, 9));
    await running.untilCount(9);
    await untilReady(running);
  });

  it('[KEEP-5] the lock’s file deleted: it is taken anew, and a second server is still refused', async () => {
    const running = await serving();
    rmSync(join(running.data, 'lock.db'));
    await eventually('the lock is renewed', () => running.errors.includes('has been recreated and locked'));
    const ran = await runCli(['serve', running.log, '--data', running.data, '--port', '0'], { cwd: running.directory });
    expect(ran).toMatchObject({
      code: 1,
      err: expect.stringContaining(`another Tunnelwatch (process ${String(running.pid)})`),
    });
  });

  it('[KEEP-6] the file of people moved: no change is promised that would be lost; moved back, all is well', async () => {
    const running = await serving();
    const file = join(running.data, 'people.db');
    renameSync(file, `${file}.away`);
    await untilNotReady(running, /people and tokens cannot be changed: .*people\.db is missing/);
    running.append(...linesOf(6, 9));
    await running.untilCount(9);
    const token = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"name":"x","role":"viewer"}',
    };
    const refused = await running.fetch('api/v1/tokens', token);
    expect(refused.status).toBe(503);
    renameSync(`${file}.away`, file);
    await untilReady(running);
    expect((await running.fetch('api/v1/tokens', token)).status).toBe(200);
  });
});

describe('a store that was there and is missing at the start', () => {
  it('[KEEP-7] is never made anew in silence, whatever command is given; a flag begins anew', async () => {
    const directory = tempFolder();
    const [log, data] = [join(directory, 'gw1.log'), join(directory, 'data')];
    writeFileSync(log, textOf(linesOf(1, 5)));
    expect(await runCli(['user', 'add', 'kim', '--role', 'viewer', '--data', data])).toMatchObject({ code: 0 });
    expect(await runCli(['ingest', log, '--data', data])).toMatchObject({ code: 0 });
    for (const name of ['tunnelwatch.db', 'people.db']) rmSync(join(data, name));
    for (const words of [
      ['serve', log, '--port', '0'],
      ['ingest', log],
      ['check-data'],
      ['backup', join(directory, 'copy.db')],
      ['user', 'list'],
      ['token', 'list'],
    ]) {
      const ran = await runCli([...words, '--data', data], { cwd: directory });
      expect(ran).toMatchObject({ code: 1, out: '' });
      expect(ran.err).toMatch(/(tunnelwatch|people)\.db.*(restore a backup)/);
    }
    server = await ServeProcess.start({ directory, flags: ['--recreate-missing'] });
    await server.untilCount(5);
    expect(server.errors).toContain('is missing and is recreated');
  });

  it('[KEEP-7] is told by a log that was left, too', async () => {
    const directory = tempFolder();
    const data = join(directory, 'data');
    mkdirSync(data);
    writeFileSync(join(data, 'tunnelwatch.db-wal'), Buffer.alloc(4096, 1));
    const ran = await runCli(['serve', join(directory, 'gw1.log'), '--data', data, '--port', '0']);
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('tunnelwatch.db-wal still exists');
    expect(statSync(join(data, 'tunnelwatch.db-wal')).size).toBe(4096);
  });
});

describe('damage that a question meets', () => {
  it('[KEEP-8] [KEEP-9] fails that question, makes the server not ready, is told once and raises an alert', async () => {
    const running = await serving();
    const other = new DatabaseSync(join(running.data, 'tunnelwatch.db'));
    // What an alert's row holds is no longer what was written.
    other.exec(`PRAGMA busy_timeout = 5000; INSERT INTO alert VALUES (900, 'x', 0, 'normal', 0, '{"id": 9')`);
    other.close();
    for (let at = 0; at < 3; at++) expect((await running.fetch('api/v1/alerts?state=normal')).status).toBe(503);
    await untilNotReady(
      running,
      /a question to the store \(listAlerts\) cannot be answered: .*tunnelwatch\.db is damaged/,
    );
    expect(running.errors.match(/listAlerts/g)).toHaveLength(1);
    expect(await metric(running, 'tunnelwatch_store_ready')).toBe('0');
    expect(await metric(running, 'tunnelwatch_store_damage_total{part="database"}')).toBe('1');
    client = new LiveClient(running.url);
    await client.join({ view: 'status' });
    await client.until('the banner', { view: 'status' }, ({ status }) => /is damaged/.test(status?.dataTrouble ?? ''));
    running.append(...linesOf(6, 9));
    await running.untilCount(9);
    await eventually(
      'the alert',
      async () => (await metric(running, 'tunnelwatch_alerts{state="unacknowledged",priority="high"}')) === '1',
    );
  });
});

describe('a file in the place of a database of ours', () => {
  const FILES = { 'tunnelwatch.db': ['check-data'], 'people.db': ['user', 'list'], 'lock.db': ['ingest', 'gw1.log'] };
  const KINDS: Record<string, { make: (file: string) => void; says: RegExp }> = {
    text: {
      make: (file) => {
        writeFileSync(file, 'no database at all\n'.repeat(500));
      },
      says: /is not a database|another program’s|another program's file/,
    },
    'another program’s database': {
      make: (file) => {
        const database = new DatabaseSync(file);
        database.exec('PRAGMA application_id = 77; CREATE TABLE address (name TEXT)');
        database.close();
      },
      says: /another program.* was left as it is: move it away/,
    },
    'a folder': {
      make: (file) => {
        mkdirSync(file);
      },
      says: /it is a folder, not a file/,
    },
    'a FIFO': {
      make: (file) => {
        spawnSync('mkfifo', [file]);
      },
      says: /it is a FIFO, not a file/,
    },
    'a dangling link': {
      make: (file) => {
        spawnSync('ln', ['-s', '/nowhere/at-all', file]);
      },
      says: /symbolic link to .nowhere.at-all, which does not exist/,
    },
  };

  it.each(Object.entries(FILES).flatMap(([name, words]) => Object.keys(KINDS).map((kind) => ({ name, words, kind }))))(
    '[KEEP-10] $kind as $name is refused with its path and remedy, and left as it is',
    async ({ name, words, kind }) => {
      const directory = tempFolder();
      const [data, file] = [join(directory, 'data'), join(directory, 'data', name)];
      mkdirSync(data);
      writeFileSync(join(directory, 'gw1.log'), textOf(linesOf(1, 5)));
      const { make, says } = KINDS[kind] ?? { make: () => undefined, says: /^$/ };
      make(file);
      const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
      const before = isFile ? readFileSync(file) : undefined;
      for (const command of [words, ['serve', 'gw1.log', '--port', '0']]) {
        const ran = await runCli([...command, '--data', data], { cwd: directory });
        expect(ran).toMatchObject({ code: 1, out: '' });
        expect(ran.err).toMatch(says);
        expect(ran.err).toContain(name);
        expect(ran.err).not.toContain('unable to open');
      }
      if (before !== undefined) expect(readFileSync(file).equals(before)).toBe(true);
    },
  );

  it('[KEEP-10] an empty file where a store was is told as that', async () => {
    const directory = tempFolder();
    const data = join(directory, 'data');
    mkdirSync(data);
    writeFileSync(join(data, 'tunnelwatch.db'), '');
    for (const words of [['check-data'], ['backup', join(directory, 'copy.db')], ['serve', 'gw1.log', '--port', '0']]) {
      const ran = await runCli([...words, '--data', data], { cwd: directory });
      expect(ran).toMatchObject({ code: 1, out: '' });
      expect(ran.err).toMatch(/tunnelwatch\.db is empty .*restore a backup/);
    }
  });

  it('[KEEP-11] a newer schema is refused by every command', async () => {
    const directory = tempFolder();
    const [log, data] = [join(directory, 'gw1.log'), join(directory, 'data')];
    writeFileSync(log, textOf(linesOf(1, 5)));
    expect(await runCli(['ingest', log, '--data', data])).toMatchObject({ code: 0 });
    expect(await runCli(['token', 'list', '--data', data])).toMatchObject({ code: 0 });
    for (const name of ['tunnelwatch.db', 'people.db']) {
      const database = new DatabaseSync(join(data, name));
      database.exec('PRAGMA user_version = 99');
      database.close();
    }
    for (const words of [
      ['check-data'],
      ['backup', join(directory, 'copy.db')],
      ['ingest', log],
      ['user', 'list'],
      ['token', 'list'],
    ]) {
      const ran = await runCli([...words, '--data', data], { cwd: directory });
      expect(ran).toMatchObject({ code: 1, out: '' });
      expect(ran.err).toMatch(/(tunnelwatch|people)\.db was written by a newer Tunnelwatch \(schema 99, /);
    }
  });

  it.skipIf(process.geteuid?.() !== 0).each([
    [
      'the store',
      ['check-data'],
      'tunnelwatch.db',
      0o000,
      /may not read it \(owner uid 0, mode 0000\): run as its owner, or chown \S+ /,
    ],
    [
      'the store',
      ['ingest', 'gw1.log'],
      'tunnelwatch.db',
      0o444,
      /may not write it \(owner uid 0, mode 0444\): run as its owner/,
    ],
    ['people', ['user', 'list'], 'people.db', 0o600, /people\.db: permission denied: .*owner uid 0, mode 0600/],
    ['the lock', ['ingest', 'gw1.log'], 'lock.db', 0o600, /lock\.db: permission denied: .*owner uid 0, mode 0600/],
  ])(
    '[KEEP-10] %s that the user may not use (%j, %s, mode %d) is told with what is missing',
    async (_what, words, name, mode, says) => {
      const directory = tempFolder();
      const [log, data] = [join(directory, 'gw1.log'), join(directory, 'data')];
      writeFileSync(log, textOf(linesOf(1, 5)));
      expect(await runCli(['ingest', log, '--data', data])).toMatchObject({ code: 0 });
      expect(await runCli(['token', 'list', '--data', data])).toMatchObject({ code: 0 });
      for (const folder of [directory, data]) chmodSync(folder, 0o777);
      chmodSync(join(directory, 'data.audit.key'), 0o666);
      for (const each of ['tunnelwatch.db', 'people.db', 'lock.db', 'tunnelwatch.pid'])
        chmodSync(join(data, each), 0o666);
      chmodSync(join(data, name), mode);
      const ran = asNobody(directory, [...words, '--data', data]);
      expect(ran).toMatchObject({ status: 1, stdout: '' });
      expect(ran.stderr).toMatch(says);
    },
  );
});

/** The command line as a user who owns nothing, which only root can start; the rights of root would hide what is tested. */
function asNobody(cwd: string, words: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const main = resolve(import.meta.dirname, '../../server/bundle/main.js');
  const user = ['--reuid', '65534', '--regid', '65534', '--clear-groups'];
  return spawnSync('setpriv', [...user, process.execPath, main, ...words], { cwd, encoding: 'utf8' });
}

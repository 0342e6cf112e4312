import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LiveClient } from '../support/live-client.js';
import { runCli } from '../support/run-cli.js';
import { eventually, ServeProcess, type ServeOptions } from '../support/serve-process.js';

const REPLAY =
  '2026-11-29T06:00:00Z gw1 EFW: IPSEC: prio=2 id=278 rev=1 event=anti_replay_check_failed action=drop seqno=7 windowbase=900 windowsize=64 matchkey=a1\n';
const CHANNEL = "notifications: [{ name: noc, kind: alertmanager, url: 'http://127.0.0.1:9' }]\n";

let folder: string;
const servers: ServeProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-demo-'));
});

afterEach(async () => {
  for (const server of servers.splice(0)) await server.end('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A server without FILE arguments in our folder. */
async function serve(options: ServeOptions = {}): Promise<ServeProcess> {
  const server = await ServeProcess.start({ directory: folder, files: [], ...options });
  servers.push(server);
  return server;
}

async function statusOf(server: ServeProcess): Promise<{ isDemo: boolean; isFollowing: boolean }> {
  const client = new LiveClient(server.url);
  try {
    await client.join({ view: 'status' });
    const { status } = client.state({ view: 'status' });
    return { isDemo: status?.isDemo === true, isFollowing: status?.isFollowing === true };
  } finally {
    client.disconnect();
  }
}

/** The command as it is typed, without a server in the end. */
async function refused(...words: string[]): Promise<string> {
  const { code, err } = await runCli(['serve', '--port', '0', '--insecure-no-auth', ...words], { cwd: folder });
  expect(code).toBe(2);
  expect(existsSync(join(folder, 'data', 'demo'))).toBe(false);
  return err;
}

function write(name: string, content: string): void {
  writeFileSync(join(folder, name), content);
}

const DEMO = { isDemo: true, isFollowing: true };
const STORED_ONLY = { isDemo: false, isFollowing: false };

describe('with nothing configured', () => {
  it('an empty store shows the demo, and says how to follow something and how to start without', async () => {
    const server = await serve();
    expect(await statusOf(server)).toEqual(DEMO);
    expect(server.said).toContain('No source is configured and nothing is stored: a simulated gateway runs');
    expect(server.said).toContain('npx tunnelwatch serve /var/log/gateways/*.log');
    expect(server.said).toContain('--no-demo');
  });

  it('a store with real events shows these, and says that no source is followed', async () => {
    write('old.log', REPLAY);
    await runCli(['ingest', 'old.log', '--data', 'data'], { cwd: folder });
    const server = await serve();
    expect(await statusOf(server)).toEqual(STORED_ONLY);
    expect(await server.count()).toBe(1);
    expect(server.said).toContain('No source is configured: nothing is followed');
    expect(server.said).toContain('npx tunnelwatch serve /var/log/gateways/*.log');
    expect(existsSync(join(folder, 'data', 'demo'))).toBe(false);
  });

  it('so does a store of which no line could be read: its owner wants to know why', async () => {
    write('old.log', 'nothing that a gateway writes\n');
    await runCli(['ingest', 'old.log', '--data', 'data'], { cwd: folder });
    expect(await statusOf(await serve())).toEqual(STORED_ONLY);
  });

  it('and one that a server with sources has left', async () => {
    write('gw1.log', REPLAY);
    const before = await serve({ files: [join(folder, 'gw1.log')] });
    await before.untilCount(1);
    await before.end();
    expect(await statusOf(await serve())).toEqual(STORED_ONLY);
  });

  it('a store that went missing is reported, not replaced by a demo', async () => {
    write('old.log', REPLAY);
    await runCli(['ingest', 'old.log', '--data', 'data'], { cwd: folder });
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, 'data', `tunnelwatch.db${suffix}`), { force: true });
    const { code, err } = await runCli(['serve', '--port', '0', '--insecure-no-auth'], { cwd: folder });
    expect(code).toBe(1);
    expect(err).toContain('is missing');
  });

  it('--no-demo starts without the demo on an empty store', async () => {
    expect(await statusOf(await serve({ flags: ['--no-demo'] }))).toEqual(STORED_ONLY);
  });

  it('--demo runs the demo beside a store with real events, which stay apart', async () => {
    write('old.log', REPLAY);
    await runCli(['ingest', 'old.log', '--data', 'data'], { cwd: folder });
    const server = await serve({ flags: ['--demo'] });
    expect(await statusOf(server)).toEqual(DEMO);
    await eventually('events of the demo', async () => (await server.count()) > 100);
    expect(await server.count('gateway=gw1')).toBe(0);
    await server.end();
    const again = await serve();
    expect(await statusOf(again)).toEqual(STORED_ONLY);
    expect(await again.count()).toBe(1);
  });
});

describe('with sources', () => {
  it('--demo does not follow them, and says so', async () => {
    write('gw1.log', REPLAY);
    write('tunnelwatch.yaml', 'sources: [{ files: gw1.log }]\n');
    const server = await serve({ flags: ['--demo'] });
    expect(server.said).toContain('The configured sources are not followed meanwhile.');
    const { items } = (await server.get('sources')) as { items: { name: string }[] };
    expect(items.map(({ name }) => name)).toEqual([join(folder, 'data', 'demo', 'gateway.log')]);
  });

  it('--no-demo and `demo: true` in the file: the flag decides', async () => {
    write('tunnelwatch.yaml', 'demo: true\n');
    expect(await statusOf(await serve({ flags: ['--no-demo'] }))).toEqual(STORED_ONLY);
  });
});

describe('the configuration file', () => {
  it('is found as tunnelwatch.yml too', async () => {
    write('gw1.log', REPLAY);
    write('tunnelwatch.yml', 'sources: [{ files: gw1.log }]\n');
    const server = await serve();
    expect(await statusOf(server)).toEqual({ isDemo: false, isFollowing: true });
    await server.untilCount(1);
  });

  it('is refused when there are two, with both names', async () => {
    write('tunnelwatch.yaml', 'sources: [{ files: a.log }]\n');
    write('tunnelwatch.yml', 'sources: [{ files: b.log }]\n');
    const text = await refused();
    expect(text).toMatch(/tunnelwatch\.yaml: there is also tunnelwatch\.yml beside it.*--config/);
    const { code } = await runCli(['check-config', '--config', 'tunnelwatch.yml'], { cwd: folder });
    expect(code).toBe(0);
  });

  it.each([['sources:\n'], ['sources: []\n'], ['port: 9000\nsources: ~\n'], ['{"sources": []}\n']])(
    'with the sources of %j is refused with file, line and remedy',
    async (content) => {
      write('tunnelwatch.yaml', content);
      const line = content.startsWith('port') ? 2 : 1;
      expect(await refused()).toContain(
        `tunnelwatch.yaml:${String(line)}: sources: it is empty, so nothing would be followed; name files or listeners`,
      );
      const { code, err } = await runCli(['check-config'], { cwd: folder });
      expect(code).toBe(2);
      expect(err).toContain('sources: it is empty');
    },
  );

  it.each([[''], ['\n\n'], ['# sources: [{ files: a.log }]\n'], ['---\n'], ['{}\n']])(
    'with nothing in it (%j) is refused',
    async (content) => {
      write('tunnelwatch.yaml', content);
      expect(await refused()).toMatch(/tunnelwatch\.yaml: the file contains no settings; set something in it/);
    },
  );

  it('that is empty misleads nobody who names sources or decides about the demo', async () => {
    write('tunnelwatch.yaml', 'sources: []\n');
    for (const words of [['gw1.log'], ['--no-demo'], ['--demo'], ['--listen', 'udp://127.0.0.1:9514']]) {
      const { code } = await runCli(['check-config', ...words], { cwd: folder });
      expect(code).toBe(0);
    }
  });

  it('with unrelated keys only shows what is stored, and names the file in which no source is', async () => {
    write('settings.yaml', 'log: { level: warn }\n');
    const server = await serve({ flags: ['--config', 'settings.yaml'] });
    expect(await statusOf(server)).toEqual(STORED_ONLY);
    expect(server.said).toContain(`No source is configured in ${join(folder, 'settings.yaml')}: nothing is followed`);
  });
});

it.each(['TUNNELWATCH_FILES', 'TUNNELWATCH_LISTEN', 'TUNNELWATCH_CONFIG'])(
  '%s without a value is refused, unless something else says what to do',
  async (name) => {
    for (const value of ['', ' ']) {
      const env = { [name]: value };
      const { code, err } = await runCli(['serve', '--port', '0', '--insecure-no-auth'], { cwd: folder, env });
      expect(code).toBe(2);
      expect(err).toContain(`environment: ${name}: it is empty, so nothing would be followed`);
    }
    const decided = await runCli(['check-config', 'gw1.log'], { cwd: folder, env: { [name]: '' } });
    expect(decided.code).toBe(0);
  },
);

describe('the store of a demo', () => {
  it('takes no real lines, neither from a server nor from ingest, nor under another name', async () => {
    write('gw1.log', REPLAY);
    const demo = await serve({ flags: ['--demo'] });
    const inside = join(folder, 'data', 'demo');
    const during = await runCli(['ingest', 'gw1.log', '--data', inside], { cwd: folder });
    expect(during).toMatchObject({ code: 2 });
    await demo.end();
    renameSync(inside, join(folder, 'moved'));
    for (const words of [
      ['ingest', 'gw1.log'],
      ['serve', 'gw1.log', '--port', '0', '--insecure-no-auth'],
      ['serve', '--no-demo', '--port', '0', '--insecure-no-auth'],
    ]) {
      const { code, err } = await runCli([...words, '--data', 'moved'], { cwd: folder });
      expect(code).toBe(2);
      expect(err).toContain('has the events of the simulated gateway');
    }
  });

  it('is not begun where real lines are', async () => {
    write('gw1.log', REPLAY);
    await runCli(['ingest', 'gw1.log', '--data', join(folder, 'data', 'demo')], { cwd: folder });
    const { code, err } = await runCli(['serve', '--demo', '--port', '0', '--insecure-no-auth'], { cwd: folder });
    expect(code).toBe(1);
    expect(err).toContain('has lines that the simulated gateway did not write');
  });

  it('is continued by the next demo', async () => {
    const first = await serve();
    await eventually('events', async () => (await first.count()) > 100);
    const count = await first.count();
    await first.end();
    const second = await serve();
    expect(await statusOf(second)).toEqual(DEMO);
    expect(await second.count()).toBeGreaterThanOrEqual(count);
  });
});

it('a demo notifies nobody, and says that channels are muted', async () => {
  write('tunnelwatch.yaml', `${CHANNEL}demo: true\n`);
  const server = await serve();
  expect(server.said).toContain('The configured notification channels are muted: a demo notifies nobody.');
  expect(await server.get('notifications')).toEqual({ items: [], nextCursor: null });
});

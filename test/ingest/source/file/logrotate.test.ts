import { execFileSync } from 'node:child_process';
import { appendFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Follower, linesOf, storedLines, textOf } from '../../../support/follower.js';
import { lacks } from '../../../support/programs.js';
import { ServeProcess } from '../../../support/serve-process.js';
import { tempFolders } from '../../../support/temp-folder.js';

const LOGROTATE = '/usr/sbin/logrotate';
const tempFolder = tempFolders();
let folder = '';
let log = '';
let follower: Follower | undefined;
let server: ServeProcess | undefined;

beforeEach(() => {
  folder = tempFolder();
  log = join(folder, 'gw1.log');
});

afterEach(async () => {
  follower?.kill();
  follower = undefined;
  await server?.remove();
  server = undefined;
});

const append = (first: number, last: number) => {
  appendFileSync(log, textOf(linesOf(first, last)));
};

/** Rotates once, whether it is time or not. */
function rotate(file: string, directives: string): void {
  const configuration = join(folder, 'logrotate.conf');
  writeFileSync(configuration, `${file} {\n  ${directives.split(', ').join('\n  ')}\n}\n`, { mode: 0o644 });
  execFileSync(LOGROTATE, ['--force', '--state', join(folder, 'logrotate.state'), configuration], { stdio: 'pipe' });
}

/** What operators write in their configuration. */
const WAYS: readonly string[] = [
  'rotate 3, create',
  'rotate 3, nocreate',
  'rotate 3, create, compress',
  'rotate 3, create, compress, delaycompress',
  'rotate 30, create, dateext, dateformat -%Y%m%d-%s',
  'rotate 30, create, dateext, dateformat -%Y%m%d-%s, compress',
  'rotate 30, create, dateext, dateformat -%Y%m%d-%s, extension .log, compress, delaycompress',
  'rotate 3, copytruncate, compress',
  'rotate 3, copytruncate',
  'rotate 1, copytruncate',
  'rotate 3, copytruncate, compress, delaycompress',
  'rotate 9, start 0, copytruncate',
];

const XZ = 'rotate 5, create, compress, compresscmd /usr/bin/xz, uncompresscmd /usr/bin/unxz, compressext .xz';

describe.skipIf(lacks('logrotate') || lacks('xz'))('the logrotate of Debian with xz', () => {
  it('[TAIL-13] [TAIL-37] loses nothing and reports nothing while it is followed', async () => {
    append(0, 9);
    follower = new Follower({ files: [log], data: join(folder, 'data') });
    for (let round = 1; round <= 4; round++) {
      await follower.settle();
      append(round * 10, round * 10 + 7);
      rotate(log, XZ);
      append(round * 10 + 8, round * 10 + 9);
      await follower.settle();
      await follower.settle(11_000);
    }
    expect((await storedLines(join(folder, 'data'))).sort()).toEqual(linesOf(0, 49).sort());
    expect(follower.followed(log)).toMatchObject({ source: { lostBytes: 0 }, tail: { lastError: null } });
  });

  it('[TAIL-13] tells and counts what was compressed while nobody looked, until it is decompressed', async () => {
    append(0, 9);
    follower = new Follower({ files: [log], data: join(folder, 'data') });
    follower.read();
    follower.stop();
    append(10, 19);
    rotate(log, XZ);
    append(20, 29);
    rotate(log, XZ);
    // The time of a file is what shows that it has lines that never arrived.
    for (const [name, seconds] of [
      [`${log}.2.xz`, 60],
      [`${log}.1.xz`, 70],
    ] as const) {
      utimesSync(name, new Date(), new Date(Date.now() + seconds * 1000));
    }
    append(30, 31);
    follower = new Follower({ files: [log], data: join(folder, 'data') });
    follower.read();
    const { source, tail } = follower.followed(log);
    expect(tail.lastError).toMatch(/gw1\.log\.2\.xz.*gw1\.log\.1\.xz.*were not read.*unxz/);
    expect(source.lostBytes).toBe(statSync(`${log}.1.xz`).size + statSync(`${log}.2.xz`).size);
    execFileSync('unxz', [`${log}.1.xz`, `${log}.2.xz`]);
    tail.noticeBeside();
    for (let round = 0; round < 4; round++) await follower.settle(round * 11_000);
    expect((await storedLines(join(folder, 'data'))).sort()).toEqual(linesOf(0, 31).sort());
    expect(source.lostBytes).toBe(0);
    expect(tail.lastError).toBeNull();
  });
});

describe.skipIf(lacks('logrotate'))('the logrotate of Debian', () => {
  it.each(WAYS)('with "%s" costs no line and doubles none', async (way) => {
    append(0, 9);
    follower = new Follower({ files: [log], data: join(folder, 'data') });
    follower.read();
    // A name with the second in it comes once a second.
    const isSlow = way.includes('%s');
    const rounds = isSlow ? 3 : 8;
    for (let round = 1; round <= rounds; round++) {
      append(round * 10, round * 10 + 3);
      if (round % 3 !== 0) await follower.settle();
      append(round * 10 + 4, round * 10 + 7);
      rotate(log, way);
      append(round * 10 + 8, round * 10 + 9);
      await follower.settle();
      if (round % 2 === 0) await follower.settle(11_000);
      if (isSlow) await untilNextSecond();
    }
    await follower.settle(11_000);
    expect((await storedLines(join(folder, 'data'))).sort()).toEqual(linesOf(0, rounds * 10 + 9).sort());
    follower.stop();
    follower = new Follower({ files: [log], data: join(folder, 'data') });
    await follower.settle();
    await follower.settle(11_000);
    expect(follower.sources().map(({ lostBytes }) => lostBytes)).toEqual([0]);
    expect(follower.count()).toBe(rounds * 10 + 10);
  });

  it.each([
    'rotate 9, create',
    'rotate 9, copytruncate',
    'rotate 9, create, compress, delaycompress',
    'rotate 9, create, compress',
    'rotate 9, copytruncate, compress',
    'rotate 9, create, dateext, dateformat -%Y%m%d-%s, compress',
    'rotate 9, create, dateext, dateformat -%Y%m%d-%s, extension .log, compress',
  ])(
    '[TAIL-12] with "%s", twice while the server was stopped and far behind, has the rest read afterwards',
    async (way) => {
      append(0, 9999);
      follower = new Follower({ files: [log], data: join(folder, 'data') });
      // Of nearly a megabyte one chunk is read.
      follower.pollOnce();
      follower.stop();
      follower = undefined;
      append(10_000, 10_019);
      rotate(log, way);
      append(10_020, 10_029);
      if (way.includes('%s')) await untilNextSecond();
      rotate(log, way);
      append(10_030, 10_039);
      follower = new Follower({ files: [log], data: join(folder, 'data') });
      await follower.settle();
      await follower.settle(11_000);
      expect((await storedLines(join(folder, 'data'))).sort()).toEqual(linesOf(0, 10_039).sort());
      expect(follower.followed(log)).toMatchObject({ source: { lostBytes: 0 }, tail: { lastError: null } });
    },
  );

  it.each(['rotate 9, create', 'rotate 9, copytruncate', 'rotate 9, create, compress'])(
    // More generations are kept than there are rotations: a busy machine may see none of them in between.
    'with "%s" under a running server costs no line and doubles none',
    async (way) => {
      server = await ServeProcess.start({ directory: folder, content: '', files: [join(folder, 'gw*.log')] });
      let last = -1;
      for (let round = 0; round < 6; round++) {
        for (let burst = 0; burst < 20; burst++) {
          append(last + 1, last + 50);
          last += 50;
          await new Promise((resolve) => setImmediate(resolve));
        }
        rotate(log, way);
      }
      append(last + 1, last + 7);
      await server.untilCount(last + 8);
      expect(await server.end()).toBe(0);
      expect((await storedLines(server.data)).sort()).toEqual(linesOf(0, last + 7).sort());
      expect(readdirSync(folder).filter((name) => name.startsWith('gw1.log.'))).toHaveLength(6);
    },
  );
});

/** logrotate names by the machine's clock: only time brings the next name. */
async function untilNextSecond(): Promise<void> {
  const next = (Math.floor(Date.now() / 1000) + 1) * 1000;
  // A timer may be a little early by that clock.
  while (Date.now() < next) await new Promise((resolve) => setTimeout(resolve, next - Date.now()));
}

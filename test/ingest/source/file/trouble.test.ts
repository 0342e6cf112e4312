import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explainFileError } from '@tunnelwatch/server/ingest/source/file/file-error';
import { followedLogs, QUIET_MS } from '../../../support/followed-log.js';
import { linesOf, textOf } from '../../../support/follower.js';
import { skipWithout } from '../../../support/programs.js';

const current = followedLogs();

describe('a file that cannot be read', () => {
  it.each([
    ['without a byte order mark', ''],
    ['with a byte order mark', '\uFEFF'],
  ])(
    '[TAIL-14] since it is UTF-16 %s, is one fault with its remedy; its lines count as unreadable',
    async (_what, mark) => {
      const world = current();
      writeFileSync(world.log, Buffer.from(`${mark}${textOf(linesOf(1, 20))}`, 'utf16le'));
      const reader = world.follow({ files: [world.log, `${world.log}2`], mostOpen: 1 });
      world.append(linesOf(30, 31), `${world.log}2`);
      for (let round = 0; round < 3; round++) {
        reader.read(round * 1000);
        expect(reader.followed(world.log).tail).toMatchObject({
          state: 'degraded',
          lastError: expect.stringMatching(/gw1\.log is UTF-16LE.*UTF-8.*iconv -f UTF-16LE/),
        });
      }
      expect(reader.followed(world.log).source.counts).toMatchObject({ lines: 20, unreadable: 20, events: 0 });
      expect(await reader.stored()).toEqual(linesOf(30, 31));
      // Big-endian, and then text as it should be.
      writeFileSync(world.log, Buffer.from(`\uFEFF${textOf(linesOf(1, 2))}`, 'utf16le').swap16());
      reader.read(5000);
      expect(reader.followed(world.log).tail.lastError).toMatch(/UTF-16BE/);
      writeFileSync(world.log, textOf(linesOf(1, 2)));
      reader.read(6000);
      expect(reader.followed(world.log).tail).toMatchObject({ state: 'idle', lastError: null });
      expect((await reader.stored()).sort()).toEqual([...linesOf(1, 2), ...linesOf(30, 31)].sort());
    },
  );

  it.each([
    ['EACCES', /permission denied; the server's user needs read access/],
    ['EMFILE', /too many open files; raise .*limit.*ulimit -n/],
    ['ENFILE', /fs\.file-max/],
    ['EIO', /disk read error; check the disk/],
    ['ESTALE', /network file system lost the file; remount it/],
  ])('[TAIL-10] with %s says what to do', (code, remedy) => {
    expect(explainFileError('/logs/gw1.log', Object.assign(new Error(code), { code }))).toMatch(remedy);
  });

  it('[TAIL-10] is tried again by itself, less and less often, and the others go on', async () => {
    const world = current();
    const bad = join(world.folder, 'bad.log');
    mkdirSync(bad);
    world.append(linesOf(1, 2));
    const reader = world.follow({ files: [bad, world.log] });
    for (let second = 0; second < 30; second += 5) {
      reader.read(second * 1000);
      world.append(linesOf(10 + second, 10 + second));
    }
    expect(reader.followed(bad).tail.state).toBe('degraded');
    const dueIn = reader.followed(bad).tail.dueAt - performance.now() - 25_000;
    expect(dueIn).toBeGreaterThan(5000);
    rmSync(bad, { recursive: true });
    world.append(linesOf(3, 4), bad);
    reader.read(60_000);
    expect(reader.followed(bad).tail.state).toBe('idle');
    expect(await reader.stored()).toHaveLength(10);
  });

  it('[TAIL-15] is read as soon as its permission is given back', async () => {
    const world = current();
    world.append(linesOf(1, 2));
    const reader = world.follow();
    reader.read();
    chmodSync(world.log, 0);
    world.append(linesOf(3, 3));
    reader.read();
    world.rotate();
    chmodSync(world.log, 0);
    reader.read(1000);
    chmodSync(world.log, 0o644);
    world.append(linesOf(4, 4));
    reader.read(2000 + QUIET_MS);
    expect(await reader.stored()).toEqual(linesOf(1, 4));
  });
});

describe('many files', () => {
  it('[TAIL-15] are read with few handles: quiet ones are closed, and opened again by what they are', async () => {
    const world = current();
    const files = Array.from({ length: 60 }, (_, index) => join(world.folder, `gw${String(index)}.log`));
    files.forEach((file, index) => world.append(linesOf(index * 100, index * 100 + 1), file));
    const before = openDescriptors();
    const reader = world.follow({ files: [join(world.folder, '*.log')], mostOpen: 5 });
    // What has just changed stays open until it was compared once more.
    for (const later of [0, 200, 400]) reader.read(later);
    expect(openDescriptors() - before).toBeLessThan(30);
    files.forEach((file, index) => {
      if (index % 3 === 0) world.append(linesOf(index * 100 + 2, index * 100 + 3), file);
      if (index % 3 === 1) {
        world.append(linesOf(index * 100 + 2, index * 100 + 2), file);
        world.rotate(file);
        world.append(linesOf(index * 100 + 3, index * 100 + 3), file);
      }
      if (index % 3 === 2) writeFileSync(file, textOf(linesOf(index * 100 + 2, index * 100 + 3)));
    });
    for (const later of [600, 800, QUIET_MS, 2 * QUIET_MS, 2 * QUIET_MS + 500]) reader.read(later);
    const expected = files.flatMap((_, index) => linesOf(index * 100, index * 100 + 3));
    expect((await reader.stored()).sort()).toEqual(expected.sort());
    expect(openDescriptors() - before).toBeLessThan(30);
  });
});

function openDescriptors(): number {
  return readdirSync('/proc/self/fd').length;
}

describe('clocks', () => {
  it.each([
    ['back by an hour', -3_600_000],
    ['forward by a year', 365 * 86_400_000],
  ])('[TAIL-16] set %s while reading change no position and stop nothing', async (_what, jump) => {
    const world = current();
    world.append(linesOf(1, 3));
    const reader = world.follow({ files: [join(world.folder, '*.log')] });
    reader.read();
    const poll = (elapsed: number) => {
      const now = { wall: Date.now() + jump, elapsed: performance.now() + elapsed };
      while (reader.reading.poll(now)) {
        // One chunk of each file a look.
      }
      reader.commit();
    };
    world.append(linesOf(4, 6));
    poll(10);
    expect(await reader.stored()).toEqual(linesOf(1, 6));
    const late = openSync(world.log, 'a');
    world.rotate();
    closeSync(late);
    world.append(linesOf(7, 8));
    world.append(linesOf(9, 9), join(world.folder, 'new.log'));
    poll(1500);
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 9).sort());
    // The rotated file is given up after ten seconds that have passed, whatever the clock says.
    expect(reader.followed(world.log).tail.dueAt).toBeLessThan(performance.now() + 3000);
    poll(1500 + QUIET_MS);
    poll(1600 + QUIET_MS);
    expect(reader.followed(world.log).tail.dueAt).toBe(Number.POSITIVE_INFINITY);
    expect(reader.followed(world.log).tail.state).toBe('idle');
  });

  it.each([
    ['xz', ['xz', '-zc'], 'xz -dc'],
    ['gz', ['gzip', '-c'], 'tunnelwatch ingest'],
    ['zst', ['zstd', '-qc'], 'zstd -dc'],
  ])('[TAIL-37] is compressed (%s): none of it is read, and the remedy is a command', (format, make, command) => {
    const [program = '', ...flags] = make;
    if (program !== 'gzip') skipWithout(program);
    const world = current();
    world.append(linesOf(1, 5));
    writeFileSync(world.log, execFileSync(program, [...flags, world.log]));
    const reader = world.follow();
    reader.read();
    expect(reader.count()).toBe(0);
    const { tail } = reader.followed(world.log);
    expect(tail.state).toBe('degraded');
    expect(tail.lastError).toContain(`nothing of ${world.log} is read, since it is compressed (${format}); `);
    expect(tail.lastError).toContain(`${command} ${world.log}`);
    writeFileSync(world.log, textOf(linesOf(6, 7)));
    reader.read(1500);
    expect(tail).toMatchObject({ state: 'idle', lastError: null });
    expect(reader.count()).toBe(2);
  });
});

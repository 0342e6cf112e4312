import { appendFileSync, mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { followedLogs, QUIET_MS } from '../../../support/followed-log.js';
import { lineOf, linesOf, textOf } from '../../../support/follower.js';

const current = followedLogs();

/** Puts a compressed file in the place of a plain one, as gzip does: the time of the last change is kept. */
function compress(file: string, content: string, name = `${file}.gz`): void {
  const { atime, mtime } = statSync(file);
  writeFileSync(name, gzipSync(content));
  utimesSync(name, atime, mtime);
  rmSync(file);
}

describe('a generation that was compressed before it was read to its end', () => {
  it('[TAIL-12] while nobody looked, is recognised by its content and finished', async () => {
    const world = current();
    world.append(linesOf(1, 300));
    world.follow().read();
    world.stop();
    world.append(linesOf(301, 900));
    world.rotate();
    compress(`${world.log}.1`, textOf(linesOf(1, 900)));
    world.append(linesOf(901, 905));
    const reader = world.follow();
    await reader.settle();
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 905).sort());
    expect(reader.followed(world.log).source).toMatchObject({ lostBytes: 0 });
    // Neither another look nor another run, nor another name of it gives it again.
    renameSync(`${world.log}.1.gz`, `${world.log}.2.gz`);
    await reader.settle(QUIET_MS);
    const again = world.follow();
    await again.settle();
    expect(again.count()).toBe(905);
    expect(again.followed(world.log).tail.lastError).toBeNull();
  });

  it('[TAIL-12] [TAIL-9] goes on where a kill ended it, lines and unfinished line and all', async () => {
    const world = current();
    const lines = Array.from({ length: 20_000 }, (_, index) => lineOf(index, ` n=${'x'.repeat(index % 150)}`));
    writeFileSync(world.log, textOf(lines.slice(0, 100)));
    appendFileSync(world.log, (lines[100] ?? '').slice(0, 20));
    world.follow().read();
    world.stop();
    world.rotate();
    compress(`${world.log}.1`, textOf(lines));
    for (let kill = 0; kill < 6; kill++) {
      const reader = world.follow();
      for (let looks = 0; looks < 3 + kill * 2; looks++) {
        reader.pollOnce();
        reader.commit();
        await reader.untilUnpacked();
      }
      reader.pollOnce();
      if (kill % 2 === 0) reader.commit();
      world.kill();
    }
    const reader = world.follow();
    await reader.settle();
    expect(reader.count()).toBe(20_000);
    expect((await reader.stored()).sort()).toEqual([...lines].sort());
  });

  it('[TAIL-12] between two polls, is read through the open handle, and its compressed file gives nothing more', async () => {
    const world = current();
    world.append(linesOf(1, 3));
    const reader = world.follow();
    reader.read();
    world.append(linesOf(4, 2000));
    world.rotate();
    compress(`${world.log}.1`, textOf(linesOf(1, 2000)));
    world.append(linesOf(2001, 2003));
    await reader.settle();
    await reader.settle(QUIET_MS);
    await reader.settle(2 * QUIET_MS);
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 2003).sort());
    expect(reader.count()).toBe(2003);
  });

  it('[TAIL-12] after a copy and a truncation, is finished from the compressed copy, the unfinished line too', async () => {
    const world = current();
    world.append(linesOf(1, 50));
    appendFileSync(world.log, lineOf(51).slice(0, 30));
    const reader = world.follow();
    reader.read();
    appendFileSync(world.log, `${lineOf(51).slice(30)}\n`);
    world.append(linesOf(52, 80));
    world.copytruncate();
    compress(`${world.log}.1`, textOf(linesOf(1, 80)));
    world.append(linesOf(81, 90));
    await reader.settle();
    await reader.settle(QUIET_MS);
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 90).sort());
    expect(reader.count()).toBe(90);
  });

  it('[TAIL-6] [TAIL-12] born while nobody looked, is read whole; those from before the first sight are left alone', async () => {
    const world = current();
    writeFileSync(`${world.log}.5.gz`, gzipSync(textOf(linesOf(9000, 9100))));
    world.append(linesOf(8000, 8010), `${world.log}.2`);
    world.append(linesOf(1, 10));
    await world.follow().settle();
    world.stop();
    // What was there before as a plain file is known when it is compressed.
    compress(`${world.log}.2`, textOf(linesOf(8000, 8010)));
    for (const [number, first] of [11, 21, 31].entries()) {
      world.append(linesOf(first, first + 9));
      world.rotate();
      const name = `${world.log}-2026021${String(number)}`;
      renameSync(`${world.log}.1`, name);
      compress(name, textOf(number === 0 ? linesOf(1, 20) : linesOf(first, first + 9)));
    }
    world.append(linesOf(41, 45));
    const reader = world.follow();
    await reader.settle();
    await reader.settle(QUIET_MS);
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 45).sort());
    expect(reader.count()).toBe(45);
  });

  it('[TAIL-12] has its rest read when it is still being written, and says what is wrong when that stays so', async () => {
    const world = current();
    world.append(linesOf(1, 10));
    world.follow().read();
    world.stop();
    const packed = gzipSync(textOf(linesOf(1, 4000)));
    world.rotate();
    rmSync(`${world.log}.1`);
    writeFileSync(`${world.log}.1.gz`, packed.subarray(0, packed.length / 2));
    const reader = world.follow();
    await reader.settle();
    expect(reader.followed(world.log).tail.lastError).toBeNull();
    const some = reader.count();
    expect(some).toBeGreaterThan(10);
    for (const later of [5000, 15_000, 40_000]) await reader.settle(later);
    expect(reader.followed(world.log).tail.lastError).toMatch(/gw1\.log\.1\.gz \(unexpected end of file\).*again/);
    expect(reader.count()).toBe(some);
    writeFileSync(`${world.log}.1.gz`, packed);
    await reader.settle(200_000);
    expect(reader.followed(world.log).tail.lastError).toBeNull();
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 4000).sort());
  });

  it('[TAIL-12] keeps logs with the same long beginning apart', async () => {
    const world = current();
    const header = `${'# the same first line in every file '.repeat(40)}\n`;
    appendFileSync(world.log, header);
    world.append(linesOf(1, 20));
    world.follow().read();
    world.stop();
    world.append(linesOf(21, 50));
    const generations = [linesOf(1, 50), linesOf(101, 130), linesOf(201, 225)];
    for (const lines of generations.slice(1)) {
      world.rotate();
      appendFileSync(world.log, header);
      world.append(lines);
    }
    world.rotate();
    for (const [index, lines] of generations.entries()) {
      compress(`${world.log}.${String(3 - index)}`, `${header}${textOf(lines)}`);
    }
    appendFileSync(world.log, header);
    world.append(linesOf(301, 302));
    const reader = world.follow();
    await reader.settle();
    expect((await reader.stored()).sort()).toEqual([...generations.flat(), ...linesOf(301, 302)].sort());
    expect(reader.count('unreadable')).toBe(4);
  });
});

describe('a file of an earlier day', () => {
  it.each(['*.log', '*', ''])(
    '[TAIL-12] [TAIL-35] that was compressed while nobody looked is read to its end, and is then done with: %s',
    async (pattern) => {
      const world = current();
      const folder = join(world.folder, 'logs');
      mkdirSync(folder);
      const [old = '', today = ''] = ['gw1-2026-11-28.log', 'gw1-2026-11-29.log'].map((name) => join(folder, name));
      const files = [pattern === '' ? folder : join(folder, pattern)];
      world.append(linesOf(1, 20), old);
      world.follow({ files }).read();
      world.stop();
      world.append(linesOf(21, 30), old);
      compress(old, textOf(linesOf(1, 30)));
      world.append(linesOf(31, 33), today);
      const reader = world.follow({ files });
      await reader.settle();
      expect((await reader.stored()).sort()).toEqual(linesOf(1, 33).sort());
      const again = world.follow({ files });
      await again.settle();
      expect(again.reading.followed().map(({ tail }) => tail.path)).toEqual([today]);
      expect(again.count()).toBe(33);
    },
  );
});

describe('what is gone before it could be read', () => {
  it('[TAIL-13] is told in bytes, for good', async () => {
    const world = current();
    const lines = Array.from({ length: 20_000 }, (_, index) => lineOf(index));
    writeFileSync(world.log, textOf(lines));
    const reader = world.follow();
    reader.pollOnce();
    reader.commit();
    const { offset, size } = reader.followed(world.log).tail;
    world.kill();
    rmSync(world.log);
    world.append(linesOf(1, 2));
    const after = world.follow();
    after.read();
    expect(after.followed(world.log).source.lostBytes).toBe((size ?? 0) - offset);
    expect(after.followed(world.log).tail.lastError).toMatch(/[\d,]+ bytes of .*gw1\.log.*keep rotated files longer/);
    const again = world.follow();
    again.read(QUIET_MS);
    expect(again.followed(world.log).source.lostBytes).toBe((size ?? 0) - offset);
  });

  it.each(['bz2', 'xz', 'zst'])(
    '[TAIL-13] names the .%s that cannot be unpacked, and goes on when somebody did',
    async (ending) => {
      const world = current();
      const lines = Array.from({ length: 20_000 }, (_, index) => lineOf(index));
      writeFileSync(world.log, textOf(lines));
      const reader = world.follow();
      reader.pollOnce();
      world.stop();
      world.rotate();
      rmSync(`${world.log}.1`);
      writeFileSync(`${world.log}.1.${ending}`, 'only another program can unpack this');
      const after = world.follow();
      after.read();
      expect(after.followed(world.log).source.lostBytes).toBeGreaterThan(1000);
      expect(after.followed(world.log).tail.lastError).toMatch(new RegExp(`gw1\\.log\\.1\\.${ending}.*un.*${ending}`));
      rmSync(`${world.log}.1.${ending}`);
      writeFileSync(`${world.log}.1`, textOf(lines));
      after.followed(world.log).tail.dueAt = 0;
      const again = world.follow();
      again.read();
      expect((await again.stored()).sort()).toEqual([...lines].sort());
      expect(again.followed(world.log)).toMatchObject({ source: { lostBytes: 0 }, tail: { lastError: null } });
    },
  );

  it('[TAIL-13] is told of a .xz with lines that were written while nobody looked', async () => {
    const world = current();
    world.append(linesOf(1, 5));
    world.follow().read();
    world.stop();
    world.rotate();
    rmSync(`${world.log}.1`);
    const packed = join(world.folder, 'gw1.log.1.xz');
    writeFileSync(packed, 'x'.repeat(1234));
    utimesSync(packed, new Date(), new Date(Date.now() + 3_600_000));
    const reader = world.follow();
    reader.read();
    expect(reader.followed(world.log).tail.lastError).toMatch(/1,234 bytes compressed.*unxz/);
  });
});

import { mkdirSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { followedLogs, QUIET_MS } from '../../../support/followed-log.js';
import { linesOf } from '../../../support/follower.js';

const current = followedLogs();

describe('a file that goes and comes', () => {
  it('deleted and made again under the same name, is read to its end and from its beginning', async () => {
    const world = current();
    world.append(linesOf(1, 2));
    const reader = world.follow();
    reader.read();
    world.append(linesOf(3, 3));
    unlinkSync(world.log);
    reader.read();
    expect(reader.followed(world.log).tail).toMatchObject({
      state: 'waiting',
      lastError: expect.stringContaining(world.log),
    });
    for (let round = 0; round < 10; round++) {
      world.append(linesOf(10 + round, 10 + round));
      reader.read();
      reader.read(QUIET_MS);
      unlinkSync(world.log);
      reader.read(QUIET_MS);
      reader.read(2 * QUIET_MS);
    }
    expect(await reader.stored()).toEqual([...linesOf(1, 3), ...linesOf(10, 19)]);
  });

  it('[TAIL-1] deleted while nobody looked, its inode used again by another file, is read from the beginning', async () => {
    const world = current();
    world.append(linesOf(1, 5));
    world.follow().read();
    const { ino } = statSync(world.log);
    let isReused = false;
    let rounds = 0;
    for (let round = 0; round < 20 && !isReused; round++) {
      rounds += 1;
      world.stop();
      unlinkSync(world.log);
      world.append(linesOf(100 + round * 10, 107 + round * 10));
      isReused = statSync(world.log).ino === ino;
      world.follow().read();
      expect((await world.follow().stored()).slice(-8)).toEqual(linesOf(100 + round * 10, 107 + round * 10));
    }
    expect(await world.follow().stored()).toHaveLength(5 + 8 * rounds);
  });

  it('appears later, and so does its folder', async () => {
    const world = current();
    const later = join(world.folder, 'not', 'yet', 'gw2.log');
    const reader = world.follow({ files: [world.log, later, join(world.folder, 'not', '*', '*.txt')] });
    reader.read();
    expect(reader.followed(later).tail.state).toBe('waiting');
    mkdirSync(join(world.folder, 'not', 'yet'), { recursive: true });
    world.append(linesOf(1, 2), later);
    world.append(linesOf(3, 4), join(world.folder, 'not', 'yet', 'gw3.txt'));
    reader.read(1500);
    world.append(linesOf(5, 5));
    reader.read(3000);
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 5).sort());
    rmSync(join(world.folder, 'not'), { recursive: true });
    reader.read(4500);
    mkdirSync(join(world.folder, 'not', 'yet'), { recursive: true });
    world.append(linesOf(6, 6), later);
    reader.read(6000);
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 6).sort());
  });

  it('replaced by a world.folder, degrades its source with the remedy and works again afterwards', async () => {
    const world = current();
    world.append(linesOf(1, 1));
    const reader = world.follow({ files: [world.log, `${world.log}2`] });
    reader.read();
    unlinkSync(world.log);
    mkdirSync(world.log);
    world.append(linesOf(2, 2), `${world.log}2`);
    reader.read();
    reader.read();
    expect(reader.followed(world.log).tail).toMatchObject({
      state: 'degraded',
      lastError: expect.stringMatching(/gw1\.log.*not a regular file.*glob/),
    });
    rmSync(world.log, { recursive: true });
    world.append(linesOf(3, 3));
    reader.read();
    reader.read(QUIET_MS);
    expect(reader.followed(world.log).tail).toMatchObject({ state: 'idle', lastError: null });
    expect(reader.followed(world.log).source.rotations).toBe(1);
    expect(await reader.stored()).toEqual(linesOf(1, 3));
  });

  it('is a world.folder from the beginning: the other files are read all the same', async () => {
    const world = current();
    mkdirSync(world.log);
    world.append(linesOf(1, 1), `${world.log}2`);
    const reader = world.follow({ files: [world.log, `${world.log}2`] });
    reader.read();
    expect(reader.followed(world.log).tail.state).toBe('degraded');
    expect(await reader.stored()).toEqual(linesOf(1, 1));
    expect(() => {
      world.stop();
    }).not.toThrow();
  });
});

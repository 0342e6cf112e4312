import { appendFileSync, closeSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { followedLogs, QUIET_MS } from '../../../support/followed-log.js';
import { lineOf, linesOf, textOf } from '../../../support/follower.js';

const current = followedLogs();

describe('a file rotated by rename and create', () => {
  it('[TAIL-2] is read to its end, then the new one, in this order', async () => {
    const world = current();
    world.append(linesOf(1, 5));
    const reader = world.follow();
    reader.read();
    world.append(linesOf(6, 9));
    world.rotate();
    world.append(linesOf(10, 12));
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 12));
    expect(reader.followed(world.log).source.rotations).toBe(1);
  });

  it('[TAIL-2] is read on while its writer goes on into the renamed file', async () => {
    const world = current();
    world.append(linesOf(1, 2));
    const reader = world.follow();
    reader.read();
    const writer = openSync(world.log, 'a');
    world.rotate();
    reader.read();
    writeSync(writer, textOf(linesOf(3, 4)));
    world.append(linesOf(100, 101));
    reader.read();
    writeSync(writer, textOf(linesOf(5, 6)));
    reader.read();
    closeSync(writer);
    expect((await reader.stored()).sort()).toEqual([...linesOf(1, 6), ...linesOf(100, 101)].sort());
  });

  it('[TAIL-5] gives its unfinished last line after a quiet time, never glued to the next file', async () => {
    const world = current();
    world.append(linesOf(1, 2));
    appendFileSync(world.log, lineOf(3));
    const reader = world.follow();
    reader.read();
    world.rotate();
    world.append(linesOf(4, 4));
    reader.read();
    expect(await reader.stored()).toEqual([...linesOf(1, 2), lineOf(4)]);
    reader.read(QUIET_MS);
    expect(await reader.stored()).toEqual([...linesOf(1, 2), lineOf(4), lineOf(3)]);
    world.follow().read();
    expect(reader.count('lines')).toBe(4);
  });

  it('twice between two looks, loses nothing', async () => {
    const world = current();
    world.append(linesOf(1, 2));
    const reader = world.follow();
    reader.read();
    world.append(linesOf(3, 3));
    world.rotate();
    world.append(linesOf(4, 5));
    world.rotate();
    world.append(linesOf(6, 7));
    world.rotate();
    world.append(linesOf(8, 8));
    reader.read();
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 8).sort());
  });

  it('twice while the path was missing, loses nothing', async () => {
    const world = current();
    world.append(linesOf(1, 2));
    const reader = world.follow();
    reader.read();
    renameSync(world.log, `${world.log}.1`);
    reader.read();
    reader.read(QUIET_MS);
    world.append(linesOf(3, 4));
    world.rotate();
    world.append(linesOf(5, 5));
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 5));
  });

  it('while nobody looked, is read on: the rest of the old one, then the new one', async () => {
    const world = current();
    world.append(linesOf(1, 3));
    world.follow().read();
    world.stop();
    world.append(linesOf(4, 6));
    world.rotate();
    world.append(linesOf(7, 8));
    world.rotate();
    world.append(linesOf(9, 9));
    world.follow().read();
    expect((await world.follow().stored()).sort()).toEqual(linesOf(1, 9).sort());
  });

  it('while nobody looked, is read to its end even when the new one is not there yet', async () => {
    const world = current();
    world.append(linesOf(1, 3));
    world.follow().read();
    world.stop();
    world.append(linesOf(4, 6));
    renameSync(world.log, `${world.log}.1`);
    const reader = world.follow();
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 6));
    expect(reader.followed(world.log).tail.state).toBe('waiting');
    world.append(linesOf(7, 7));
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 7));
  });

  it('[TAIL-6] has its older generations left alone at the first sight of the log', async () => {
    const world = current();
    world.append(linesOf(900, 905), `${world.log}.1`);
    world.append(linesOf(910, 915), `${world.log}-20260101`);
    world.append(linesOf(1, 2));
    const reader = world.follow();
    reader.read();
    world.rotate();
    world.append(linesOf(3, 3));
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 3));
    world.follow().read(QUIET_MS);
    expect(world.follow().count()).toBe(3);
  });

  it('sixty times with all generations kept, has none of them read again', async () => {
    const world = current();
    const reader = world.follow();
    for (let round = 0; round < 60; round++) {
      world.append(linesOf(round, round));
      reader.read();
      world.rotate(world.log, 99);
      reader.read();
      reader.read(QUIET_MS);
    }
    expect((await reader.stored()).sort()).toEqual(linesOf(0, 59).sort());
    const again = world.follow();
    again.read();
    world.rotate(world.log, 99);
    again.read();
    expect(again.count()).toBe(60);
  });

  it('renamed away and back, is one file', async () => {
    const world = current();
    world.append(linesOf(1, 2));
    appendFileSync(world.log, lineOf(3).slice(0, 20));
    const reader = world.follow();
    reader.read();
    renameSync(world.log, join(world.folder, 'elsewhere'));
    reader.read();
    renameSync(join(world.folder, 'elsewhere'), world.log);
    reader.read(QUIET_MS);
    appendFileSync(world.log, `${lineOf(3).slice(20)}\n`);
    world.append(linesOf(4, 4));
    reader.read(2 * QUIET_MS);
    expect(await reader.stored()).toEqual(linesOf(1, 4));
  });
});

import {
  appendFileSync,
  closeSync,
  copyFileSync,
  openSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { describe, expect, it } from 'vitest';
import { followedLogs, QUIET_MS } from '../../../support/followed-log.js';
import { lineOf, linesOf, textOf } from '../../../support/follower.js';

const current = followedLogs();

describe('a file truncated in place', () => {
  it('[TAIL-3] [TAIL-8] by copytruncate loses nothing: what was not read comes from the copy, nothing twice', async () => {
    const world = current();
    world.append(linesOf(1, 5));
    const reader = world.follow();
    reader.read();
    world.append(linesOf(6, 8));
    world.copytruncate();
    world.append(linesOf(9, 10));
    reader.read();
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 10).sort());
    expect(reader.followed(world.log).source.truncations).toBe(1);
    reader.read(QUIET_MS);
    world.follow().read();
    expect(reader.count()).toBe(10);
  });

  it('[TAIL-8] twice between two looks, loses nothing', async () => {
    const world = current();
    world.append(linesOf(1, 5));
    const reader = world.follow();
    reader.read();
    world.append(linesOf(6, 8));
    world.copytruncate(`${world.log}.2`);
    world.append(linesOf(9, 20));
    world.copytruncate(`${world.log}.1`);
    world.append(linesOf(21, 22));
    reader.read();
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 22).sort());
  });

  it('[TAIL-8] when everything was read, has its copy left alone, now and after a restart', async () => {
    const world = current();
    world.append(linesOf(1, 5));
    const reader = world.follow();
    reader.read();
    world.copytruncate();
    world.append(linesOf(6, 6));
    reader.read();
    world.follow().read();
    world.follow().read(QUIET_MS);
    expect(await world.follow().stored()).toEqual(linesOf(1, 6));
  });

  it('[TAIL-8] while nobody looked, has the rest read from the copy', async () => {
    const world = current();
    world.append(linesOf(1, 5));
    world.follow().read();
    world.stop();
    world.append(linesOf(6, 8));
    world.copytruncate();
    world.append(linesOf(9, 30));
    world.follow().read();
    expect((await world.follow().stored()).sort()).toEqual(linesOf(1, 30).sort());
  });

  it('[TAIL-8] has an unfinished last line completed from the copy, and taken once', async () => {
    const world = current();
    world.append(linesOf(1, 2));
    appendFileSync(world.log, lineOf(3).slice(0, 25));
    const reader = world.follow();
    reader.read();
    appendFileSync(world.log, `${lineOf(3).slice(25)}\n`);
    world.copytruncate();
    world.append(linesOf(4, 4));
    reader.read();
    reader.read(QUIET_MS);
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 4).sort());
    expect(reader.count()).toBe(4);
  });

  it('[TAIL-8] before anything of it was read, has all read from the copy', async () => {
    const world = current();
    writeFileSync(world.log, '');
    const reader = world.follow();
    reader.read();
    world.append(linesOf(1, 3));
    world.copytruncate();
    // The stamps of files have some milliseconds: a truncation in the very same one shows at the next change.
    utimesSync(world.log, new Date(), new Date(Date.now() + 1000));
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 3));
    world.append(linesOf(4, 5));
    world.copytruncate(`${world.log}.0`);
    world.append(linesOf(6, 6));
    reader.read();
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 6).sort());
  });

  it('[TAIL-8] is read once when the copy gets the inode of a generation that was deleted', async () => {
    const world = current();
    const reader = world.follow();
    for (let round = 0; round < 12; round++) {
      world.append(linesOf(round * 10, round * 10 + 4));
      reader.read();
      world.append(linesOf(round * 10 + 5, round * 10 + 9));
      rmSync(`${world.log}.2`, { force: true });
      if (round > 0) renameSync(`${world.log}.1`, `${world.log}.2`);
      world.copytruncate();
      reader.read();
      reader.read(QUIET_MS);
    }
    expect((await reader.stored()).sort()).toEqual(linesOf(0, 119).sort());
    expect(reader.count()).toBe(120);
  });

  it('[TAIL-3] and at once longer than before, is recognised by its content', async () => {
    const world = current();
    world.append(linesOf(1, 3));
    const reader = world.follow();
    reader.read();
    writeFileSync(world.log, textOf(linesOf(101, 110)));
    reader.read();
    expect(await reader.stored()).toEqual([...linesOf(1, 3), ...linesOf(101, 110)]);
  });

  it('[TAIL-3] and replaced by content of the same size, is recognised, within the same tick of the clock too', async () => {
    const world = current();
    world.append(linesOf(11, 13));
    const reader = world.follow();
    for (let round = 2; round < 30; round++) {
      reader.read();
      writeFileSync(world.log, textOf(linesOf(round * 10 + 1, round * 10 + 3)));
      reader.read();
    }
    expect(reader.count()).toBe(29 * 3);
  });

  it('gives what was read of its unfinished last line when no copy has more', async () => {
    const world = current();
    world.append(linesOf(1, 1));
    appendFileSync(world.log, lineOf(2));
    const reader = world.follow();
    reader.read();
    truncateSync(world.log);
    world.append(linesOf(3, 3));
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 3));
  });

  it('by a writer without O_APPEND, leaves a hole of NULs that is passed over', async () => {
    const world = current();
    const writer = openSync(world.log, 'w');
    writeSync(writer, textOf(linesOf(1, 50)));
    const reader = world.follow();
    reader.read();
    truncateSync(world.log);
    writeSync(writer, textOf(linesOf(51, 52)));
    reader.read();
    writeSync(writer, textOf(linesOf(53, 53)));
    closeSync(writer);
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 53));
    expect(reader.count()).toBe(53);
  });

  it.each(['shorter', 'longer'])('has a backup of it, now %s than what was read, never read', async (what) => {
    const world = current();
    world.append(linesOf(1, 40));
    const reader = world.follow();
    reader.read();
    if (what === 'longer') world.append(linesOf(41, 45));
    copyFileSync(world.log, `${world.log}.bak`);
    if (what === 'shorter') world.append(linesOf(41, 45));
    reader.read();
    world.rotate();
    reader.read();
    world.append(linesOf(46, 46));
    reader.read(QUIET_MS);
    world.rotate();
    world.append(linesOf(47, 47));
    reader.read();
    world.follow().read();
    expect(await world.follow().stored()).toEqual(linesOf(1, 47));
  });
});

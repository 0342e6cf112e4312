import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { followedLogs } from '../../../support/followed-log.js';
import { type Follower, linesOf } from '../../../support/follower.js';

const HOUR_MS = 3_600_000;
const current = followedLogs();

const names = (reader: Follower) => reader.reading.followed().map(({ tail }) => tail.path);

describe('a file that is gone', () => {
  it('[TAIL-36] leaves after a day when a pattern had found it, and comes back with its counts', async () => {
    const world = current();
    const other = join(world.folder, 'gw2.log');
    const files = [join(world.folder, '*.log')];
    world.append(linesOf(1, 3));
    world.append(linesOf(11, 12), other);
    const reader = world.follow({ files });
    reader.read();
    rmSync(other);
    reader.read(HOUR_MS);
    reader.read(24 * HOUR_MS);
    expect(names(reader)).toEqual([world.log, other]);
    expect(reader.followed(other).tail).toMatchObject({
      state: 'waiting',
      lastError: `${other} does not exist any more: it will be read as soon as it is back`,
    });
    reader.read(25 * HOUR_MS + 60_000);
    expect(names(reader)).toEqual([world.log]);
    // Its gateways are expected all the same.
    const { id } = reader.sources().find(({ name }) => name === other) ?? {};
    expect([...reader.reading.left()]).toEqual([
      { id, lagMs: 0, waitingConnections: 0, problem: null, isFinished: true },
    ]);
    world.append(linesOf(13, 13), other);
    reader.read(26 * HOUR_MS);
    expect(names(reader)).toEqual([world.log, other]);
    expect([...reader.reading.left()]).toEqual([]);
    expect(reader.followed(other).source).toMatchObject({ id, counts: { lines: 3 } });
    expect((await reader.stored()).sort()).toEqual([...linesOf(1, 3), ...linesOf(11, 13)].sort());
  });

  it('[TAIL-36] that is back within a day is followed on, and its day begins anew when it goes again', () => {
    const world = current();
    const reader = world.follow({ files: [join(world.folder, '*.log')] });
    world.append(linesOf(1, 1));
    reader.read();
    rmSync(world.log);
    reader.read(20 * HOUR_MS);
    world.append(linesOf(2, 2));
    reader.read(21 * HOUR_MS);
    rmSync(world.log);
    reader.read(22 * HOUR_MS);
    reader.read(45 * HOUR_MS);
    expect(names(reader)).toEqual([world.log]);
    reader.read(47 * HOUR_MS);
    expect(names(reader)).toEqual([]);
  });

  it('[TAIL-36] stays when its path is configured, and is shown as missing', () => {
    const world = current();
    world.append(linesOf(1, 1));
    const reader = world.follow();
    reader.read();
    rmSync(world.log);
    reader.read(HOUR_MS);
    reader.read(100 * HOUR_MS);
    expect(reader.followed(world.log).tail.state).toBe('waiting');
  });

  it('[TAIL-36] [TAIL-35] whose place a newer one has taken is not missed', () => {
    const world = current();
    const [old = '', today = ''] = ['2026-11-28', '2026-11-29'].map((day) => join(world.folder, day, 'gw1.log'));
    for (const file of [old, today]) mkdirSync(join(file, '..'));
    const reader = world.follow({ files: [join(world.folder, '*/*.log')] });
    world.append(linesOf(1, 1), old);
    reader.read();
    world.append(linesOf(2, 2), today);
    reader.read(1500);
    rmSync(join(old, '..'), { recursive: true });
    reader.reading.followed();
    reader.read(20_000);
    expect(reader.followed(old).tail).toMatchObject({ state: 'stopped', lastError: null });
    reader.read(25 * HOUR_MS);
    expect(names(reader)).toEqual([today]);
  });
});

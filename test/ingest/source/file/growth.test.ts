import { appendFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { followedLogs } from '../../../support/followed-log.js';
import { lineOf, linesOf, textOf } from '../../../support/follower.js';

const current = followedLogs();

describe('a growing file', () => {
  it('[TAIL-4] gives its lines once, and the unfinished last one when it is finished', async () => {
    const world = current();
    writeFileSync(world.log, textOf(linesOf(1, 3)));
    const reader = world.follow();
    reader.read();
    world.append(linesOf(4, 5));
    appendFileSync(world.log, lineOf(6).slice(0, 30));
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 5));
    // What waits for its writer is no lag of the reader.
    expect(reader.followed(world.log).tail).toMatchObject({ isBehind: false, lagBytes: 30 });
    appendFileSync(world.log, `${lineOf(6).slice(30)}\r\n`);
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 6));
    expect(reader.followed(world.log).tail).toMatchObject({
      state: 'idle',
      lagBytes: 0,
      offset: statSync(world.log).size,
    });
  });

  it('is read on from the stored position after a stop and after a kill', async () => {
    const world = current();
    writeFileSync(world.log, textOf(linesOf(1, 10)));
    world.follow().read();
    world.append(linesOf(11, 20));
    world.follow().poll();
    world.kill();
    world.append(linesOf(21, 30));
    appendFileSync(world.log, lineOf(31));
    world.follow().read();
    appendFileSync(world.log, '\n');
    world.follow().read();
    expect(await world.follow().stored()).toEqual(linesOf(1, 31));
  });

  it('is read chunk by chunk, lines across chunks and all', async () => {
    const world = current();
    const lines = Array.from({ length: 8000 }, (_, index) => lineOf(index, ` note=${'x'.repeat(index % 97)}`));
    writeFileSync(world.log, textOf(lines));
    const reader = world.follow();
    expect(reader.pollOnce()).toBe(true);
    expect(reader.followed(world.log).tail.state).toBe('reading');
    expect(reader.followed(world.log).tail.lagBytes).toBeGreaterThan(0);
    expect(reader.followed(world.log).tail).toMatchObject({ isBehind: true, readThroughAt: null });
    const before = Date.now();
    reader.read();
    expect(await reader.stored()).toEqual(lines);
    const { tail } = reader.followed(world.log);
    expect(tail).toMatchObject({ isBehind: false, bytesRead: statSync(world.log).size });
    expect(tail.readThroughAt).toBeGreaterThanOrEqual(before);
  });

  it('[TAIL-7] has lines of 1 MB cut, counted and the next one intact', async () => {
    const world = current();
    writeFileSync(world.log, textOf([lineOf(1), lineOf(2, 'x'.repeat(1 << 20)), lineOf(3)]));
    appendFileSync(world.log, 'y'.repeat(1 << 20));
    const reader = world.follow({ maxLineBytes: 1000 });
    reader.read();
    expect(await reader.stored()).toEqual([lineOf(1), lineOf(2, 'x'.repeat(1000)).slice(0, 1000), lineOf(3)]);
    expect([reader.count('lines'), reader.count('cut'), reader.count('unreadable')]).toEqual([4, 2, 1]);
    // The rest of the line that was cut is passed over, also when the process was ended in between.
    const after = world.follow({ maxLineBytes: 1000 });
    after.read();
    appendFileSync(world.log, `${'y'.repeat(5000)}\n${textOf([lineOf(4)])}`);
    after.read();
    expect([after.count('lines'), after.count('cut')]).toEqual([5, 2]);
    expect((await after.stored()).at(-1)).toBe(lineOf(4));
  });

  it('has a byte order mark passed over', async () => {
    const world = current();
    writeFileSync(world.log, `\uFEFF${textOf(linesOf(1, 2))}`);
    const reader = world.follow();
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 2));
    world.append(linesOf(3, 3));
    world.follow().read();
    expect(await world.follow().stored()).toEqual(linesOf(1, 3));
  });

  it('may hold anything: every line is counted as exactly one thing', async () => {
    const world = current();
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * index * 31 + index * 7) % 256));
    writeFileSync(world.log, Buffer.concat([bytes, Buffer.from(`\n${textOf([lineOf(1)])}\r\n\n`)]));
    const reader = world.follow();
    reader.read();
    const newlines = [...bytes].filter((byte) => byte === 10).length;
    expect(reader.count('lines')).toBe(newlines + 4);
    const parts = (['events', 'other', 'unreadable', 'empty'] as const).map((each) => reader.count(each));
    expect(parts.reduce((sum, each) => sum + each, 0)).toBe(newlines + 4);
    expect(await reader.stored()).toEqual([lineOf(1)]);
  });
});

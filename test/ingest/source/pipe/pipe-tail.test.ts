import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { followedLogs } from '../../../support/followed-log.js';
import { type Follower, linesOf, textOf } from '../../../support/follower.js';

const current = followedLogs();

/** Writes to a FIFO as a program of its own does, and closes it. */
async function write(fifo: string, content: string): Promise<void> {
  const stream = createWriteStream(fifo);
  stream.end(content);
  await once(stream, 'close');
}

function pipeOf(reader: Follower) {
  const [pipe] = reader.reading.pipes();
  if (pipe === undefined) throw new Error('no pipe is followed');
  return pipe;
}

/** Polls until so many lines were read. */
async function untilLines(reader: Follower, lines: number): Promise<void> {
  while (reader.count() < lines) {
    await new Promise(setImmediate);
    reader.poll();
  }
  reader.commit();
}

/** Polls until the reader is in a state. */
async function untilState(reader: Follower, state: string): Promise<void> {
  while (pipeOf(reader).reader.state !== state) {
    await new Promise(setImmediate);
    reader.poll();
  }
}

describe('a FIFO', () => {
  it('[DEL-21] is read without waiting for its writer, writer after writer, the last line without a newline too', async () => {
    const world = current();
    const fifo = join(world.folder, 'gw9.fifo');
    execFileSync('mkfifo', [fifo]);
    world.append(linesOf(1, 2));
    const reader = world.follow({ files: [fifo, world.log] });
    reader.read();
    // The file beside it is not held up.
    expect(reader.count()).toBe(2);
    expect(pipeOf(reader).reader).toMatchObject({
      state: 'waiting',
      lastError: `no line has come through ${fifo} yet`,
    });
    await write(fifo, textOf(linesOf(3, 4)));
    await untilLines(reader, 4);
    await untilState(reader, 'waiting');
    expect(pipeOf(reader).reader.lastError).toMatch(/no program writes to .*gw9\.fifo now/);
    await write(fifo, textOf(linesOf(5, 6)).trimEnd());
    await untilLines(reader, 6);
    for (let number = 7; number < 20; number++) await write(fifo, textOf(linesOf(number, number)));
    await untilLines(reader, 19);
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 19).sort());
    expect(reader.sources().map(({ name }) => name)).toEqual([world.log, fifo]);
  });

  it('[DEL-21] lets its writer wait when it is faster, and loses nothing', async () => {
    const world = current();
    const fifo = join(world.folder, 'gw9.fifo');
    execFileSync('mkfifo', [fifo]);
    const reader = world.follow({ files: [fifo] });
    reader.read();
    const written = write(fifo, textOf(linesOf(1, 60_000)));
    await untilLines(reader, 60_000);
    await written;
    expect(pipeOf(reader).source.counts.lines).toBe(60_000);
    expect(pipeOf(reader).reader.lagBytes).toBe(0);
  });

  it('[DEL-21] may appear later, and a file may take its place', async () => {
    const world = current();
    const reader = world.follow();
    reader.read();
    expect(reader.followed(world.log).tail.state).toBe('waiting');
    execFileSync('mkfifo', [world.log]);
    reader.read(1500);
    await write(world.log, textOf(linesOf(1, 2)));
    await untilLines(reader, 2);
    expect(reader.reading.followed()).toEqual([]);
    rmSync(world.log);
    writeFileSync(world.log, textOf(linesOf(3, 3)));
    reader.read(3000);
    reader.read(4500);
    expect(reader.reading.pipes()).toEqual([]);
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 3).sort());
  });
});

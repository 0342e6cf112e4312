import {
  appendFileSync,
  closeSync,
  copyFileSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type FollowedLog, followedLogs, QUIET_MS } from '../../../support/followed-log.js';
import { type Follower, lineOf, linesOf, textOf } from '../../../support/follower.js';

const current = followedLogs();
const HEADER = `${'# the same first line in every file '.repeat(40)}\n`;

/** What happens to the follower between two steps of a copying program. */
const BETWEEN = ['goes on', 'is stopped and started', 'is ended with kill -9 and started'] as const;
type Between = (typeof BETWEEN)[number];

/** A follower that looks after every step of something, and what happens to it in between. */
class Watching {
  private reader: Follower;
  private later = 0;

  constructor(
    private readonly world: FollowedLog,
    private readonly between: Between,
    private readonly files?: readonly string[],
  ) {
    this.reader = this.start();
  }

  /** @param isToldBeside as a notice of the system tells it; else it is some time until that comes */
  async poll(isToldBeside = true): Promise<void> {
    if (isToldBeside) for (const { tail } of this.reader.reading.followed()) tail.noticeBeside();
    await this.reader.unpack(this.later);
    // What was seen and not committed before a kill is seen again.
    if (this.between === 'is ended with kill -9 and started') this.world.kill();
    else await this.reader.settle(this.later);
    this.later += 1500;
    if (this.between !== 'goes on') this.reader = this.start();
    await this.reader.settle(this.later);
  }

  /** A poll after a time in which nothing came. */
  async pollLater(): Promise<void> {
    this.later += QUIET_MS;
    await this.poll();
  }

  /** Every line once, however long one waits and whatever is started again. */
  async expectOnce(lines: readonly string[]): Promise<void> {
    for (let round = 0; round < 3; round++) await this.reader.settle((this.later += QUIET_MS));
    this.reader = this.start();
    for (let round = 0; round < 3; round++) await this.reader.settle((this.later += QUIET_MS));
    expect(differences(await this.reader.stored(), lines)).toEqual({ lost: [], doubled: [] });
    expect(this.reader.count()).toBe(lines.length);
    expect(this.reader.sources().map(({ lostBytes }) => lostBytes)).toEqual(this.reader.sources().map(() => 0));
  }

  private start(): Follower {
    return this.world.follow(this.files === undefined ? {} : { files: this.files });
  }
}

/** What is there too rarely and too often: of thousands of lines nobody would want to see the rest. */
function differences(stored: readonly string[], wanted: readonly string[]): { lost: string[]; doubled: string[] } {
  const left = new Set(wanted);
  const doubled = stored.filter((line) => !left.delete(line));
  return { lost: [...left], doubled };
}

/** Writes a copy piece by piece, as a program does that others get ahead of. */
async function copyInPieces(content: string, to: string, pieces: number, each: () => Promise<void>): Promise<void> {
  for (let piece = 0; piece < pieces; piece++) {
    const [from, end] = [piece, piece + 1].map((at) => Math.floor((content.length * at) / pieces));
    appendFileSync(to, content.slice(from, end));
    await each();
  }
}

/** A log with lines that were all read, and what looks at it from then on. */
async function watchedLog(
  between: Between,
  lines: readonly string[],
): Promise<{ world: FollowedLog; watching: Watching }> {
  const world = current();
  world.append(lines);
  const watching = new Watching(world, between);
  await watching.poll();
  return { world, watching };
}

describe.each(BETWEEN)('a copy that is looked at while it is written, by a server that %s', (between) => {
  it('[TAIL-18] of a log that was read, gives nothing, whatever becomes of it', async () => {
    const lines = linesOf(1, 3000);
    const { world, watching } = await watchedLog(between, lines);
    await copyInPieces(textOf(lines), `${world.log}.1`, 5, () => watching.poll());
    truncateSync(world.log);
    world.append(linesOf(3001, 3010));
    await watching.poll();
    renameSync(`${world.log}.1`, `${world.log}.2`);
    await watching.poll();
    await watching.expectOnce(linesOf(1, 3010));
  });

  it('[TAIL-18] [TAIL-8] of a log of which a part was read, gives what is beyond that once the log was truncated', async () => {
    const world = current();
    const text = textOf(linesOf(1, 20_000));
    writeFileSync(world.log, text);
    let reader = world.follow();
    let later = 0;
    // Of more than a megabyte one chunk is read at each look.
    const pollOnce = () => {
      for (const { tail } of reader.reading.followed()) tail.noticeBeside();
      reader.pollOnce((later += 1500));
      if (between === 'is ended with kill -9 and started') world.kill();
      else reader.commit();
      if (between !== 'goes on') reader = world.follow();
      return Promise.resolve();
    };
    reader.pollOnce();
    reader.commit();
    await copyInPieces(text.slice(0, 250_000), `${world.log}-20260301`, 3, pollOnce);
    appendFileSync(`${world.log}-20260301`, text.slice(250_000));
    truncateSync(world.log);
    world.append(linesOf(20_001, 20_001));
    world.stop();
    const rest = new Watching(world, between);
    await rest.poll();
    await rest.expectOnce(linesOf(1, 20_001));
  });

  it('[TAIL-18] goes on after the log was truncated already, in the middle of a line that was read in part', async () => {
    const world = current();
    const text = `${textOf(linesOf(1, 2000))}${lineOf(2001)}\n`;
    appendFileSync(world.log, text.slice(0, -20));
    const watching = new Watching(world, between);
    await watching.poll();
    await copyInPieces(text.slice(0, 60_000), `${world.log}.1`, 2, () => watching.poll());
    truncateSync(world.log);
    await watching.poll();
    await copyInPieces(text.slice(60_000, 80_000), `${world.log}.1`, 2, () => watching.poll());
    appendFileSync(`${world.log}.1`, text.slice(80_000));
    world.append(linesOf(2002, 2003));
    await watching.poll();
    await watching.expectOnce(linesOf(1, 2003));
  });

  it('[TAIL-18] is begun again, before and after the log was truncated', async () => {
    const lines = linesOf(1, 3000);
    const { world, watching } = await watchedLog(between, lines);
    await copyInPieces(textOf(lines).slice(0, 90_000), `${world.log}.1`, 2, () => watching.poll());
    truncateSync(`${world.log}.1`);
    await watching.poll();
    await copyInPieces(textOf(lines), `${world.log}.1`, 3, () => watching.poll());
    truncateSync(world.log);
    world.append(linesOf(3001, 3001));
    await watching.poll();
    writeFileSync(`${world.log}.1`, textOf(lines.slice(0, 1000)));
    await watching.poll();
    appendFileSync(`${world.log}.1`, textOf(lines.slice(1000)));
    await watching.expectOnce(linesOf(1, 3001));
  });

  it('[TAIL-18] under another name first, is renamed while it grows', async () => {
    const lines = linesOf(1, 3000);
    const { world, watching } = await watchedLog(between, lines);
    await copyInPieces(textOf(lines).slice(0, 90_000), `${world.log}.1.tmp`, 2, () => watching.poll());
    renameSync(`${world.log}.1.tmp`, `${world.log}.1`);
    await copyInPieces(textOf(lines).slice(90_000), `${world.log}.1`, 2, () => watching.poll());
    truncateSync(world.log);
    await watching.poll();
    await watching.expectOnce(lines);
  });

  it.each(['the beginning', 'the end', 'the middle'])(
    '[TAIL-18] has its full size at once and %s written last',
    async (last) => {
      const lines = linesOf(1, 3000);
      const text = textOf(lines);
      const { world, watching } = await watchedLog(between, lines);
      const copy = openSync(`${world.log}.1`, 'w');
      ftruncateSync(copy, text.length);
      await watching.poll();
      const third = Math.floor(text.length / 3);
      const order = { 'the beginning': [1, 2, 0], 'the end': [0, 1, 2], 'the middle': [0, 2, 1] }[last] ?? [];
      for (const part of order) {
        writeSync(copy, text.slice(part * third, part === 2 ? undefined : (part + 1) * third), part * third);
        await watching.poll();
      }
      closeSync(copy);
      truncateSync(world.log);
      world.append(linesOf(3001, 3001));
      await watching.poll();
      await watching.expectOnce(linesOf(1, 3001));
    },
  );

  it('[TAIL-18] under a name that is followed too, gives nothing until it goes on by itself', async () => {
    const world = current();
    const lines = linesOf(1, 3000);
    world.append(lines);
    const watching = new Watching(world, between, [join(world.folder, '*.log*')]);
    await watching.poll();
    const names = ['gw1-20260301.log', 'gw1.log.bak', 'gw1.log.1.tmp'].map((name) => join(world.folder, name));
    for (const name of names) await copyInPieces(textOf(lines), name, 4, () => watching.poll());
    world.append(linesOf(3001, 3010));
    await watching.poll();
    world.append(linesOf(4001, 4010), names[0]);
    await watching.poll();
    world.append(linesOf(4011, 4012), names[0]);
    await watching.poll();
    await watching.expectOnce([...linesOf(1, 3010), ...linesOf(4001, 4012)]);
  });

  it('[TAIL-18] [TAIL-12] and compressed before it is whole, or of a part, gives nothing', async () => {
    const lines = linesOf(1, 3000);
    const text = textOf(lines);
    const { world, watching } = await watchedLog(between, lines);
    await copyInPieces(text.slice(0, 90_000), `${world.log}.1`, 2, () => watching.poll());
    world.stop();
    rmSync(`${world.log}.1`);
    writeFileSync(`${world.log}.1.gz`, gzipSync(text.slice(0, 120_000)));
    truncateSync(world.log);
    world.append(linesOf(3001, 3001));
    const again = new Watching(world, between);
    await again.poll();
    const packed = gzipSync(text);
    writeFileSync(`${world.log}.2.gz`, packed.subarray(0, packed.length / 2));
    await again.poll();
    appendFileSync(`${world.log}.2.gz`, packed.subarray(packed.length / 2));
    await again.poll();
    await again.expectOnce(linesOf(1, 3001));
  });

  it('[TAIL-18] when the log is looked at for the first time, gives what the log does not hold any more', async () => {
    const world = current();
    const lines = linesOf(1, 9000);
    const text = textOf(lines);
    world.append(lines);
    appendFileSync(`${world.log}.1`, text.slice(0, 200_000));
    const reader = world.follow();
    // Of half a megabyte one chunk is read.
    reader.pollOnce();
    world.stop();
    appendFileSync(`${world.log}.1`, text.slice(200_000));
    truncateSync(world.log);
    world.append(linesOf(9001, 9001));
    const watching = new Watching(world, between);
    await watching.poll();
    await watching.expectOnce(linesOf(1, 9001));
  });

  it('[TAIL-18] of a log whose generations all begin with the same long line, is told from the next generation', async () => {
    const world = current();
    appendFileSync(world.log, HEADER);
    world.append(linesOf(1, 400));
    const watching = new Watching(world, between);
    await watching.poll();
    await copyInPieces(`${HEADER}${textOf(linesOf(1, 400))}`, `${world.log}.bak`, 3, () => watching.poll());
    world.stop();
    for (const first of [401, 501]) {
      world.rotate();
      appendFileSync(world.log, HEADER);
      world.append(linesOf(first, first + 99));
    }
    world.rotate();
    const again = new Watching(world, between);
    await again.poll();
    expect((await world.follow().stored()).sort()).toEqual(linesOf(1, 600).sort());
    expect(world.follow().count('unreadable')).toBe(3);
  });
});

describe.each(BETWEEN)('a generation that its successor is shorter than, by a server that %s', (between) => {
  it('[TAIL-12] [TAIL-18] as a late line came after it was compressed, is not read again', async () => {
    const { world, watching } = await watchedLog(between, linesOf(1, 5000));
    const writer = openSync(world.log, 'a');
    world.rotate();
    writeFileSync(`${world.log}.1.gz`, gzipSync(readFileSync(`${world.log}.1`)));
    writeSync(writer, textOf(linesOf(5001, 5001)));
    await watching.poll();
    rmSync(`${world.log}.1`);
    closeSync(writer);
    world.append(linesOf(5002, 5010));
    await watching.poll();
    await watching.expectOnce(linesOf(1, 5010));
  });

  it('[TAIL-8] [TAIL-18] as lines came between copy and truncation, is not read again', async () => {
    const { world, watching } = await watchedLog(between, linesOf(1, 5000));
    world.append(linesOf(5001, 5020));
    await watching.poll();
    world.stop();
    // Copied before the last lines were written, and not looked at since.
    writeFileSync(`${world.log}.1`, textOf(linesOf(1, 5000)));
    truncateSync(world.log);
    world.append(linesOf(5021, 5022));
    const again = new Watching(world, between);
    await again.poll();
    rmSync(`${world.log}.1`);
    writeFileSync(`${world.log}.1.gz`, gzipSync(textOf(linesOf(1, 5000))));
    await again.poll();
    await again.expectOnce(linesOf(1, 5022));
  });

  it.each([0, 3, 3000])(
    '[TAIL-1] [TAIL-8] of a log that has moved to the place of another when it had %d lines, gives nothing',
    async (count) => {
      const world = current();
      const other = join(world.folder, 'gw2.log');
      const beside = join(world.folder, 'gw3.log');
      world.append(linesOf(1, count));
      world.append(linesOf(9001, 9001), beside);
      const watching = new Watching(world, between, [world.log, other, beside]);
      await watching.poll();
      // A new file that is given the inode of a removed empty one is no different.
      renameSync(world.log, other);
      await watching.poll();
      world.append(linesOf(3001, 4000), other);
      await watching.poll();
      copyFileSync(other, `${other}.1`);
      truncateSync(other);
      await watching.poll(false);
      world.append(linesOf(4001, 4010), other);
      await watching.poll();
      await watching.expectOnce([...linesOf(1, count), ...linesOf(3001, 4010), ...linesOf(9001, 9001)]);
    },
  );

  it('[TAIL-8] [TAIL-18] that goes on by itself, and is copied and truncated then, gives nothing', async () => {
    const world = current();
    const copy = join(world.folder, 'gw1-old.log');
    world.append(linesOf(1, 1000));
    const watching = new Watching(world, between, [join(world.folder, '*.log')]);
    await watching.poll();
    copyFileSync(world.log, copy);
    await watching.poll();
    rmSync(world.log);
    await watching.pollLater();
    world.append(linesOf(1001, 1010), copy);
    await watching.poll();
    copyFileSync(copy, `${copy}.1`);
    truncateSync(copy);
    world.append(linesOf(2001, 2001));
    await watching.poll(false);
    world.append(linesOf(1011, 1012), copy);
    await watching.poll();
    await watching.expectOnce([...linesOf(1, 1012), ...linesOf(2001, 2001)]);
  });
});

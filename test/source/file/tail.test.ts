import {
  appendFileSync,
  closeSync,
  copyFileSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Follower, type FollowerOptions, lineOf, linesOf, textOf } from '../../support/follower.js';
import { tempFolders } from '../../support/temp-folder.js';

const QUIET_MS = 11_000;
const tempFolder = tempFolders();
let folder = '';
let log = '';
let follower: Follower | undefined;

beforeEach(() => {
  folder = tempFolder();
  log = join(folder, 'gw1.log');
});

afterEach(() => {
  follower?.kill();
  follower = undefined;
});

/** Starts a follower, after ending the one before. */
function follow(options: Partial<FollowerOptions> = {}): Follower {
  follower?.stop();
  follower = new Follower({ files: [log], data: join(folder, 'data'), ...options });
  return follower;
}

const append = (lines: readonly string[], file = log) => {
  appendFileSync(file, textOf(lines));
};

/** Renames and creates, as logrotate does by default. */
function rotate(file = log, keep = 9): void {
  rmSync(`${file}.${String(keep)}`, { force: true });
  for (let number = keep - 1; number >= 1; number--) {
    if (statSync(`${file}.${String(number)}`, { throwIfNoEntry: false }) !== undefined)
      renameSync(`${file}.${String(number)}`, `${file}.${String(number + 1)}`);
  }
  renameSync(file, `${file}.1`);
  writeFileSync(file, '');
}

describe('a growing file', () => {
  it('[TAIL-4] gives its lines once, and the unfinished last one when it is finished', async () => {
    writeFileSync(log, textOf(linesOf(1, 3)));
    const reader = follow();
    reader.read();
    append(linesOf(4, 5));
    appendFileSync(log, lineOf(6).slice(0, 30));
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 5));
    appendFileSync(log, `${lineOf(6).slice(30)}\r\n`);
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 6));
    expect(reader.followed(log).tail).toMatchObject({ state: 'idle', lagBytes: 0, offset: statSync(log).size });
  });

  it('is read on from the stored position after a stop and after a kill', async () => {
    writeFileSync(log, textOf(linesOf(1, 10)));
    follow().read();
    append(linesOf(11, 20));
    follow().look();
    follower?.kill();
    follower = undefined;
    append(linesOf(21, 30));
    appendFileSync(log, lineOf(31));
    follow().read();
    appendFileSync(log, '\n');
    follow().read();
    expect(await follow().stored()).toEqual(linesOf(1, 31));
  });

  it('is read chunk by chunk, lines across chunks and all', async () => {
    const lines = Array.from({ length: 8000 }, (_, index) => lineOf(index, ` note=${'x'.repeat(index % 97)}`));
    writeFileSync(log, textOf(lines));
    const reader = follow();
    expect(reader.lookOnce()).toBe(true);
    expect(reader.followed(log).tail.state).toBe('reading');
    expect(reader.followed(log).tail.lagBytes).toBeGreaterThan(0);
    reader.read();
    expect(await reader.stored()).toEqual(lines);
  });

  it('[TAIL-7] has lines of 1 MB cut, counted and the next one intact', async () => {
    writeFileSync(log, textOf([lineOf(1), lineOf(2, 'x'.repeat(1 << 20)), lineOf(3)]));
    appendFileSync(log, 'y'.repeat(1 << 20));
    const reader = follow({ maxLineBytes: 1000 });
    reader.read();
    expect(await reader.stored()).toEqual([lineOf(1), lineOf(2, 'x'.repeat(1000)).slice(0, 1000), lineOf(3)]);
    expect([reader.count('lines'), reader.count('cut'), reader.count('unreadable')]).toEqual([4, 2, 1]);
    // The rest of the line that was cut is passed over, also when the process was ended in between.
    const after = follow({ maxLineBytes: 1000 });
    after.read();
    appendFileSync(log, `${'y'.repeat(5000)}\n${textOf([lineOf(4)])}`);
    after.read();
    expect([after.count('lines'), after.count('cut')]).toEqual([5, 2]);
    expect((await after.stored()).at(-1)).toBe(lineOf(4));
  });

  it('has a byte order mark passed over', async () => {
    writeFileSync(log, `\uFEFF${textOf(linesOf(1, 2))}`);
    const reader = follow();
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 2));
    append(linesOf(3, 3));
    follow().read();
    expect(await follow().stored()).toEqual(linesOf(1, 3));
  });

  it('may hold anything: every line is counted as exactly one thing', async () => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * index * 31 + index * 7) % 256));
    writeFileSync(log, Buffer.concat([bytes, Buffer.from(`\n${textOf([lineOf(1)])}\r\n\n`)]));
    const reader = follow();
    reader.read();
    const newlines = [...bytes].filter((byte) => byte === 10).length;
    expect(reader.count('lines')).toBe(newlines + 4);
    const parts = (['events', 'other', 'unreadable', 'empty'] as const).map((each) => reader.count(each));
    expect(parts.reduce((sum, each) => sum + each, 0)).toBe(newlines + 4);
    expect(await reader.stored()).toEqual([lineOf(1)]);
  });
});

describe('a file rotated by rename and create', () => {
  it('[TAIL-2] is read to its end, then the new one, in this order', async () => {
    append(linesOf(1, 5));
    const reader = follow();
    reader.read();
    append(linesOf(6, 9));
    rotate();
    append(linesOf(10, 12));
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 12));
    expect(reader.followed(log).source.rotations).toBe(1);
  });

  it('[TAIL-2] is read on while its writer goes on into the renamed file', async () => {
    append(linesOf(1, 2));
    const reader = follow();
    reader.read();
    const writer = openSync(log, 'a');
    rotate();
    reader.read();
    writeSync(writer, textOf(linesOf(3, 4)));
    append(linesOf(100, 101));
    reader.read();
    writeSync(writer, textOf(linesOf(5, 6)));
    reader.read();
    closeSync(writer);
    expect((await reader.stored()).sort()).toEqual([...linesOf(1, 6), ...linesOf(100, 101)].sort());
  });

  it('[TAIL-5] gives its unfinished last line after a quiet time, never glued to the next file', async () => {
    append(linesOf(1, 2));
    appendFileSync(log, lineOf(3));
    const reader = follow();
    reader.read();
    rotate();
    append(linesOf(4, 4));
    reader.read();
    expect(await reader.stored()).toEqual([...linesOf(1, 2), lineOf(4)]);
    reader.read(QUIET_MS);
    expect(await reader.stored()).toEqual([...linesOf(1, 2), lineOf(4), lineOf(3)]);
    follow().read();
    expect(reader.count('lines')).toBe(4);
  });

  it('twice between two looks, loses nothing', async () => {
    append(linesOf(1, 2));
    const reader = follow();
    reader.read();
    append(linesOf(3, 3));
    rotate();
    append(linesOf(4, 5));
    rotate();
    append(linesOf(6, 7));
    rotate();
    append(linesOf(8, 8));
    reader.read();
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 8).sort());
  });

  it('twice while the path was missing, loses nothing', async () => {
    append(linesOf(1, 2));
    const reader = follow();
    reader.read();
    renameSync(log, `${log}.1`);
    reader.read();
    reader.read(QUIET_MS);
    append(linesOf(3, 4));
    rotate();
    append(linesOf(5, 5));
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 5));
  });

  it('while nobody looked, is read on: the rest of the old one, then the new one', async () => {
    append(linesOf(1, 3));
    follow().read();
    follower?.stop();
    follower = undefined;
    append(linesOf(4, 6));
    rotate();
    append(linesOf(7, 8));
    rotate();
    append(linesOf(9, 9));
    follow().read();
    expect((await follow().stored()).sort()).toEqual(linesOf(1, 9).sort());
  });

  it('while nobody looked, is read to its end even when the new one is not there yet', async () => {
    append(linesOf(1, 3));
    follow().read();
    follower?.stop();
    follower = undefined;
    append(linesOf(4, 6));
    renameSync(log, `${log}.1`);
    const reader = follow();
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 6));
    expect(reader.followed(log).tail.state).toBe('waiting');
    append(linesOf(7, 7));
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 7));
  });

  it('[TAIL-6] has its older generations left alone at the first sight of the log', async () => {
    append(linesOf(900, 905), `${log}.1`);
    append(linesOf(910, 915), `${log}-20260101`);
    append(linesOf(1, 2));
    const reader = follow();
    reader.read();
    rotate();
    append(linesOf(3, 3));
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 3));
    follow().read(QUIET_MS);
    expect(follower?.count()).toBe(3);
  });

  it('sixty times with all generations kept, has none of them read again', async () => {
    const reader = follow();
    for (let round = 0; round < 60; round++) {
      append(linesOf(round, round));
      reader.read();
      rotate(log, 99);
      reader.read();
      reader.read(QUIET_MS);
    }
    expect((await reader.stored()).sort()).toEqual(linesOf(0, 59).sort());
    const again = follow();
    again.read();
    rotate(log, 99);
    again.read();
    expect(again.count()).toBe(60);
  });

  it('renamed away and back, is one file', async () => {
    append(linesOf(1, 2));
    appendFileSync(log, lineOf(3).slice(0, 20));
    const reader = follow();
    reader.read();
    renameSync(log, join(folder, 'elsewhere'));
    reader.read();
    renameSync(join(folder, 'elsewhere'), log);
    reader.read(QUIET_MS);
    appendFileSync(log, `${lineOf(3).slice(20)}\n`);
    append(linesOf(4, 4));
    reader.read(2 * QUIET_MS);
    expect(await reader.stored()).toEqual(linesOf(1, 4));
  });
});

describe('a file truncated in place', () => {
  /** Copies and truncates, as logrotate's copytruncate does. */
  function copytruncate(copy = `${log}.1`): void {
    copyFileSync(log, copy);
    truncateSync(log);
  }

  it('[TAIL-3] [TAIL-8] by copytruncate loses nothing: what was not read comes from the copy, nothing twice', async () => {
    append(linesOf(1, 5));
    const reader = follow();
    reader.read();
    append(linesOf(6, 8));
    copytruncate();
    append(linesOf(9, 10));
    reader.read();
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 10).sort());
    expect(reader.followed(log).source.truncations).toBe(1);
    reader.read(QUIET_MS);
    follow().read();
    expect(reader.count()).toBe(10);
  });

  it('[TAIL-8] twice between two looks, loses nothing', async () => {
    append(linesOf(1, 5));
    const reader = follow();
    reader.read();
    append(linesOf(6, 8));
    copytruncate(`${log}.2`);
    append(linesOf(9, 20));
    copytruncate(`${log}.1`);
    append(linesOf(21, 22));
    reader.read();
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 22).sort());
  });

  it('[TAIL-8] when everything was read, has its copy left alone, now and after a restart', async () => {
    append(linesOf(1, 5));
    const reader = follow();
    reader.read();
    copytruncate();
    append(linesOf(6, 6));
    reader.read();
    follow().read();
    follow().read(QUIET_MS);
    expect(await follow().stored()).toEqual(linesOf(1, 6));
  });

  it('[TAIL-8] while nobody looked, has the rest read from the copy', async () => {
    append(linesOf(1, 5));
    follow().read();
    follower?.stop();
    follower = undefined;
    append(linesOf(6, 8));
    copytruncate();
    append(linesOf(9, 30));
    follow().read();
    expect((await follow().stored()).sort()).toEqual(linesOf(1, 30).sort());
  });

  it('[TAIL-8] has an unfinished last line completed from the copy, and taken once', async () => {
    append(linesOf(1, 2));
    appendFileSync(log, lineOf(3).slice(0, 25));
    const reader = follow();
    reader.read();
    appendFileSync(log, `${lineOf(3).slice(25)}\n`);
    copytruncate();
    append(linesOf(4, 4));
    reader.read();
    reader.read(QUIET_MS);
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 4).sort());
    expect(reader.count()).toBe(4);
  });

  it('[TAIL-8] before anything of it was read, has all read from the copy', async () => {
    writeFileSync(log, '');
    const reader = follow();
    reader.read();
    append(linesOf(1, 3));
    copytruncate();
    // The stamps of files have some milliseconds: a truncation in the very same one shows at the next change.
    utimesSync(log, new Date(), new Date(Date.now() + 1000));
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 3));
    append(linesOf(4, 5));
    copytruncate(`${log}.0`);
    append(linesOf(6, 6));
    reader.read();
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 6).sort());
  });

  it('[TAIL-8] is read once when the copy gets the inode of a generation that was deleted', async () => {
    const reader = follow();
    for (let round = 0; round < 12; round++) {
      append(linesOf(round * 10, round * 10 + 4));
      reader.read();
      append(linesOf(round * 10 + 5, round * 10 + 9));
      rmSync(`${log}.2`, { force: true });
      if (round > 0) renameSync(`${log}.1`, `${log}.2`);
      copytruncate();
      reader.read();
      reader.read(QUIET_MS);
    }
    expect((await reader.stored()).sort()).toEqual(linesOf(0, 119).sort());
    expect(reader.count()).toBe(120);
  });

  it('[TAIL-3] and at once longer than before, is recognised by its content', async () => {
    append(linesOf(1, 3));
    const reader = follow();
    reader.read();
    writeFileSync(log, textOf(linesOf(101, 110)));
    reader.read();
    expect(await reader.stored()).toEqual([...linesOf(1, 3), ...linesOf(101, 110)]);
  });

  it('[TAIL-3] and replaced by content of the same size, is recognised, within the same tick of the clock too', async () => {
    append(linesOf(11, 13));
    const reader = follow();
    for (let round = 2; round < 30; round++) {
      reader.read();
      writeFileSync(log, textOf(linesOf(round * 10 + 1, round * 10 + 3)));
      reader.read();
    }
    expect(reader.count()).toBe(29 * 3);
  });

  it('gives what was read of its unfinished last line when no copy has more', async () => {
    append(linesOf(1, 1));
    appendFileSync(log, lineOf(2));
    const reader = follow();
    reader.read();
    truncateSync(log);
    append(linesOf(3, 3));
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 3));
  });

  it('by a writer without O_APPEND, leaves a hole of NULs that is passed over', async () => {
    const writer = openSync(log, 'w');
    writeSync(writer, textOf(linesOf(1, 50)));
    const reader = follow();
    reader.read();
    truncateSync(log);
    writeSync(writer, textOf(linesOf(51, 52)));
    reader.read();
    writeSync(writer, textOf(linesOf(53, 53)));
    closeSync(writer);
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 53));
    expect(reader.count()).toBe(53);
  });

  it.each(['shorter', 'longer'])('has a backup of it, now %s than what was read, never read', async (what) => {
    append(linesOf(1, 40));
    const reader = follow();
    reader.read();
    if (what === 'longer') append(linesOf(41, 45));
    copyFileSync(log, `${log}.bak`);
    if (what === 'shorter') append(linesOf(41, 45));
    reader.read();
    rotate();
    reader.read();
    append(linesOf(46, 46));
    reader.read(QUIET_MS);
    rotate();
    append(linesOf(47, 47));
    reader.read();
    follow().read();
    expect(await follow().stored()).toEqual(linesOf(1, 47));
  });
});

describe('a file that goes and comes', () => {
  it('deleted and made again under the same name, is read to its end and from its beginning', async () => {
    append(linesOf(1, 2));
    const reader = follow();
    reader.read();
    append(linesOf(3, 3));
    unlinkSync(log);
    reader.read();
    expect(reader.followed(log).tail).toMatchObject({ state: 'waiting', lastError: expect.stringContaining(log) });
    for (let round = 0; round < 10; round++) {
      append(linesOf(10 + round, 10 + round));
      reader.read();
      reader.read(QUIET_MS);
      unlinkSync(log);
      reader.read(QUIET_MS);
      reader.read(2 * QUIET_MS);
    }
    expect(await reader.stored()).toEqual([...linesOf(1, 3), ...linesOf(10, 19)]);
  });

  it('[TAIL-1] deleted while nobody looked, its inode used again by another file, is read from the beginning', async () => {
    append(linesOf(1, 5));
    follow().read();
    const { ino } = statSync(log);
    let isReused = false;
    for (let round = 0; round < 20 && !isReused; round++) {
      follower?.stop();
      follower = undefined;
      unlinkSync(log);
      append(linesOf(100 + round * 10, 107 + round * 10));
      isReused = statSync(log).ino === ino;
      follow().read();
      expect((await follow().stored()).slice(-8)).toEqual(linesOf(100 + round * 10, 107 + round * 10));
    }
    expect(await follow().stored()).toHaveLength(5 + (follow().count() - 5));
  });

  it('appears later, and so does its folder', async () => {
    const later = join(folder, 'not', 'yet', 'gw2.log');
    const reader = follow({ files: [log, later, join(folder, 'not', '*', '*.txt')] });
    reader.read();
    expect(reader.followed(later).tail.state).toBe('waiting');
    mkdirSync(join(folder, 'not', 'yet'), { recursive: true });
    append(linesOf(1, 2), later);
    append(linesOf(3, 4), join(folder, 'not', 'yet', 'gw3.txt'));
    reader.read(1500);
    append(linesOf(5, 5));
    reader.read(3000);
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 5).sort());
    rmSync(join(folder, 'not'), { recursive: true });
    reader.read(4500);
    mkdirSync(join(folder, 'not', 'yet'), { recursive: true });
    append(linesOf(6, 6), later);
    reader.read(6000);
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 6).sort());
  });

  it('replaced by a folder, degrades its source with the remedy and works again afterwards', async () => {
    append(linesOf(1, 1));
    const reader = follow({ files: [log, `${log}2`] });
    reader.read();
    unlinkSync(log);
    mkdirSync(log);
    append(linesOf(2, 2), `${log}2`);
    reader.read();
    reader.read();
    expect(reader.followed(log).tail).toMatchObject({
      state: 'degraded',
      lastError: expect.stringMatching(/gw1\.log.*no regular file.*pattern/),
    });
    rmSync(log, { recursive: true });
    append(linesOf(3, 3));
    reader.read();
    reader.read(QUIET_MS);
    expect(reader.followed(log).tail).toMatchObject({ state: 'idle', lastError: null });
    expect(reader.followed(log).source.rotations).toBe(1);
    expect(await reader.stored()).toEqual(linesOf(1, 3));
  });

  it('is a folder from the beginning: the other files are read all the same', async () => {
    mkdirSync(log);
    append(linesOf(1, 1), `${log}2`);
    const reader = follow({ files: [log, `${log}2`] });
    reader.read();
    expect(reader.followed(log).tail.state).toBe('degraded');
    expect(await reader.stored()).toEqual(linesOf(1, 1));
    expect(() => {
      reader.stop();
    }).not.toThrow();
    follower = undefined;
  });
});

describe('a set of files', () => {
  it('has each file read once that two patterns, two groups, a symbolic and a hard link lead to', async () => {
    append(linesOf(1, 3));
    symlinkSync(log, join(folder, 'link.log'));
    linkSync(log, join(folder, 'hard.log'));
    const pattern = join(folder, '*.log');
    const reader = follow({ files: [pattern, join(folder, 'gw*'), log], groups: [[log], [pattern]] });
    reader.read();
    append(linesOf(4, 6));
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 6));
    truncateSync(log);
    append(linesOf(7, 7));
    for (let round = 0; round < 8; round++) reader.read();
    rotate();
    append(linesOf(8, 9));
    for (let round = 0; round < 8; round++) reader.read(round * 2 * QUIET_MS);
    expect(await reader.stored()).toEqual(linesOf(1, 9));
  });

  it('follows a symbolic link that is turned to another file', async () => {
    append(linesOf(1, 2), join(folder, 'a'));
    append(linesOf(3, 4), join(folder, 'b'));
    symlinkSync('a', log);
    const reader = follow();
    reader.read();
    unlinkSync(log);
    symlinkSync('b', log);
    append(linesOf(5, 5), join(folder, 'a'));
    reader.read();
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 5).sort());
  });

  it('that is a pattern finds files that appear later, and what rotation makes of them is not read twice', async () => {
    const reader = follow({ files: [join(folder, 'gw*')] });
    reader.read();
    append(linesOf(1, 2));
    append(linesOf(101, 102), join(folder, 'gw2.log'));
    reader.read(1500);
    append(linesOf(3, 4));
    rotate();
    append(linesOf(5, 5));
    append(linesOf(103, 103), join(folder, 'gw2.log'));
    copyFileSync(join(folder, 'gw2.log'), join(folder, 'gw2.log.1'));
    truncateSync(join(folder, 'gw2.log'));
    append(linesOf(104, 104), join(folder, 'gw2.log'));
    for (let round = 2; round < 8; round++) reader.read(round * QUIET_MS);
    const expected = [...linesOf(1, 5), ...linesOf(101, 104)].sort();
    expect((await reader.stored()).sort()).toEqual(expected);
    const again = follow({ files: [join(folder, 'gw*')] });
    for (let round = 0; round < 4; round++) again.read(round * QUIET_MS);
    expect((await again.stored()).sort()).toEqual(expected);
  });

  it('that is a pattern passes over compressed files', () => {
    writeFileSync(join(folder, 'gw1.log.2.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0]));
    append(linesOf(1, 1));
    const reader = follow({ files: [join(folder, 'gw*')] });
    reader.read();
    expect(reader.sources().map(({ name }) => name)).toEqual([log]);
  });

  it('keeps files with the same beginning apart', async () => {
    const header = `${'# the same first line in every file '.repeat(40)}\n`;
    const files = ['a', 'b', 'c'].map((name) => join(folder, `${name}.log`));
    files.forEach((file, index) => {
      writeFileSync(file, header);
      append(linesOf(index * 10, index * 10 + 2), file);
    });
    const reader = follow({ files: [join(folder, '*.log')] });
    reader.read();
    for (const file of files) rotate(file);
    files.forEach((file, index) => {
      writeFileSync(file, header);
      append(linesOf(index * 10 + 3, index * 10 + 3), file);
    });
    reader.read();
    follow({ files: [join(folder, '*.log')] }).read();
    expect((await follow().stored()).sort()).toEqual([0, 10, 20].flatMap((first) => linesOf(first, first + 3)).sort());
  });

  it('keeps empty and tiny files apart', async () => {
    const files = Array.from({ length: 30 }, (_, index) => join(folder, `t${String(index).padStart(2, '0')}.log`));
    for (const file of files) writeFileSync(file, '');
    const reader = follow({ files: [join(folder, '*.log')] });
    reader.read();
    for (const file of files) writeFileSync(file, '\n');
    reader.read();
    for (const [index, file] of files.entries()) append(linesOf(index, index), file);
    reader.read();
    expect((await reader.stored()).sort()).toEqual(linesOf(0, 29).sort());
    expect(reader.count('empty')).toBe(30);
  });

  it('may have names with characters that mean something in a pattern', async () => {
    const names = ['gw[1].log', 'a{b,c}.log', 'x (1)!.log', 'star*.log', 'back\\slash.log', '#+@|.log'];
    names.forEach((name, index) => append(linesOf(index, index), join(folder, name)));
    const reader = follow({ files: [join(folder, '*.log')] });
    reader.read();
    expect((await reader.stored()).sort()).toEqual(linesOf(0, names.length - 1).sort());
  });
});

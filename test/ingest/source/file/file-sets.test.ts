import { copyFileSync, linkSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { followedLogs, QUIET_MS } from '../../../support/followed-log.js';
import { linesOf } from '../../../support/follower.js';

const current = followedLogs();

describe('a set of files', () => {
  it('has each file read once that two patterns, two groups, a symbolic and a hard link lead to', async () => {
    const world = current();
    world.append(linesOf(1, 3));
    symlinkSync(world.log, join(world.folder, 'link.log'));
    linkSync(world.log, join(world.folder, 'hard.log'));
    const pattern = join(world.folder, '*.log');
    const reader = world.follow({
      files: [pattern, join(world.folder, 'gw*'), world.log],
      groups: [[world.log], [pattern]],
    });
    reader.read();
    world.append(linesOf(4, 6));
    reader.read();
    expect(await reader.stored()).toEqual(linesOf(1, 6));
    truncateSync(world.log);
    world.append(linesOf(7, 7));
    for (let round = 0; round < 8; round++) reader.read();
    world.rotate();
    world.append(linesOf(8, 9));
    for (let round = 0; round < 8; round++) reader.read(round * 2 * QUIET_MS);
    expect(await reader.stored()).toEqual(linesOf(1, 9));
  });

  it('follows a symbolic link that is turned to another file', async () => {
    const world = current();
    world.append(linesOf(1, 2), join(world.folder, 'a'));
    world.append(linesOf(3, 4), join(world.folder, 'b'));
    symlinkSync('a', world.log);
    const reader = world.follow();
    reader.read();
    unlinkSync(world.log);
    symlinkSync('b', world.log);
    world.append(linesOf(5, 5), join(world.folder, 'a'));
    reader.read();
    expect((await reader.stored()).sort()).toEqual(linesOf(1, 5).sort());
  });

  it('that is a pattern finds files that appear later, and what rotation makes of them is not read twice', async () => {
    const world = current();
    const reader = world.follow({ files: [join(world.folder, 'gw*')] });
    reader.read();
    world.append(linesOf(1, 2));
    world.append(linesOf(101, 102), join(world.folder, 'gw2.log'));
    reader.read(1500);
    world.append(linesOf(3, 4));
    world.rotate();
    world.append(linesOf(5, 5));
    world.append(linesOf(103, 103), join(world.folder, 'gw2.log'));
    copyFileSync(join(world.folder, 'gw2.log'), join(world.folder, 'gw2.log.1'));
    truncateSync(join(world.folder, 'gw2.log'));
    world.append(linesOf(104, 104), join(world.folder, 'gw2.log'));
    for (let round = 2; round < 8; round++) reader.read(round * QUIET_MS);
    const expected = [...linesOf(1, 5), ...linesOf(101, 104)].sort();
    expect((await reader.stored()).sort()).toEqual(expected);
    const again = world.follow({ files: [join(world.folder, 'gw*')] });
    for (let round = 0; round < 4; round++) again.read(round * QUIET_MS);
    expect((await again.stored()).sort()).toEqual(expected);
  });

  it('that is a pattern passes over compressed files', () => {
    const world = current();
    writeFileSync(join(world.folder, 'gw1.log.2.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0]));
    world.append(linesOf(1, 1));
    const reader = world.follow({ files: [join(world.folder, 'gw*')] });
    reader.read();
    expect(reader.sources().map(({ name }) => name)).toEqual([world.log]);
  });

  it('keeps files with the same beginning apart', async () => {
    const world = current();
    const header = `${'# the same first line in every file '.repeat(40)}\n`;
    const files = ['a', 'b', 'c'].map((name) => join(world.folder, `${name}.log`));
    files.forEach((file, index) => {
      writeFileSync(file, header);
      world.append(linesOf(index * 10, index * 10 + 2), file);
    });
    const reader = world.follow({ files: [join(world.folder, '*.log')] });
    reader.read();
    for (const file of files) world.rotate(file);
    files.forEach((file, index) => {
      writeFileSync(file, header);
      world.append(linesOf(index * 10 + 3, index * 10 + 3), file);
    });
    reader.read();
    world.follow({ files: [join(world.folder, '*.log')] }).read();
    expect((await world.follow().stored()).sort()).toEqual(
      [0, 10, 20].flatMap((first) => linesOf(first, first + 3)).sort(),
    );
  });

  it('keeps empty and tiny files apart', async () => {
    const world = current();
    const files = Array.from({ length: 30 }, (_, index) =>
      join(world.folder, `t${String(index).padStart(2, '0')}.log`),
    );
    for (const file of files) writeFileSync(file, '');
    const reader = world.follow({ files: [join(world.folder, '*.log')] });
    reader.read();
    for (const file of files) writeFileSync(file, '\n');
    reader.read();
    for (const [index, file] of files.entries()) world.append(linesOf(index, index), file);
    reader.read();
    expect((await reader.stored()).sort()).toEqual(linesOf(0, 29).sort());
    expect(reader.count('empty')).toBe(30);
  });

  it('may have names with characters that mean something in a pattern', async () => {
    const world = current();
    const names = ['gw[1].log', 'a{b,c}.log', 'x (1)!.log', 'star*.log', 'back\\slash.log', '#+@|.log'];
    names.forEach((name, index) => world.append(linesOf(index, index), join(world.folder, name)));
    const reader = world.follow({ files: [join(world.folder, '*.log')] });
    reader.read();
    expect((await reader.stored()).sort()).toEqual(linesOf(0, names.length - 1).sort());
  });
});

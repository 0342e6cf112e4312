import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RotatingFile } from '@tunnelwatch/server/simulator/rotating-file';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let directory = '';
let path = '';

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-rotating-'));
  path = join(directory, 'gw.log');
});

afterEach(() => rmSync(directory, { recursive: true }));

const linesIn = (file: string): string[] => readFileSync(file, 'latin1').split('\n').slice(0, -1);

/** All generations, oldest first. */
function allLines(keep: number): string[] {
  const generations = Array.from({ length: keep }, (_, index) => `${path}.${keep - index}`);
  return [...generations, path].filter((file) => existsSync(file)).flatMap(linesIn);
}

describe('a rotating file', () => {
  it('loses no line when it rotates by renaming and creating', () => {
    const file = new RotatingFile({ path, rotateBytes: 2000, keep: 50, chunkBytes: 300 });
    const lines = Array.from({ length: 1500 }, (_, index) => `line ${index} ${'x'.repeat(index % 37)}`);
    for (const line of lines) file.writeLine(line);
    file.close();
    expect(file.rotations).toBeGreaterThan(10);
    expect(allLines(50)).toEqual(lines);
    expect(statSync(`${path}.3`).size).toBeLessThanOrEqual(2000);
    expect(statSync(`${path}.1`).ino).not.toBe(statSync(path).ino);
  });

  it('renames the very file: an open reader sees its end under the same inode', () => {
    const file = new RotatingFile({ path, rotateBytes: 20, keep: 2 });
    file.writeLine('first line here');
    file.flush();
    const { ino } = statSync(path);
    file.writeLine('second line here');
    file.close();
    expect(statSync(`${path}.1`).ino).toBe(ino);
    expect(linesIn(path)).toEqual(['second line here']);
  });

  it('keeps only so many generations', () => {
    const file = new RotatingFile({ path, rotateBytes: 10, keep: 2 });
    for (const line of ['aaaaaaaa', 'bbbbbbbb', 'cccccccc', 'dddddddd']) file.writeLine(line);
    file.close();
    expect(allLines(3)).toEqual(['bbbbbbbb', 'cccccccc', 'dddddddd']);
    expect(existsSync(`${path}.3`)).toBe(false);
  });

  it('keeps none when told so', () => {
    const file = new RotatingFile({ path, rotateBytes: 10, keep: 0 });
    for (const line of ['aaaaaaaa', 'bbbbbbbb']) file.writeLine(line);
    file.close();
    expect(allLines(1)).toEqual(['bbbbbbbb']);
  });

  it('appends to what is there, and counts it', () => {
    writeFileSync(path, 'old line\n');
    const file = new RotatingFile({ path, rotateBytes: 18, keep: 1 });
    file.writeLine('new line');
    file.writeLine('newer');
    file.close();
    expect(linesIn(`${path}.1`)).toEqual(['old line', 'new line']);
    expect(linesIn(path)).toEqual(['newer']);
  });

  it('loses nothing when a rotation fails and works later', () => {
    const file = new RotatingFile({ path, rotateBytes: 10, keep: 1, chunkBytes: Number.POSITIVE_INFINITY });
    mkdirSync(`${path}.1`);
    file.writeLine('aaaaaaaa');
    expect(() => file.writeLine('bbbbbbbb')).toThrow(/directory/i);
    rmSync(`${path}.1`, { recursive: true });
    file.writeLine('bbbbbbbb');
    file.close();
    expect(allLines(1)).toEqual(['aaaaaaaa', 'bbbbbbbb']);
  });
});

import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { filesBelow, fingerprint, isStale, readStamp, writeStamp } from '../../scripts/staleness.mjs';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tunnelwatch-staleness-'));
  mkdirSync(join(root, 'src', 'deep'), { recursive: true });
  writeFileSync(join(root, 'src', 'a.ts'), 'a');
  writeFileSync(join(root, 'src', 'deep', 'b.ts'), 'b');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('fingerprint', () => {
  const now = () => fingerprint(root, ['src', 'missing.json']);

  it('stays when only times change', () => {
    const before = now();
    utimesSync(join(root, 'src', 'a.ts'), new Date(0), new Date(0));
    expect(now()).toBe(before);
  });

  it('changes with a content, a name, a new file and a file that appears', () => {
    const seen = new Set([now()]);
    writeFileSync(join(root, 'src', 'a.ts'), 'A');
    seen.add(now());
    rmSync(join(root, 'src', 'a.ts'));
    seen.add(now());
    writeFileSync(join(root, 'src', 'c.ts'), 'A');
    seen.add(now());
    writeFileSync(join(root, 'missing.json'), '');
    seen.add(now());
    expect(seen.size).toBe(5);
  });

  it('keeps text that moves from one file to the next apart', () => {
    writeFileSync(join(root, 'src', 'a.ts'), 'ab');
    const before = now();
    writeFileSync(join(root, 'src', 'a.ts'), 'a');
    writeFileSync(join(root, 'src', 'deep', 'b.ts'), 'bb');
    expect(now()).not.toBe(before);
  });
});

describe('filesBelow', () => {
  it('lists files and folders in one order and leaves out what is not there', () => {
    const found = filesBelow(root, ['src/deep', 'src/a.ts', 'nowhere']);
    expect(found).toEqual([join(root, 'src', 'a.ts'), join(root, 'src', 'deep', 'b.ts')]);
  });
});

describe('isStale', () => {
  const stamp = () => join(root, 'stamps', 'build');

  it('is stale before the first success, and fresh after it', () => {
    const step = { stamp: stamp(), current: 'abc', outputs: [join(root, 'src', 'a.ts')] };
    expect(isStale(step)).toBe(true);
    writeStamp(stamp(), 'abc');
    expect(readStamp(stamp())).toBe('abc');
    expect(isStale(step)).toBe(false);
  });

  it('is stale when an input changed or an output is gone', () => {
    writeStamp(stamp(), 'abc');
    expect(isStale({ stamp: stamp(), current: 'abd', outputs: [] })).toBe(true);
    expect(isStale({ stamp: stamp(), current: 'abc', outputs: [join(root, 'dist', 'main.js')] })).toBe(true);
  });
});

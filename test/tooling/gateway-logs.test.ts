import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { seenAs } from '../../scripts/gateway-logs.mjs';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-mounts-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('lets a command see a folder elsewhere, and nobody else', () => {
  writeFileSync(join(folder, 'only-here.log'), 'a line\n');
  const words = seenAs(folder, '/var/log');
  // Where mounts are forbidden, the pictures show the temporary path.
  if (words !== null) {
    const [command = '', ...args] = words;
    const ran = spawnSync(command, [...args, 'cat', '/var/log/only-here.log'], { encoding: 'utf8' });
    expect([ran.status, ran.stdout]).toEqual([0, 'a line\n']);
  }
  expect(existsSync('/var/log/only-here.log')).toBe(false);
});

it('says when a folder cannot be seen there', () => {
  expect(seenAs(folder, join(folder, 'nothing'))).toBeNull();
});

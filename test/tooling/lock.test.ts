import { spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from '../../scripts/lock.mjs';

let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-lock-'));
  lock = join(folder, 'below', 'setup.lock');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('withLock', () => {
  it('lets nobody in while somebody is inside, and names the holder once', async () => {
    const order: string[] = [];
    const events = new EventEmitter();
    const leave = once(events, 'leave');
    const waiting = once(events, 'waiting');
    const first = withLock(
      lock,
      async () => {
        order.push('first in');
        await leave;
        order.push('first out');
      },
      () => order.push('first waits'),
    );
    const second = withLock(
      lock,
      () => Promise.resolve(order.push('second in')),
      (holder) => events.emit('waiting', holder),
    );
    expect(await waiting).toEqual([`${process.pid} ${hostname()}`]);
    events.emit('leave');
    await Promise.all([first, second]);
    expect(order).toEqual(['first in', 'first out', 'second in']);
    expect(existsSync(lock)).toBe(false);
  });

  it('takes over the lock of a process that died', async () => {
    const dead = spawnSync(process.execPath, ['--eval', '']).pid;
    await withLock(lock, () => Promise.resolve(), failOnWait);
    writeFileSync(lock, `${dead} ${hostname()}\n`);
    const inside = await withLock(lock, () => Promise.resolve(readFileSync(lock, 'utf8')), failOnWait);
    expect(inside).toBe(`${process.pid} ${hostname()}\n`);
  });

  it('releases the lock when the work fails', async () => {
    await expect(withLock(lock, () => Promise.reject(new Error('no space')), failOnWait)).rejects.toThrow('no space');
    expect(existsSync(lock)).toBe(false);
  });
});

function failOnWait(holder: string): void {
  throw new Error(`waited for ${holder}`);
}

import { createServiceManager } from '@tunnelwatch/server/app/service-manager';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const SOCKET = { NOTIFY_SOCKET: '/run/systemd/notify' };

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function fail(): never {
  throw new Error('nothing is wrong');
}

describe('the service manager', () => {
  it('[LIVE-62] hears that the server serves, is alive and stops', () => {
    const told: string[] = [];
    const manager = createServiceManager({ ...SOCKET, WATCHDOG_USEC: '10000000' }, fail, (message) =>
      told.push(message),
    );
    manager.ready();
    vi.advanceTimersByTime(10_000);
    manager.stopping();
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual(['READY=1', 'WATCHDOG=1', 'WATCHDOG=1', 'STOPPING=1']);
  });

  it.each([{}, { NOTIFY_SOCKET: '', WATCHDOG_USEC: '10000000' }])(
    '[LIVE-62] hears nothing if there is none: %o',
    (env) => {
      const manager = createServiceManager(env, fail, fail);
      manager.ready();
      vi.advanceTimersByTime(60_000);
      manager.stopping();
    },
  );

  it('[LIVE-62] that cannot be told is a problem once, and the server goes on', () => {
    const problems: string[] = [];
    const manager = createServiceManager(
      SOCKET,
      (message) => problems.push(message),
      (_message, onFailure) => {
        onFailure('spawn systemd-notify ENOENT');
      },
    );
    manager.ready();
    manager.stopping();
    expect(problems).toEqual(['the service manager cannot be told that the server runs: spawn systemd-notify ENOENT']);
  });
});

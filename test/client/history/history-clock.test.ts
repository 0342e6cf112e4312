import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { beforeRecord, HistoryClock } from '../../../client/src/history/history-clock.js';
import { isCovered, formatAt, parseAt } from '../../../client/src/history/at-parameter.js';

const NOW = Date.UTC(2026, 1, 10, 12);
const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
});

afterEach(() => {
  vi.useRealTimers();
});

/** A clock whose moments are loaded when the test says so. */
function clockOf(at: number, recordBegins: number | null = null) {
  const clock = new HistoryClock(at, Date.now);
  const asked: { at: number; answer: () => void; isGivenUp: () => boolean }[] = [];
  clock.loadWith(
    (moment, signal) =>
      new Promise((resolve) => {
        asked.push({
          at: moment,
          answer: () => resolve({ wasRunning: true, recordBegins }),
          isGivenUp: () => signal.aborted,
        });
      }),
  );
  const answer = async (): Promise<void> => {
    asked.at(-1)?.answer();
    await vi.advanceTimersByTimeAsync(0);
  };
  return { clock, asked, answer };
}

describe('the clock of a replay', () => {
  it('[PAST-6] shows a moment once it was loaded, and says until then which one is on the screen', async () => {
    const { clock, answer } = clockOf(NOW - 10 * MINUTE);
    clock.reload();
    expect(clock.read()).toMatchObject({ at: NOW - 10 * MINUTE, shownAt: null });
    await answer();
    clock.seek(NOW - 9 * MINUTE);
    expect(clock.read()).toMatchObject({ at: NOW - 9 * MINUTE, shownAt: NOW - 10 * MINUTE });
    await answer();
    expect(clock.read().shownAt).toBe(NOW - 9 * MINUTE);
  });

  it('[PAST-5] tells when the record begins while the moment on the screen lies before it', async () => {
    const { clock, answer } = clockOf(NOW - 10 * MINUTE, NOW - 8 * MINUTE);
    clock.reload();
    expect(beforeRecord(clock.read())).toBeNull();
    await answer();
    expect(beforeRecord(clock.read())).toBe(NOW - 8 * MINUTE);
    clock.seek(NOW - 8 * MINUTE);
    await answer();
    expect(beforeRecord(clock.read())).toBeNull();
  });

  it('gives up a moment that is no longer wanted', async () => {
    const { clock, asked, answer } = clockOf(NOW - 10 * MINUTE);
    clock.reload();
    clock.seek(NOW - 5 * MINUTE);
    expect(asked[0]?.isGivenUp()).toBe(true);
    asked[0]?.answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(clock.read().shownAt).toBeNull();
    await answer();
    expect(clock.read().shownAt).toBe(NOW - 5 * MINUTE);
  });

  it('plays full minutes at 60 times the speed, and waits for one that takes long', async () => {
    const { clock, asked, answer } = clockOf(NOW - 10 * MINUTE + 7000);
    clock.reload();
    await answer();
    clock.play(60);
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.at(-1)?.at).toBe(NOW - 9 * MINUTE);
    await vi.advanceTimersByTimeAsync(5000);
    expect(asked.at(-1)?.at).toBe(NOW - 9 * MINUTE);
    await answer();
    await vi.advanceTimersByTimeAsync(0);
    expect(asked.at(-1)?.at).toBe(NOW - 8 * MINUTE);
  });

  it('stops at the present, and never asks for what lies behind it', async () => {
    const { clock, asked, answer } = clockOf(NOW + 10 * MINUTE);
    expect(clock.read().at).toBeLessThan(NOW);
    clock.seek(NOW - 2 * MINUTE);
    await answer();
    clock.play(60);
    for (let turn = 0; turn < 6; turn++) {
      await vi.advanceTimersByTimeAsync(1000);
      await answer();
    }
    expect(clock.read()).toMatchObject({ isAtEnd: true, speed: 0 });
    for (const { at } of asked) expect(at).toBeLessThan(Date.now());
    clock.seek(NOW - MINUTE);
    expect(clock.read().isAtEnd).toBe(false);
  });

  it('stands still when it is paused', async () => {
    const { clock, asked, answer } = clockOf(NOW - 10 * MINUTE);
    clock.reload();
    await answer();
    clock.play(1);
    clock.pause();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toHaveLength(1);
  });
});

describe('the moment in the address', () => {
  it('is read to the second and written as it is read', () => {
    const at = parseAt('2026-02-10T11:03:04.567+00:00');
    expect(at).toBe(Date.UTC(2026, 1, 10, 11, 3, 4));
    expect(formatAt(at ?? 0)).toBe('2026-02-10T11:03:04Z');
    expect(parseAt('yesterday')).toBeNull();
    expect(parseAt(null)).toBeNull();
  });

  it.each([
    ['/', true],
    ['/wall', true],
    ['/alerts', true],
    ['/alerts/12', true],
    ['/tunnels/gw1/4711', true],
    ['/tunnels', false],
    ['/alerts/health', false],
    ['/events', false],
    ['/admin', false],
  ])('applies to %s: %s', (path, is) => {
    expect(isCovered(path)).toBe(is);
  });
});

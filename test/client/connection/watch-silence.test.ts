import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Link } from '../../../client/src/connection/connection.js';
import { type SilenceWatch, watchSilence } from '../../../client/src/connection/watch-silence.js';

describe('a page whose server falls silent', () => {
  let links: Link[];
  let drops: number;
  let watch: SilenceWatch;

  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
    links = [];
    drops = 0;
    const sink = {
      onLink: (link: Link) => void links.push(link),
      onSnapshot: () => undefined,
      onDelta: () => undefined,
      onGap: () => undefined,
      onRefused: () => undefined,
    };
    watch = watchSilence(
      sink,
      () => true,
      () => (drops += 1),
    );
    watch.heard();
  });
  afterEach(() => {
    watch.stop();
    vi.useRealTimers();
  });

  it('[LIVE-50] says DISCONNECTED within five seconds, since when it heard the last, and opens the link anew later', () => {
    vi.advanceTimersByTime(3900);
    expect(links).toEqual([{ state: 'live' }]);
    vi.advanceTimersByTime(1100);
    expect(links.slice(1)).toEqual([{ state: 'disconnected', since: 1_000_000, reason: 'the server is silent' }]);
    expect(drops).toBe(0);
    vi.advanceTimersByTime(8000);
    expect(drops).toBeGreaterThan(0);
    expect(links).toHaveLength(2);
  });

  it('[LIVE-50] is live again with the first that it hears, without a new connection', () => {
    vi.advanceTimersByTime(6000);
    watch.heard();
    expect(links.at(-1)).toEqual({ state: 'live' });
    expect(drops).toBe(0);
  });

  it('[LIVE-50] that was busy itself reads what arrived before it says so', () => {
    vi.setSystemTime(1_010_000);
    vi.advanceTimersByTime(400);
    watch.heard();
    vi.advanceTimersByTime(2000);
    expect(links).toEqual([{ state: 'live' }]);
  });
});

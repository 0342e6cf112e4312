import { LIMITS, LimitWatch } from '@tunnelwatch/server/serve/limits/limit-watch';
import { Places } from '@tunnelwatch/server/serve/limits/places';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const viewer = (key: string) => ({ key, role: 'viewer' as const });

describe('places', () => {
  it('[LIVE-26] are few for each, and the last ones for walls, operators and admins', () => {
    const places = new Places({ perHolder: 2, total: 5, kept: 2 });
    const first = places.take(viewer('a'));
    places.take(viewer('a'));
    expect(places.take(viewer('a'))).toBe('own');
    expect(places.take(viewer('b'))).toBeTypeOf('function');
    expect(places.take(viewer('c'))).toBe('all');
    expect(places.take({ key: 'd', role: 'operator' })).toBeTypeOf('function');
    expect(places.take({ key: 'e', role: 'wall' })).toBeTypeOf('function');
    expect(places.take({ key: 'f', role: 'admin' })).toBe('all');
    if (typeof first === 'string') throw new Error(first);
    first();
    first();
    expect(places.take({ key: 'f', role: 'admin' }), 'given back').toBeTypeOf('function');
    expect(places.take({ key: 'g', role: 'admin' }), 'once').toBe('all');
  });
});

describe('what limits refuse', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
  });

  it('[LIVE-29] is counted by limit, and raises one alert until nobody was shut out for five minutes', () => {
    const raised: (string | null)[] = [];
    const watch = new LimitWatch({ raise: (message) => raised.push(message) });
    watch.note('queries');
    expect(raised).toEqual([]);
    watch.noteShutOut('live-pages', 'wall Hall 2');
    vi.advanceTimersByTime(4 * 60_000);
    watch.noteShutOut('evidence', 'dave (operator)');
    expect(raised).toEqual(['A limit closed or refused a live page of wall Hall 2']);
    vi.advanceTimersByTime(5 * 60_000);
    expect(raised.at(-1)).toBeNull();
    expect(watch.counts).toMatchObject({ queries: 1, 'live-pages': 1, evidence: 1, connections: 0 });
    expect(Object.keys(watch.counts)).toEqual([...LIMITS]);
    watch.close();
  });
});

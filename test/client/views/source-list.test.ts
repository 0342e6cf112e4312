import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { SOURCE_STATES } from '@tunnelwatch/shared/source-health';
import { describe, expect, it } from 'vitest';
import {
  byCount,
  listSources,
  STATES_BY_NEED,
  storedShare,
  totalsOfSources,
} from '../../../client/src/views/sources/source-list.js';

function source(part: Partial<SourceHealth> & Pick<SourceHealth, 'id' | 'name'>): SourceHealth {
  return {
    kind: 'file',
    state: 'idle',
    offset: 100,
    size: 100,
    lagBytes: 0,
    counts: { lines: 10, events: 6, unknown: 1, other: 2, unreadable: 1, empty: 1, cut: 0, slow: 0 },
    otherByCategory: {},
    unknownById: {},
    unreadableByReason: {},
    unreadableSamples: [],
    unknownSamples: [],
    linesPerSecond: 2,
    lastArrival: null,
    lastTime: null,
    lastLine: null,
    skewMs: null,
    rotations: 0,
    truncations: 0,
    lagMs: 0,
    bytesPerSecond: null,
    silence: null,
    listener: null,
    lostBytes: 0,
    pastError: null,
    lastError: null,
    ...part,
  };
}

const SOURCES = [
  source({ id: 1, name: '/log/gw10.log' }),
  source({ id: 2, name: '/log/gw2.log', state: 'degraded', lastError: 'permission denied' }),
  source({ id: 3, name: '/log/gw1.log' }),
];

describe('listSources', () => {
  it('puts what needs somebody first, then goes by name with numbers in their order', () => {
    expect(listSources(SOURCES, { q: null, state: null }).map((each) => each.id)).toEqual([2, 3, 1]);
  });

  it('keeps the order when only numbers change', () => {
    const later = SOURCES.map((each) => ({ ...each, linesPerSecond: each.id * 100, lagBytes: each.id }));
    expect(listSources(later, { q: null, state: null }).map((each) => each.id)).toEqual([2, 3, 1]);
  });

  it('filters by a part of the name in any case and by state', () => {
    expect(listSources(SOURCES, { q: 'GW1', state: null }).map((each) => each.id)).toEqual([3, 1]);
    expect(listSources(SOURCES, { q: null, state: 'degraded' }).map((each) => each.id)).toEqual([2]);
  });

  it('knows the place of every state', () => {
    expect([...STATES_BY_NEED].sort()).toEqual([...SOURCE_STATES].sort());
  });
});

describe('totalsOfSources', () => {
  it('adds everything up, and the kinds of lines make all lines', () => {
    const totals = totalsOfSources(SOURCES);
    expect(totals).toMatchObject({ lines: 30, events: 18, unknown: 3, linesPerSecond: 6 });
    expect(totals.events + totals.other + totals.unreadable + totals.empty).toBe(totals.lines);
    expect([...totals.byState]).toEqual([
      ['idle', 2],
      ['degraded', 1],
    ]);
  });
});

describe('storedShare', () => {
  it('is the stored part of the file, never more than all', () => {
    expect(storedShare({ offset: 25, size: 100 })).toBe(0.25);
    expect(storedShare({ offset: 120, size: 100 })).toBe(1);
    expect(storedShare({ offset: 0, size: 0 })).toBe(1);
    expect(storedShare({ offset: 10, size: null })).toBeNull();
  });
});

describe('byCount', () => {
  it('puts the greatest first and equal ones by name', () => {
    expect(byCount({ '1713': 2, '99999': 7, '1690': 2 })).toEqual([
      ['99999', 7],
      ['1690', 2],
      ['1713', 2],
    ]);
  });
});

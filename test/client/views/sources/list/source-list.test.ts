import { SOURCE_STATES } from '@tunnelwatch/shared/source-health';
import { describe, expect, it } from 'vitest';
import {
  byCount,
  filterSources,
  STATE_FILTERS,
  STATES_BY_NEED,
  storedShare,
  totalsOfSources,
} from '../../../../../client/src/views/sources/list/source-list.js';
import { byteRateFigure, lagFigure } from '../../../../../client/src/views/sources/source-figures.js';
import { sampleSource } from '../../../../support/sample-source.js';

const COUNTS = {
  lines: 10,
  events: 6,
  unknown: 1,
  other: 2,
  unreadable: 0,
  empty: 2,
  cut: 0,
  slow: 3,
  timeUnknown: 0,
  gatewayUnknown: 0,
};
const SOURCES = [
  sampleSource({ id: 1, name: '/log/gw10.log', counts: COUNTS, linesPerSecond: 2 }),
  sampleSource({ id: 2, name: '/log/gw2.log', counts: COUNTS, state: 'degraded', bytesPerSecond: null, lagBytes: 7 }),
  sampleSource({ id: 3, name: '/log/gw1.log', counts: COUNTS, linesPerSecond: 3, bytesPerSecond: 9, lagMs: 11_000 }),
];
const idsOf = (filter: Parameters<typeof filterSources>[1]) => filterSources(SOURCES, filter).map(({ id }) => id);

describe('filterSources', () => {
  it('keeps a part of the name in any case, a state, or what is in trouble, in the order that there was', () => {
    expect(idsOf({ q: null, state: null })).toEqual([1, 2, 3]);
    expect(idsOf({ q: 'GW1', state: null })).toEqual([1, 3]);
    expect(idsOf({ q: null, state: 'degraded' })).toEqual([2]);
    expect(idsOf({ q: null, state: 'trouble' })).toEqual([2, 3]);
    expect(idsOf({ q: 'gw2', state: 'idle' })).toEqual([]);
  });

  it('knows the place of every state', () => {
    expect([...STATES_BY_NEED].sort()).toEqual([...SOURCE_STATES].sort());
    expect(STATE_FILTERS).toEqual(['trouble', ...STATES_BY_NEED]);
  });
});

describe('totalsOfSources', () => {
  it('adds everything up, and the kinds of lines make all lines', () => {
    const totals = totalsOfSources(SOURCES);
    expect(totals).toMatchObject({ lines: 30, events: 18, unknown: 3, slow: 9, linesPerSecond: 5, inTrouble: 2 });
    expect(totals.events + totals.other + totals.unreadable + totals.empty).toBe(totals.lines);
    expect([...totals.byState]).toEqual([
      ['idle', 2],
      ['degraded', 1],
    ]);
    expect(new Set(totals.byTrouble)).toEqual(
      new Set([
        ['degraded', 1],
        ['lag', 1],
      ]),
    );
  });

  it('has the worst lag, not the sum, and bytes a second of those that count them', () => {
    expect(totalsOfSources(SOURCES)).toMatchObject({ lagMs: 11_000, lagBytes: 7, lagging: 1, bytesPerSecond: 9 });
    const unknown = sampleSource({ bytesPerSecond: null });
    expect(totalsOfSources([unknown, unknown]).bytesPerSecond).toBeNull();
  });
});

describe('figures', () => {
  it('say that they are not known, and never 0 instead', () => {
    expect(lagFigure(sampleSource({ state: 'stopped', size: null })).known).toBe(false);
    expect(lagFigure(sampleSource({ state: 'degraded', size: null })).known).toBe(false);
    expect(lagFigure(sampleSource({ state: 'starting' })).known).toBe(false);
    expect(byteRateFigure(sampleSource({ bytesPerSecond: null })).known).toBe(false);
  });

  it('have their units', () => {
    expect(lagFigure(sampleSource())).toEqual({ known: true, text: '0 s' });
    expect(lagFigure(sampleSource({ lagBytes: 30 }))).toEqual({ known: true, text: '0 s · 30 B' });
    expect(lagFigure(sampleSource({ lagMs: 500, lagBytes: 2048 }))).toEqual({ known: true, text: '<1 s · 2 KiB' });
    expect(byteRateFigure(sampleSource({ bytesPerSecond: 1536.4 }))).toEqual({ known: true, text: '1.5 KiB/s' });
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

import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { SOURCE_TROUBLES, TROUBLE_LEVEL, troublesOf } from '@tunnelwatch/shared/source-trouble';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstOrder,
  nextSourceOrder,
  SOURCE_SORTS,
  sortSources,
  type SourceSort,
} from '../../../../../client/src/views/sources/list/source-sort.js';
import { troubleText } from '@tunnelwatch/shared/trouble-labels';
import { inOrder } from '../../../../../client/src/views/sources/list/use-steady-order.js';
import { sampleListener, sampleSource } from '../../../../support/sample-source.js';

const { counts: COUNTS } = sampleSource();

const MADE: Readonly<Record<(typeof SOURCE_TROUBLES)[number], Partial<SourceHealth>>> = {
  degraded: { state: 'degraded', lastError: 'cannot read it: permission denied; give read access' },
  kernelDrops: { listener: sampleListener({ kernelDrops: 7 }) },
  queueDrops: { listener: sampleListener({ queueDrops: 2 }) },
  lostBytes: { lostBytes: 9 },
  lag: { lagMs: 10_001, lagBytes: 4096 },
  silent: { silence: { since: 1, usualLinesPerMinute: 30 } },
  missing: { state: 'waiting', lastError: 'it does not exist (yet)' },
  unreadable: { counts: { ...COUNTS, lines: 100, events: 99, unreadable: 1 } },
  timeUnknown: { counts: { ...COUNTS, lines: 100, timeUnknown: 1 } },
  gatewayUnknown: { counts: { ...COUNTS, lines: 100, gatewayUnknown: 1 } },
  skew: { skewMs: -60_001 },
  waitingConnections: { listener: sampleListener({ protocol: 'tcp', connections: 2000, waitingConnections: 3 }) },
  refusedSenders: { listener: sampleListener({ refusedSenders: 1, lastRefusedSender: '203.0.113.9' }) },
  refusedConnections: { listener: sampleListener({ protocol: 'tcp', refusedConnections: 1 }) },
  badFrames: { listener: sampleListener({ protocol: 'tcp', badFrames: 1 }) },
};

const sources = fc
  .array(
    fc.record({
      name: fc.constantFrom('gw1', 'gw2', 'gw10', 'gw20'),
      state: fc.constantFrom('degraded' as const, 'waiting' as const, 'reading' as const, 'idle' as const),
      lagMs: fc.constantFrom(0, 5, 20_000),
      lagBytes: fc.nat(3),
      linesPerSecond: fc.nat(3),
      lastArrival: fc.option(fc.nat(3)),
    }),
    { maxLength: 20 },
  )
  .map((parts) => parts.map((part, index) => sampleSource({ ...part, id: index + 1 })));

const orders = fc.record({
  sort: fc.constantFrom(...SOURCE_SORTS),
  order: fc.constantFrom('asc' as const, 'desc' as const),
});

const namesIn = (list: readonly SourceHealth[], sort: SourceSort) =>
  sortSources(list, { sort, order: firstOrder(sort) }).map(({ name }) => name);

describe('troubles', () => {
  it.each(SOURCE_TROUBLES)('%s is found, alone, and has words and a remedy', (trouble) => {
    const source = sampleSource(MADE[trouble]);
    expect(troublesOf(source)).toEqual([trouble]);
    const { what, remedy } = troubleText(trouble, source);
    expect(what).toMatch(/\.$|;|\)$/);
    expect(what).not.toMatch(/NaN|undefined|null/);
    expect(remedy).toMatch(/^.{20,}\.$/);
    expect(['loss', 'error', 'warning']).toContain(TROUBLE_LEVEL[trouble]);
  });

  it('are none of a source that is well, or that nobody follows', () => {
    expect(troublesOf(sampleSource())).toEqual([]);
    expect(troublesOf(sampleSource({ ...MADE.skew, state: 'stopped' }))).toEqual([]);
    expect(
      troublesOf(sampleSource({ lagMs: 10_000, skewMs: 60_000, listener: sampleListener({ kernelDrops: null }) })),
    ).toEqual([]);
  });

  it('name the remedy of kernel drops', () => {
    expect(troubleText('kernelDrops', sampleSource(MADE.kernelDrops)).remedy).toContain('net.core.rmem_max');
  });
});

describe('the order of sources', () => {
  it('has all of them once, whatever it is, and equal ones by name', () => {
    fc.assert(
      fc.property(sources, orders, (list, order) => {
        const sorted = sortSources(list, order);
        expect(sorted.map(({ id }) => id).sort((a, b) => a - b)).toEqual(list.map(({ id }) => id));
        // The same list in another order to begin with gives the same.
        expect(sortSources(list.toReversed(), order)).toEqual(sorted);
      }),
    );
  });

  it('has what needs somebody first, the worst of it first, and then goes by state and name', () => {
    const list = [
      sampleSource({ id: 1, name: 'stopped', state: 'stopped' }),
      sampleSource({ id: 2, name: 'idle10' }),
      sampleSource({ id: 3, name: 'idle2' }),
      sampleSource({ id: 4, name: 'reading', state: 'reading' }),
      ...SOURCE_TROUBLES.toReversed().map((trouble, index) =>
        sampleSource({ ...MADE[trouble], id: index + 5, name: trouble }),
      ),
    ];
    expect(namesIn(list, 'need')).toEqual([...SOURCE_TROUBLES, 'reading', 'idle2', 'idle10', 'stopped']);
  });

  it('goes by lag in time and then in bytes, by rate, by the unreadable share and by age', () => {
    const counts = (unreadable: number) => ({
      lines: 100,
      events: 0,
      unknown: 0,
      other: 0,
      unreadable,
      empty: 0,
      cut: 0,
      slow: 0,
      timeUnknown: 0,
      gatewayUnknown: 0,
    });
    const list = [
      sampleSource({
        id: 1,
        name: 'a',
        lagMs: 5,
        lagBytes: 9e12,
        linesPerSecond: 1,
        counts: counts(3),
        lastArrival: 5,
      }),
      sampleSource({
        id: 2,
        name: 'b',
        lagMs: 6,
        lagBytes: 1,
        linesPerSecond: 3,
        counts: counts(1),
        lastArrival: null,
      }),
      sampleSource({ id: 3, name: 'c', lagMs: 6, lagBytes: 2, linesPerSecond: 2, counts: counts(2), lastArrival: 1 }),
      sampleSource({ id: 4, name: 'd' }),
    ];
    expect(namesIn(list, 'lag')).toEqual(['c', 'b', 'a', 'd']);
    expect(namesIn(list, 'rate')).toEqual(['b', 'c', 'a', 'd']);
    expect(namesIn(list, 'unreadable')).toEqual(['a', 'c', 'b', 'd']);
    expect(namesIn(list, 'age')).toEqual(['b', 'd', 'c', 'a']);
    expect(namesIn(list, 'name')).toEqual(['a', 'b', 'c', 'd']);
  });

  it('is turned round by pressing its column again', () => {
    expect(nextSourceOrder({ sort: 'need', order: 'desc' }, 'name')).toEqual({ sort: 'name', order: 'asc' });
    expect(nextSourceOrder({ sort: 'name', order: 'asc' }, 'name')).toEqual({ sort: 'name', order: 'desc' });
    expect(nextSourceOrder({ sort: 'name', order: 'desc' }, 'lag')).toEqual({ sort: 'lag', order: 'desc' });
  });
});

describe('a steady order', () => {
  it('keeps places, takes those out that are gone and puts new ones at the end', () => {
    const list = [1, 2, 3, 4].map((id) => sampleSource({ id }));
    expect(inOrder(list, [3, 9, 1]).map(({ id }) => id)).toEqual([3, 1, 2, 4]);
    expect(inOrder([], [1])).toEqual([]);
  });
});

import { SourcesPart } from '@tunnelwatch/server/serve/live/parts/sources-part';
import type { Change } from '@tunnelwatch/shared/protocol';
import { isBriefSource, type SourceHealth } from '@tunnelwatch/shared/source-health';
import { describe, expect, it } from 'vitest';
import { applyChanges } from '../../../../client/src/live/apply-changes.js';
import { emptyRoom } from '../../../../client/src/live/room-state.js';
import { sampleSource } from '../../../support/sample-source.js';

const COUNTS = {
  lines: 5,
  events: 1,
  unknown: 1,
  other: 2,
  unreadable: 2,
  empty: 0,
  cut: 0,
  slow: 5,
  timeUnknown: 0,
  gatewayUnknown: 0,
};

function manySources(count: number) {
  const all = new Map<number, SourceHealth>();
  for (let id = 1; id <= count; id++) {
    const sample = { at: 1, reason: 'no gateway message in the line', line: 'rubbish' };
    const part: Partial<SourceHealth> = {
      id,
      name: `gw${String(id)}.log`,
      counts: COUNTS,
      lastLine: 'rubbish',
      otherByCategory: { CONN: 2 },
      unknownById: { 1690: 1 },
      unreadableByReason: { 'no-gateway-message': 2 },
      unreadableSamples: [sample],
      unknownSamples: [sample],
    };
    all.set(id, sampleSource(part));
  }
  const part = new SourcesPart(() => all.values());
  const change = (id: number, how: Partial<SourceHealth>) => {
    all.set(id, sampleSource({ ...all.get(id), ...how }));
  };
  return { all, part, change };
}

function idsOf(changes: readonly Change[]): number[] {
  return changes.flatMap((change) => (change.kind === 'sources' ? change.sources.map(({ id }) => id) : []));
}

describe('the sources of a room', () => {
  it('are told once a second, those alone that changed', async () => {
    const { part, change } = manySources(5000);
    await part.start();
    expect(part.take(0, true)).toEqual([]);
    change(7, { linesPerSecond: 3 });
    change(4711, { lagBytes: 3 });
    expect(part.take(0, false)).toEqual([]);
    expect(idsOf(part.take(0, true))).toEqual([7, 4711]);
    expect(part.take(0, true)).toEqual([]);
  });

  it('come with all details while they are few, and without when they are many', async () => {
    for (const [count, isBrief] of [
      [50, false],
      [51, true],
    ] as const) {
      const { part, change } = manySources(count);
      await part.start();
      change(1, { linesPerSecond: 3 });
      const state = applyChanges(emptyRoom('sources'), [...part.snapshot(), ...part.take(0, true)]);
      expect(state.sources).toHaveLength(count);
      expect(state.sources?.map(isBriefSource)).toEqual(Array.from({ length: count }, () => isBrief));
    }
  });

  it('that change by the thousand are each told within seconds, those whose state changed at once', async () => {
    const { all, part, change } = manySources(5000);
    await part.start();
    const { sources } = applyChanges(emptyRoom('sources'), part.snapshot());
    let state = { ...emptyRoom('sources'), sources };
    const told = new Set<number>();
    for (let second = 1; second <= 10; second++) {
      for (const id of all.keys()) change(id, { linesPerSecond: second });
      change(5000 - second, { state: 'degraded', lastError: 'permission denied' });
      const changes = part.take(second * 1000, true);
      expect(idsOf(changes)).toHaveLength(500);
      expect(idsOf(changes)).toContain(5000 - second);
      for (const id of idsOf(changes)) told.add(id);
      state = { ...state, ...applyChanges(state, changes) };
    }
    expect(told.size).toBeGreaterThanOrEqual(4990);
    while (idsOf(part.take(0, true)).length > 0) {
      // What still waits is told when nothing more changes.
    }
    const rates = applyChanges(emptyRoom('sources'), part.snapshot()).sources?.map((source) => source.linesPerSecond);
    expect(new Set(rates)).toEqual(new Set([10]));
  });
});

describe('a source without details', () => {
  it('is told from one that has none', () => {
    expect(isBriefSource(sampleSource())).toBe(false);
    expect(isBriefSource(sampleSource({ counts: { ...COUNTS, unknown: 0, other: 0, unreadable: 0 } }))).toBe(true);
  });
});

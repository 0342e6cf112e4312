import { heatGrid } from '@tunnelwatch/server/core/aggregate/heat-grid';
import { LiveModel } from '@tunnelwatch/server/core/aggregate/live-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MadeEvent, MemoryHistory } from '../../support/memory-history.js';

const NOW = Date.UTC(2026, 1, 10, 12, 0, 30);
const REPLAY = 1;
const INTEGRITY = 2;
const MALFORMED = 3;
const UNKNOWN = 5;

function modelOf(...made: MadeEvent[]): LiveModel {
  const model = new LiveModel({ step: 0, newestTime: null, subjects: [], kinds: [], totals: [], minutes: [] }, NOW);
  model.apply(new MemoryHistory().commit(made), NOW);
  return model;
}

function events(matchkey: string, kindId: number, count: number, gateway = 'gw1', ageMs = 0): MadeEvent[] {
  const subject = { kind: 'tunnel' as const, gateway, matchkey };
  return Array.from({ length: count }, () => ({ time: NOW - ageMs, subject, kindId }));
}

describe('the heat grid', () => {
  it('has one character a tunnel in the order of first sight, by what fails most and how often', () => {
    const model = modelOf(
      ...events('quiet', REPLAY, 1, 'gw1', 5 * 60_000),
      ...events('a', REPLAY, 1),
      ...events('b', REPLAY, 10),
      ...events('e', INTEGRITY, 9),
      ...events('g', INTEGRITY, 100),
      ...events('i', MALFORMED, 3),
      ...events('l', MALFORMED, 1000),
      ...events('mixed', REPLAY, 4),
      ...events('mixed', INTEGRITY, 5),
      ...events('mixed', MALFORMED, 4),
    );
    expect(heatGrid(model, NOW, 100)).toEqual([{ gateway: 'gw1', tunnelsPerCell: 1, cells: '.abegilf' }]);
  });

  it('keeps a tunnel quiet that has unknown messages alone: they are no failures', () => {
    const model = modelOf(
      ...events('unknown', UNKNOWN, 1000),
      ...events('both', UNKNOWN, 1000),
      ...events('both', REPLAY, 2),
    );
    expect(heatGrid(model, NOW, 100).map((row) => row.cells)).toEqual(['.a']);
  });

  it('leaves out gateways without tunnels', () => {
    const model = modelOf(
      { time: NOW, subject: { kind: 'gateway', gateway: 'gw9' }, kindId: REPLAY },
      ...events('1', REPLAY, 1, 'gw2'),
    );
    expect(heatGrid(model, NOW, 100).map((row) => row.gateway)).toEqual(['gw2']);
  });

  it('stays within its bound by showing the busiest of several tunnels in one cell', () => {
    const counts = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        fc.array(counts, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 50 }),
        (gateways, most) => {
          const made = gateways.flatMap((tunnels, gateway) =>
            tunnels.flatMap((count, at) => [
              ...events(String(at), REPLAY, 1, `gw${String(gateway)}`, 3_600_000),
              ...events(String(at), REPLAY, count, `gw${String(gateway)}`),
            ]),
          );
          const grid = heatGrid(modelOf(...made), NOW, most);
          const cells = grid.reduce((sum, row) => sum + row.cells.length, 0);
          expect(cells).toBeLessThanOrEqual(most + gateways.length);
          grid.forEach((row, gateway) => {
            const tunnels = gateways[gateway] ?? [];
            expect(row.cells).toHaveLength(Math.ceil(tunnels.length / row.tunnelsPerCell));
            [...row.cells].forEach((cell, at) => {
              const worst = Math.max(...tunnels.slice(at * row.tunnelsPerCell, (at + 1) * row.tunnelsPerCell));
              expect(cell).toBe(worst === 0 ? '.' : worst < 10 ? 'a' : 'b');
            });
          });
        },
      ),
    );
  });
});

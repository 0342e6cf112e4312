import { SCENARIOS } from '@tunnelwatch/server/simulator/scenarios/scenario-names';
import { createSimulation } from '@tunnelwatch/server/simulator/simulation';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf, numberOf, optionsOf, readLine } from './read-line.js';

const text = (options: ReturnType<typeof optionsOf>, count: number): string =>
  linesOf(options, count)
    .map(({ line }) => line)
    .join('\n');

const simulated = fc.record({
  seed: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  scenario: fc.constantFrom(...SCENARIOS),
  tunnels: fc.constantFrom(1, 2, 30, 400),
  gateways: fc.constantFrom(1, 3),
  rate: fc.constantFrom(5, 200, 50_000),
  hasFreshSas: fc.boolean(),
});

describe('a simulation', () => {
  it.each(SCENARIOS)('gives the same bytes for the same seed, other bytes for another: %s', (scenario) => {
    const options = optionsOf({ scenario, seed: 7 });
    const first = text(options, 3000);
    expect(text(options, 3000)).toBe(first);
    expect(text({ ...options, seed: 8 }, 3000)).not.toBe(first);
  });

  it('tells another story of the same tunnels with another run', () => {
    const first = createSimulation(optionsOf({ run: 0 }));
    const second = createSimulation(optionsOf({ run: 1 }));
    expect(second.tunnels.map(({ matchkey }) => matchkey)).toEqual(first.tunnels.map(({ matchkey }) => matchkey));
    expect(second.next().line).not.toBe(first.next().line);
  });

  it('refuses only what the window really refuses: late below the base, duplicates inside the window', () => {
    const kinds = { late: 0, duplicate: 0 };
    fc.assert(
      fc.property(simulated, (different) => {
        for (const line of linesOf(optionsOf(different), 400)) {
          if (line.id !== 278) continue;
          const [seqno, base] = [numberOf(line, 'seqno'), numberOf(line, 'windowbase')];
          const size = numberOf(line, 'windowsize');
          expect(base).toBeGreaterThanOrEqual(1);
          expect(seqno).toBeGreaterThanOrEqual(1);
          expect(size % 32).toBe(0);
          expect(seqno, line.line).toBeLessThanOrEqual(base + size - 1);
          kinds[seqno < base ? 'late' : 'duplicate'] += 1;
        }
      }),
      { numRuns: 60 },
    );
    expect(kinds.late).toBeGreaterThan(500);
    expect(kinds.duplicate).toBeGreaterThan(500);
  });

  it('never lets a window base fall without a rekey', () => {
    fc.assert(
      fc.property(simulated, (different) => {
        const simulation = createSimulation(optionsOf(different));
        const generationOf = new Map(simulation.tunnels.map((tunnel) => [tunnel.matchkey, tunnel.inbound]));
        const bases = new Map<string, number>();
        const falls = new Map<string, number>();
        for (let count = 0; count < 400; count += 1) {
          const line = readLine(simulation.next());
          if (line.id !== 278) continue;
          const matchkey = line.fields.get('matchkey') ?? '';
          const base = numberOf(line, 'windowbase');
          if (base < (bases.get(matchkey) ?? 0)) falls.set(matchkey, (falls.get(matchkey) ?? 0) + 1);
          bases.set(matchkey, base);
          const rekeys = (generationOf.get(matchkey)?.generation ?? 1) - 1;
          expect(falls.get(matchkey) ?? 0, line.line).toBeLessThanOrEqual(rekeys);
        }
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    ['calm', 0.03],
    ['flood', 0.001],
    // Bursts and calm of minutes take longer to even out.
    ['mixed', 0.1],
  ] as const)('keeps time in order and the rate that it was given: %s', (scenario, tolerance) => {
    const moments = linesOf(optionsOf({ scenario, rate: 100 }), 30_000).map(({ atMs }) => atMs);
    expect(moments.every((atMs, index) => atMs >= (moments[index - 1] ?? 0))).toBe(true);
    const seconds = ((moments.at(-1) ?? 0) - (moments[0] ?? 0)) / 1000;
    expect(Math.abs(30_000 / seconds / 100 - 1)).toBeLessThan(tolerance);
  });

  it('logs an HA pair under the member that serves, and the other gateway under its name', () => {
    const hosts = new Set(linesOf(optionsOf(), 80_000).map(({ line }) => line.split(' ')[1]));
    expect([...hosts].sort()).toEqual(['gw-north_Master', 'gw-north_Slave', 'gw-south']);
  });

  it('has a Critical within the first minute and about every ten minutes', () => {
    const lines = linesOf(optionsOf({ seed: 3 }), 72_000);
    const start = lines[0]?.atMs ?? 0;
    const minutes = lines.filter(({ fields }) => fields.get('prio') === '5').map(({ atMs }) => (atMs - start) / 60_000);
    expect(minutes[0]).toBeLessThan(1);
    expect(minutes.length).toBeGreaterThanOrEqual(6);
    minutes.slice(1).forEach((minute, index) => {
      expect(minute - (minutes[index] ?? 0)).toBeGreaterThan(8);
      expect(minute - (minutes[index] ?? 0)).toBeLessThan(12);
    });
  });

  it('names tunnels by decimal tokens and lets a few of them have most of the lines', () => {
    const counts = new Map<string, number>();
    for (const { fields } of linesOf(optionsOf({ scenario: 'flood' }), 20_000)) {
      const matchkey = fields.get('matchkey');
      if (matchkey === undefined) continue;
      expect(matchkey).toMatch(/^\d{6,10}$/);
      counts.set(matchkey, (counts.get(matchkey) ?? 0) + 1);
    }
    const sorted = [...counts.values()].sort((a, b) => b - a);
    const total = sorted.reduce((sum, count) => sum + count, 0);
    const top = sorted.slice(0, 20).reduce((sum, count) => sum + count, 0);
    expect(sorted.length).toBeGreaterThan(300);
    expect(top / total).toBeGreaterThan(0.4);
  });
});

import { SCENARIOS, type ScenarioName } from '@tunnelwatch/server/simulator/scenarios/scenario-names';
import { describe, expect, it } from 'vitest';
import { countIds, linesOf, numberOf, optionsOf, type ReadLine } from '../read-line.js';

/** Ids without which a scenario would not be what its name says. */
const CHARACTERISTIC: Readonly<Record<ScenarioName, readonly number[]>> = {
  calm: [278, 611, 766, 1690, 1713],
  reordering: [278],
  'replay-attack': [278],
  'peer-reset': [278],
  'peer-switch-over': [278],
  'several-senders': [278],
  'esn-lateness': [611, 278],
  duplication: [278],
  'key-mismatch': [464, 604, 606, 254, 135, 611],
  corruption: [611, 487, 606],
  forged: [611],
  'crypto-congestion': [282, 572, 1057],
  'route-failure': [1682, 1683, 1696],
  memory: [632, 633, 413, 579],
  overflow: [339, 572],
  flood: [278, 611],
  mixed: [278, 611, 282, 1682, 1683],
};

/** Lines of each tunnel, in order. */
function byTunnel(lines: readonly ReadLine[], id: number): ReadLine[][] {
  const tunnels = new Map<string, ReadLine[]>();
  for (const line of lines) {
    const matchkey = line.fields.get('matchkey');
    if (line.id !== id || matchkey === undefined) continue;
    tunnels.set(matchkey, [...(tunnels.get(matchkey) ?? []), line]);
  }
  return [...tunnels.values()].sort((a, b) => b.length - a.length);
}

function busiest(scenario: ScenarioName, id: number, count = 2000): ReadLine[] {
  return byTunnel(linesOf(optionsOf({ scenario }), count), id)[0] ?? [];
}

const lag = (line: ReadLine): number =>
  numberOf(line, 'windowbase') + numberOf(line, 'windowsize') - 1 - numberOf(line, 'seqno');

/** Packets per second between the first and the last line of a tunnel. */
function rateOf(lines: readonly ReadLine[]): number {
  const [first, last] = [lines[0], lines.at(-1)];
  if (first === undefined || last === undefined) throw new Error('no lines');
  return ((numberOf(last, 'windowbase') - numberOf(first, 'windowbase')) / (last.atMs - first.atMs)) * 1000;
}

describe('scenarios', () => {
  it.each(SCENARIOS)('%s gives its characteristic ids', (scenario) => {
    const background = countIds(linesOf(optionsOf({ scenario: 'calm', seed: 4 }), 6000));
    const counts = countIds(linesOf(optionsOf({ scenario, seed: 4 }), 6000));
    for (const id of CHARACTERISTIC[scenario]) {
      expect(counts.get(id) ?? 0, `id ${id}`).toBeGreaterThan(0);
      if (scenario === 'calm' || scenario === 'mixed') continue;
      expect(counts.get(id) ?? 0, `id ${id}`).toBeGreaterThan((background.get(id) ?? 0) / 2);
    }
  });

  it.each(SCENARIOS)('%s works with a single tunnel, at any rate, and with fresh SAs', (scenario) => {
    for (const rate of [1, 100_000]) {
      for (const hasFreshSas of [false, true]) {
        const lines = linesOf(optionsOf({ scenario, rate, tunnels: 1, gateways: 1, hasFreshSas }), 500);
        expect(new Set(lines.map(({ fields }) => fields.get('matchkey')).filter(Boolean)).size).toBeLessThanOrEqual(1);
      }
    }
  });

  it('reordering: late by milliseconds, each number once, within reach of a window', () => {
    const lines = busiest('reordering', 278).slice(0, 150);
    expect(lines.length).toBeGreaterThan(100);
    const rate = rateOf(lines);
    for (const line of lines) {
      expect(lag(line) / rate).toBeLessThan(0.5);
      expect(lag(line)).toBeLessThan(4096);
      expect(numberOf(line, 'seqno')).toBeLessThan(numberOf(line, 'windowbase'));
    }
    expect(new Set(lines.map((line) => line.fields.get('seqno'))).size).toBe(lines.length);
  });

  it('replay-attack: numbers from seconds ago while the window moves, some of them again and again', () => {
    const lines = busiest('replay-attack', 278);
    const rate = rateOf(lines);
    expect(rate).toBeGreaterThan(50);
    const old = lines.filter((line) => lag(line) / rate > 2);
    expect(old.length / lines.length).toBeGreaterThan(0.9);
    const counts = new Map<number, number>();
    for (const line of old) counts.set(numberOf(line, 'seqno'), (counts.get(numberOf(line, 'seqno')) ?? 0) + 1);
    expect(Math.max(...counts.values())).toBeGreaterThanOrEqual(2);
  });

  it('peer-reset: numbers from 1 one by one while the base stands still', () => {
    const lines = busiest('peer-reset', 278, 800);
    expect(lines.length).toBeGreaterThan(100);
    const first = lines[0];
    if (first === undefined) throw new Error('no lines');
    expect(numberOf(first, 'seqno')).toBeLessThanOrEqual(3);
    lines.forEach((line, index) => {
      expect(numberOf(line, 'seqno')).toBe(numberOf(first, 'seqno') + index);
      expect(numberOf(line, 'windowbase')).toBe(numberOf(first, 'windowbase'));
    });
  });

  it('duplication: inside the window, close to the right edge, on several tunnels of one gateway', () => {
    const lines = linesOf(optionsOf({ scenario: 'duplication' }), 800);
    const tunnels = byTunnel(lines, 278).filter((group) => group.length >= 30);
    expect(tunnels.length).toBeGreaterThanOrEqual(3);
    for (const line of tunnels.flat()) {
      expect(lag(line)).toBeGreaterThanOrEqual(0);
      expect(lag(line)).toBeLessThanOrEqual(8);
    }
    expect(new Set(tunnels.flat().map(({ line }) => line.split(' ')[1])).size).toBe(1);
  });

  it('key-mismatch: dense numbers from 1, with integrity failures and decryption noise on different tunnels', () => {
    const lines = linesOf(optionsOf({ scenario: 'key-mismatch' }), 1000);
    const [noise] = byTunnel(lines, 464);
    const [integrity] = byTunnel(lines, 611);
    const seqnos = (integrity ?? []).map((line) => numberOf(line, 'seqno'));
    expect(seqnos.slice(0, 50)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(noise?.[0]?.fields.get('matchkey')).not.toBe(integrity?.[0]?.fields.get('matchkey'));
    const ofNoise = lines.filter(({ fields }) => fields.get('matchkey') === noise?.[0]?.fields.get('matchkey'));
    expect(ofNoise.some(({ id }) => id === 611)).toBe(false);
  });

  it('corruption: integrity failures whose numbers grow with large steps', () => {
    const seqnos = busiest('corruption', 611, 800).map((line) => numberOf(line, 'seqno'));
    const steps = seqnos.slice(1).map((seqno, index) => seqno - (seqnos[index] ?? 0));
    expect(steps.length).toBeGreaterThan(50);
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
    expect(steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)]).toBeGreaterThan(20);
  });

  it('forged: integrity failures over the whole range of 32 bits, on several tunnels', () => {
    const lines = linesOf(optionsOf({ scenario: 'forged' }), 1000).filter(({ id }) => id === 611);
    const seqnos = lines.map((line) => numberOf(line, 'seqno'));
    expect(Math.max(...seqnos)).toBeGreaterThan(0.95 * 2 ** 32);
    expect(seqnos.filter((seqno) => seqno > 2 ** 31 && seqno < 2 ** 32).length).toBeGreaterThan(seqnos.length / 3);
    expect(byTunnel(lines, 611).filter((group) => group.length > 10).length).toBeGreaterThanOrEqual(4);
  });

  it('crypto-congestion: decryption and encryption fail on two tunnels or more of one gateway', () => {
    const lines = linesOf(optionsOf({ scenario: 'crypto-congestion' }), 600);
    for (const id of [282, 572]) {
      const tunnels = byTunnel(lines, id).filter((group) => group.length >= 3);
      expect(tunnels.length).toBeGreaterThanOrEqual(2);
      expect(new Set(tunnels.flat().map(({ line }) => line.split(' ')[1])).size).toBe(1);
    }
  });
});

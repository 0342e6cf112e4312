import { createSimulation, type SimulatedLine, type SimulationOptions } from '@tunnelwatch/server/simulator/simulation';
import { SCENARIOS } from '@tunnelwatch/server/simulator/scenarios/scenario-names';
import { type TruthLine, truthLineSchema } from '@tunnelwatch/server/simulator/truth/truth-line';
import { VERDICT_NAMES, type VerdictName } from '@tunnelwatch/shared/diagnosis';
import { USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import { describe, expect, it } from 'vitest';
import { diagnoseRange } from '../../../server/src/core/diagnose/diagnose-range.js';
import { type Drop, halvesOf } from '../../../server/src/core/diagnose/drop.js';
import { numberOf, optionsOf, readLine, type ReadLine } from '../read-line.js';

/** Messages that no packet was dropped for, and those that name no tunnel. */
const NO_DROPS = new Set([766, 1690, 1713]);

interface Told {
  lines: ReadLine[];
  truths: TruthLine[];
}

/** Some seconds of a log with the truth about it. */
function told(different: Partial<SimulationOptions>, seconds = 400): Told {
  const lines: ReadLine[] = [];
  const truths = truthsOf(different, seconds, (line) => lines.push(readLine(line)));
  return { lines, truths };
}

function truthsOf(
  different: Partial<SimulationOptions>,
  seconds: number,
  onLine: (line: SimulatedLine) => void = () => undefined,
): TruthLine[] {
  const truths: TruthLine[] = [];
  const options = optionsOf({ ...different, onTruth: (line) => truths.push(truthLineSchema.parse(line)) });
  const simulation = createSimulation(options);
  const endMs = options.startMs + seconds * 1000;
  while (simulation.nextMs < endMs) onLine(simulation.next());
  simulation.end(endMs);
  return truths;
}

const isDrop = ({ category, id }: ReadLine): boolean => category === 'IPSEC' && !NO_DROPS.has(id);
const keyOf = (gateway: string, subject: string | null | undefined): string => `${gateway} ${subject ?? '-'}`;
const gatewayOf = ({ line }: ReadLine): string => (line.split(' ')[1] ?? '').replace(/_(Master|Slave)$/, '');

function tally(into: Map<string, number>, key: string, count: number): void {
  into.set(key, (into.get(key) ?? 0) + count);
}

/** The drops of a tunnel within a time, as the decoder gives them. */
function dropsOf(lines: readonly ReadLine[], { matchkey, from, to }: TruthLine): Drop[] {
  const within = lines.filter(
    ({ fields, atMs }) => fields.get('matchkey') === matchkey && atMs >= Date.parse(from) && atMs <= Date.parse(to),
  );
  return within.map(({ fields, atMs, id }, index) => {
    const [seqno, base] = [halvesOf(fields.get('seqno')), halvesOf(fields.get('windowbase'))];
    return {
      seq: index + 1,
      time: Math.floor(atMs),
      messageId: id,
      seqnoHigh: seqno.high,
      seqnoLow: seqno.low,
      baseHigh: base.high,
      baseLow: base.low,
      windowSize: Number(fields.get('windowsize') ?? Number.NaN),
    };
  });
}

function windowOf(lines: readonly ReadLine[], truth: TruthLine) {
  const drops = dropsOf(lines, truth);
  const [from, to] = [Date.parse(truth.from), Date.parse(truth.to) + 1];
  return diagnoseRange({ from, to, events: drops.length, drops, cryptoTunnels: 0 }, USUAL_DIAGNOSIS).window;
}

/** Verdicts that no cause of the mixed scenario is to be given; the first three have scenarios of their own. */
const NOT_MIXED: ReadonlySet<VerdictName> = new Set([
  'peer-switch-over',
  'several-senders',
  'esn-lateness',
  'fragmentation',
  'ha-switch-over',
  'undetermined',
]);

describe('the truth about a simulated log', () => {
  it.each(SCENARIOS)('counts just the lines that the log has: %s', (scenario) => {
    const { lines, truths } = told({ scenario, seed: 3, rate: 40 }, 200);
    const logged = new Map<string, number>();
    for (const line of lines.filter(isDrop)) {
      tally(logged, `${String(line.id)}`, 1);
      const subject = line.fields.get('matchkey') ?? line.fields.get('iface');
      if (subject !== undefined) tally(logged, `${keyOf(gatewayOf(line), subject)} ${String(line.id)}`, 1);
    }
    const counted = new Map<string, number>();
    for (const { gateway, matchkey, iface, messages, drops, tunnels } of truths) {
      expect(Object.values(messages).reduce((sum, count) => sum + count, 0)).toBe(drops);
      if (tunnels !== null) continue;
      for (const [id, count] of Object.entries(messages)) {
        tally(counted, id, count);
        // Lines about fragments are a tunnel's, though they do not say so.
        const isNamed = (matchkey !== null && !['413', '133', '487'].includes(id)) || iface !== null;
        if (isNamed) tally(counted, `${keyOf(gateway, matchkey ?? iface)} ${id}`, count);
      }
    }
    expect([...counted].sort()).toEqual([...logged].sort());
  });

  it.each(SCENARIOS)('is the same for the same seed, and lies within the time of the log: %s', (scenario) => {
    const first = told({ scenario, seed: 5 }, 150);
    expect(told({ scenario, seed: 5 }, 150).truths).toEqual(first.truths);
    const start = Date.parse('2026-02-10T17:00:00Z');
    for (const { from, to, rekeys } of first.truths) {
      for (const at of [from, to, ...rekeys].map((moment) => Date.parse(moment))) {
        expect(at).toBeGreaterThanOrEqual(start);
        expect(at).toBeLessThanOrEqual(start + 150_000);
      }
    }
  });

  it('tells drops of everyday life apart, which are nobody’s cause', () => {
    const { truths } = told({ scenario: 'calm' }, 600);
    expect(truths.length).toBeGreaterThan(50);
    for (const { cause, verdict } of truths) expect([cause, verdict]).toEqual(['everyday', null]);
    const mixed = told({ scenario: 'replay-attack' }, 120).truths;
    expect(new Set(mixed.map(({ cause }) => cause))).toEqual(new Set(['everyday', 'replay-attack']));
  });

  it('has in the mixed scenario all causes that a network can have, and what tunnels of a gateway share', () => {
    const truths = [1, 2, 3].flatMap((seed) => truthsOf({ seed, rate: 10 }, 6000));
    const verdicts = new Set(truths.flatMap(({ verdict }) => verdict ?? []));
    expect(VERDICT_NAMES.filter((name) => !verdicts.has(name))).toEqual(
      VERDICT_NAMES.filter((name) => NOT_MIXED.has(name)),
    );
    const causes = new Set(truths.map(({ cause }) => cause));
    for (const cause of ['overflow', 'route-failure', 'memory', 'ha-switch-over']) expect(causes).toContain(cause);
  });

  it('says which windows would have accepted the late packets: a run with such a window lets them pass', () => {
    const run = { scenario: 'reordering', rate: 40, seed: 2 } as const;
    const { lines, truths } = told(run);
    const numbersOf = (from: readonly ReadLine[], truth: TruthLine) =>
      dropsOf(from, truth)
        .filter(({ seqnoLow, baseLow, messageId }) => messageId === 278 && seqnoLow < baseLow)
        .map(({ seqnoLow }) => seqnoLow);
    let tried = 0;
    for (const window of [256, 1024, 4096]) {
      const larger = told({ ...run, windowSize: window }).lines;
      for (const truth of truths.filter(({ cause, drops }) => cause === 'reordering' && drops >= 30)) {
        if ((truth.windowSize ?? 0) >= window) continue;
        tried += 1;
        const late = numbersOf(lines, truth);
        expect(truth.late).toBe(late.length);
        const stillLate = new Set(numbersOf(larger, truth));
        const windows = Object.keys(truth.acceptedBy).map(Number);
        const accepted = truth.acceptedBy[String(Math.min(window, Math.max(...windows)))] ?? 0;
        expect(late.filter((seqno) => !stillLate.has(seqno)).length).toBe(accepted);
      }
    }
    expect(tried).toBeGreaterThan(8);
  });

  it('[DIA-6] the advised window, applied to the same packets, lets those pass that it promised to save', () => {
    let advised = 0;
    for (const seed of [11, 12, 13]) {
      const run = { scenario: 'reordering', rate: 40, seed } as const;
      const { lines, truths } = told(run, 300);
      const runs = new Map<number, ReadLine[]>();
      for (const truth of truths.filter(({ cause, drops }) => cause === 'reordering' && drops >= 30)) {
        const { advice } = windowOf(lines, truth);
        if (advice === null) continue;
        advised += 1;
        const larger = runs.get(advice.window) ?? told({ ...run, windowSize: advice.window }, 300).lines;
        runs.set(advice.window, larger);
        const late = windowOf(larger, truth).late;
        expect(advice.late - late).toBeGreaterThanOrEqual(advice.accepted * 0.98);
        expect(truth.acceptedBy[String(advice.window)]).toBe(advice.accepted);
      }
    }
    expect(advised).toBeGreaterThan(8);
  });

  it('[DIA-7] knows when our own counter ends, and the messages before it forecast that', () => {
    let forecasts = 0;
    for (const seed of [21, 22, 23]) {
      const { lines, truths } = told({ scenario: 'overflow', rate: 40, seed }, 300);
      for (const truth of truths.filter(({ cause }) => cause === 'overflow')) {
        const endsAt = Date.parse(truth.overflowAt ?? '');
        const own = lines.filter(({ fields }) => fields.get('matchkey') === truth.matchkey);
        const ended = own.filter(({ id }) => id === 339);
        for (const line of ended) {
          expect(line.atMs).toBeGreaterThanOrEqual(endsAt);
          expect(numberOf(line, 'seqno')).toBe(2 ** 32 - 1);
        }
        const before = { ...truth, to: new Date((Date.parse(truth.from) + endsAt) / 2).toISOString() };
        const { forecasts: found } = windowOf(lines, before);
        const forecast = found.find(({ counter }) => counter === 'own');
        if (forecast === undefined) continue;
        forecasts += 1;
        const left = endsAt - forecast.seenAt;
        expect(Math.abs(forecast.at - endsAt)).toBeLessThan(left * 0.05);
      }
    }
    expect(forecasts).toBeGreaterThan(8);
  });

  it('[DIA-7] knows the rate of the peer, and its counter is forecast by it', () => {
    const { lines, truths } = told({ scenario: 'duplication', rate: 40, seed: 31 });
    let forecasts = 0;
    for (const truth of truths.filter(({ cause, drops }) => cause === 'duplication' && drops >= 30)) {
      const [forecast] = windowOf(lines, truth).forecasts;
      if (forecast === undefined) continue;
      forecasts += 1;
      const left = ((2 ** 32 - 1 - Number(forecast.seqno)) / (truth.packetsPerSecond ?? 0)) * 1000;
      expect(Math.abs(forecast.at - forecast.seenAt - left)).toBeLessThan(left * 0.05);
    }
    expect(forecasts).toBeGreaterThan(5);
  });
});

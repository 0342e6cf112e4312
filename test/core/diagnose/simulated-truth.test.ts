import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectDiagnosis } from '@tunnelwatch/server/serve/http/tunnels/collect-diagnosis';
import { loadCatalogue } from '@tunnelwatch/server/config/load-catalogue';
import type { ScenarioName } from '@tunnelwatch/server/simulator/scenarios/scenario-names';
import { type TruthLine, truthLineSchema } from '@tunnelwatch/server/simulator/truth/truth-line';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import type { VerdictName } from '@tunnelwatch/shared/diagnosis';
import { USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diagnoseGateway } from '../../../server/src/core/diagnose/diagnose-gateway.js';
import type { JudgedTunnel } from '../../../server/src/core/diagnose/gateway-rules/gateway-facts.js';
import { runCli } from '../../support/run-cli.js';
import { runSimulate } from '../../support/simulate-command.js';

const SEEDS = 2;
/** Drops from which on a verdict is expected. */
const ENOUGH = 30;
const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);

/** The drops of their tunnels tell the cause. */
const TELLING = [
  ...(['reordering', 'replay-attack', 'peer-reset', 'duplication', 'key-mismatch'] as const),
  ...(['corruption', 'forged', 'crypto-congestion', 'mixed'] as const),
  ...(['peer-switch-over', 'several-senders', 'esn-lateness'] as const),
];

/** A tunnel of the truth with what was named first. */
interface Judged {
  truth: TruthLine;
  first: VerdictName | undefined;
}

let folder = '';
let reader: SqliteReader;
let truths: TruthLine[] = [];

/** Each run on a day of its own, so that the gateways of one are never those of another at the same time. */
async function simulate(scenario: ScenarioName, seed: number, day: number): Promise<void> {
  const start = new Date(START + day * DAY_MS).toISOString();
  const flags = ['--scenario', scenario, '--seed', String(seed), '--start', start, '--rate', '30', '--duration', '150'];
  const files = ['--out', join(folder, 'gateway.log'), '--truth', join(folder, 'truth.ndjson')];
  expect(await runSimulate(folder, [...flags, ...files])).toEqual({ code: 0, err: '' });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-truth-'));
  let day = 0;
  for (const scenario of [...TELLING, 'memory', 'calm'] as const) {
    for (let seed = 1; seed <= SEEDS; seed++) await simulate(scenario, 100 * seed + day, day++);
  }
  const { code } = await runCli(['ingest', 'gateway.log', '--data', 'data', '--json'], { cwd: folder });
  expect(code).toBe(0);
  reader = new SqliteReader(join(folder, 'data'), () => undefined);
  truths = readFileSync(join(folder, 'truth.ndjson'), 'latin1')
    .split('\n')
    .slice(0, -1)
    .map((line) => truthLineSchema.parse(JSON.parse(line)));
}, 180_000);

afterAll(async () => {
  await reader.close();
  rmSync(folder, { recursive: true });
});

const known = new Map<TruthLine, Promise<Judged>>();

/** Each tunnel is judged once. */
function judge(truth: TruthLine): Promise<Judged> {
  const judged = known.get(truth) ?? judgeAnew(truth);
  known.set(truth, judged);
  return judged;
}

async function judgeAnew(truth: TruthLine): Promise<Judged> {
  const loaded = loadCatalogue(null);
  if (!loaded.ok) throw new Error('the built-in catalogue is broken');
  const { gateway, matchkey, from, to } = truth;
  const time = { gateway, matchkey: matchkey ?? '', from: Date.parse(from), to: Date.parse(to) };
  const context = { reader, catalogue: loaded.catalogue, diagnosis: USUAL_DIAGNOSIS };
  const { verdicts, events } = await collectDiagnosis(time, context);
  // Lines about fragments are of a tunnel, and do not name it. Of everyday ones some are no drops, and not in the truth.
  const unnamed = ['413', '133', '487'].reduce((sum, id) => sum + (truth.messages[id] ?? 0), 0);
  if (truth.cause !== 'everyday') expect(events).toBe(truth.drops - unnamed);
  return { truth, first: verdicts[0]?.name };
}

const isTelling = ({ matchkey, verdict, drops }: TruthLine): boolean =>
  matchkey !== null && verdict !== null && drops >= ENOUGH;

// Hundreds of tunnels are read from a store: a busy machine takes its time.
describe('the diagnosis of what simulate writes, read by ingest', { timeout: 180_000 }, () => {
  it.each(TELLING)('[DIA-10] names the true cause first: %s', async (scenario) => {
    const judged: Judged[] = [];
    for (const truth of truths.filter((one) => one.scenario === scenario && isTelling(one))) {
      judged.push(await judge(truth));
    }
    const wrong = judged.filter(({ truth, first }) => first !== truth.verdict);
    expect(judged.length).toBeGreaterThanOrEqual(SEEDS);
    expect(wrong.length / judged.length, JSON.stringify(wrong)).toBeLessThanOrEqual(0.05);
  });

  it('[DIA-10] suspects nobody behind the drops of everyday life', async () => {
    const calm = truths
      .filter(({ scenario, cause }) => scenario === 'calm' && cause === 'everyday')
      .sort((a, b) => b.drops - a.drops)
      .slice(0, 30);
    expect(calm[29]?.drops).toBeGreaterThanOrEqual(8);
    for (const truth of calm) {
      const { first } = await judge(truth);
      expect(['replay', 'forged', 'peer-reset', 'integrity-key'], JSON.stringify(truth)).not.toContain(first);
    }
  });

  it('[DIA-23] names what tunnels of a gateway share', async () => {
    const shared = truths.filter(({ tunnels, verdict }) => tunnels !== null && verdict !== null);
    expect(new Set(shared.map(({ verdict }) => verdict))).toEqual(
      new Set(['common-path', 'configuration-change', 'crypto-hardware']),
    );
    for (const { gateway, from, to, verdict, tunnels: count } of shared) {
      const of = truths.filter(
        (one) => one.gateway === gateway && one.from === from && one.to === to && isTelling(one),
      );
      if (of.length < (count ?? 0)) continue;
      const tunnels: JudgedTunnel[] = [];
      for (const truth of of) {
        const { first: name } = await judge(truth);
        if (name === undefined) continue;
        const since = Date.parse(from);
        tunnels.push({ matchkey: truth.matchkey ?? '', verdict: { name, confidence: 'high', since }, hasBegun: true });
      }
      const verdicts = diagnoseGateway({
        tunnels,
        messages: new Map(),
        switchOvers: [],
        now: Date.parse(to),
        settings: USUAL_DIAGNOSIS,
      });
      expect(verdicts.map(({ name }) => name)).toContain(verdict);
    }
  });

  it('[DIA-23] names memory by the messages of its gateway', () => {
    const short = truths.filter(({ cause, matchkey }) => cause === 'memory' && matchkey === null);
    expect(short.length).toBeGreaterThanOrEqual(SEEDS);
    for (const { messages, verdict, to } of short) {
      const counts = new Map(Object.entries(messages).map(([id, count]) => [Number(id), count]));
      const verdicts = diagnoseGateway({
        tunnels: [],
        messages: counts,
        switchOvers: [],
        now: Date.parse(to),
        settings: USUAL_DIAGNOSIS,
      });
      expect(verdicts[0]?.name).toBe(verdict);
    }
  });
});

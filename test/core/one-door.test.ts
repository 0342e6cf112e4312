import { planOf } from '@tunnelwatch/server/core/notifications/plan';
import { rmSync } from 'node:fs';
import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import { type RecordableInput, readInput, writeInput } from '@tunnelwatch/server/core/input';
import { TemplateCache } from '@tunnelwatch/server/core/lines/fast-path';
import type { Monitor, MonitorOptions } from '@tunnelwatch/server/core/monitor';
import { BatchBuilder } from '@tunnelwatch/server/ingest/batch/batch-builder';
import { createSimulation } from '@tunnelwatch/server/simulator/simulation';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import { ALERT_ACTIONS } from '@tunnelwatch/shared/alert-command';
import { USUAL_ALERT_RULES } from '@tunnelwatch/shared/alert-rules';
import type { Command } from '@tunnelwatch/shared/commands';
import { USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { command, person } from '../support/alert-books.js';
import { monitorOf } from '../support/monitors.js';
import { tempFolders } from '../support/temp-folder.js';

const tempFolder = tempFolders();
const START = Date.UTC(2026, 1, 10, 12);
const SECOND = 1000;
const DAY = 86_400_000;

/** What stands in a log of inputs: what was read, and everything else that came. */
type Logged = { kind: 'read'; at: number; lines: readonly Buffer[] } | RecordableInput;

/** Alerts live by the clock, and nothing is silent, late or skewed: what is known of that begins anew with each run. */
const CALM = {
  silence: { minimumMs: DAY, multiple: 10, learnMs: DAY },
  skew: { limitMs: DAY, holdMs: DAY },
  lag: { limitMs: DAY, highAfterMs: DAY },
};

const STRICT = {
  silence: { minimumMs: 5 * SECOND, multiple: 2, learnMs: 20 * SECOND },
  skew: { limitMs: SECOND, holdMs: SECOND },
  lag: { limitMs: SECOND, highAfterMs: 5 * SECOND },
};

const CHANNEL = {
  name: 'hook',
  kind: 'webhook',
  minPriority: 'low',
  classes: null,
  on: ['opened', 'returned'],
} as const;

/** Conditions that rise and fall quickly, so that a log of some minutes has many of them. */
const RULES = { ...USUAL_ALERT_RULES };

function optionsOf(isKilled: boolean): Partial<MonitorOptions> {
  return {
    rules: RULES,
    plan: planOf([CHANNEL]),
    isWatched: true,
    // What live diagnosis and the health of sources have seen is in memory alone, and begins anew after a kill.
    monitoring: isKilled ? CALM : STRICT,
    diagnosis: isKilled ? null : USUAL_DIAGNOSIS,
  };
}

/** One run of a monitor over a store. */
class Run {
  private writer: SqliteWriter;
  private monitor: Monitor;
  private batches: BatchBuilder;
  private origin = { recipes: new TemplateCache() };

  constructor(
    private readonly folder: string,
    private readonly options: Partial<MonitorOptions>,
    now: number,
  ) {
    this.writer = new SqliteWriter(folder, { leastEvents: 40, mostRows: 60 });
    this.monitor = monitorOf(this.writer.load(now), { ...options, startedAt: now });
    this.batches = new BatchBuilder(this.monitor, { isWatched: true });
  }

  apply(input: Logged): void {
    if (input.kind === 'read') this.read(input.at, input.lines);
    else this.monitor.apply(input);
    const changes = this.monitor.drainInventory();
    if (changes.length > 0) this.writer.addInventory(changes);
  }

  /** False while nothing may be stored: an import is stored whole or not at all. */
  get canCommit(): boolean {
    return !this.monitor.isImporting;
  }

  commit(at: number): void {
    const taken = this.batches.takeBatch(at, { files: [], tails: [] });
    if (taken !== undefined) this.writer.commit(taken.batch);
  }

  /** Ends without a word, and begins again with what is stored. */
  kill(now: number): void {
    this.writer.close();
    this.writer = new SqliteWriter(this.folder, { leastEvents: 40, mostRows: 60 });
    this.monitor = monitorOf(this.writer.load(now), { ...this.options, startedAt: now });
    this.batches = new BatchBuilder(this.monitor, { isWatched: true });
    this.origin = { recipes: new TemplateCache() };
  }

  close(): void {
    this.writer.close();
  }

  private read(at: number, lines: readonly Buffer[]): void {
    const source = this.monitor.sources.of('file', '/logs/gw1.log');
    const origin = {
      source,
      zone: zoneReader('UTC'),
      gatewayHint: 'gw1',
      isHintGuessed: false,
      age: 'history' as const,
      isReadOnce: false,
      ...this.origin,
    };
    this.monitor.lines.arrive(at);
    for (const line of lines) this.monitor.lines.line(origin, line, 0, line.length, false, at);
    this.monitor.lines.settle();
    // What was read at one time is one input, however it is batched.
    this.monitor.endLines();
  }
}

/** Everything that a store holds, but for numbers of commits and what says only how the work was done. */
async function contentOf(folder: string, now: number): Promise<Record<string, unknown>> {
  const writer = new SqliteWriter(folder);
  const { step: _step, sources, recent, ...state } = writer.load(now);
  writer.close();
  const reader = new SqliteReader(folder);
  const events: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await reader.listEvents({}, 500, cursor);
    events.push(...page.events.map(({ raw, ...event }) => ({ ...event, raw: Buffer.from(raw).toString('latin1') })));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  const audit = await reader.listAudit({ limit: 100_000 });
  const outbox = await reader.dueEntries({ channel: 'hook', now: Number.MAX_SAFE_INTEGER, limit: 10_000, settled: [] });
  const verdicts = await reader.pastVerdicts(now);
  const alerts = await reader.listAlerts({ limit: 10_000 });
  const members = await Promise.all(alerts.alerts.map(({ id }) => reader.listMembers(id, 1000)));
  await reader.close();
  return {
    ...state,
    // A line of a shape that this run has not met is decoded in full; what traffic is usual is stored along with lines.
    sources: sources.map(({ counts, usual: _usual, ...source }) => ({
      ...source,
      counts: { ...counts, slow: 0, timeUnknown: 0, gatewayUnknown: 0 },
    })),
    gateways: state.gateways.map(({ usual: _usual, ...gateway }) => gateway),
    recent: summed(recent ?? new Float64Array()),
    requests: [...(state.requests ?? [])],
    events,
    audit,
    outbox,
    verdicts,
    alerts,
    memberLists: members,
  };
}

/** Counts of the last minutes, summed up where the store has them in pieces. */
function summed(recent: Float64Array): [string, number][] {
  const sums = new Map<string, number>();
  for (let at = 0; at + 6 <= recent.length; at += 6) {
    const key = `${String(recent[at])} ${String(recent[at + 1])} ${String(recent[at + 2])}`;
    sums.set(key, (sums.get(key) ?? 0) + (recent[at + 3] ?? 0));
  }
  return [...sums].sort(([a], [b]) => a.localeCompare(b));
}

/** Runs a log over a new store, with a commit wherever `commits` says so, and dies right after some of them and in between. */
async function play(
  log: readonly Logged[],
  options: Partial<MonitorOptions>,
  plan: { commits: readonly boolean[]; kills: readonly boolean[] },
): Promise<Record<string, unknown>> {
  const folder = tempFolder();
  const run = new Run(folder, options, START);
  let committed = 0;
  const end = log.at(-1)?.at ?? START;
  // A kill takes back what was not stored; what came since then comes again.
  let killsLeft = 5;
  for (let next = 0; next < log.length; next++) {
    const input = log[next];
    if (input === undefined) break;
    run.apply(input);
    if ((plan.commits[next % plan.commits.length] ?? false) && run.canCommit) {
      run.commit(input.at);
      committed = next + 1;
    }
    if (killsLeft > 0 && (plan.kills[next % plan.kills.length] ?? false)) {
      killsLeft -= 1;
      run.kill(log[committed]?.at ?? end);
      next = committed - 1;
    }
  }
  run.commit(end);
  run.close();
  const content = await contentOf(folder, end);
  rmSync(folder, { recursive: true, force: true });
  return content;
}

const anna = person('Anna');

/** What people ask for, some of it in vain. */
function commandOf(pick: number, at: number): Command {
  const id = 1 + (pick % 7);
  const action = ALERT_ACTIONS[pick % ALERT_ACTIONS.length] ?? 'comment';
  const until = action === 'shelve' ? at + 3 * 60_000 : null;
  const common = { action, until, comment: 'seen', assignee: 'Anna' };
  switch (pick % 6) {
    case 0:
    case 1:
      return { name: 'act', request: command({ id, version: 1 + (pick % 3), ...common }) };
    case 2:
      return { name: 'actOnAll', request: { ...common, filter: {}, dryRun: pick % 5 === 0 } };
    case 3: {
      const span = { from: at, until: at + 60_000 * (1 + (pick % 4)) };
      return {
        name: 'addWindow',
        request: { ...span, gateway: null, matchkey: null, class: 'replay', comment: 'update', notifyCritical: true },
      };
    }
    case 4:
      return {
        name: 'importInventory',
        request: {
          origin: { sha256: String(pick), refused: 0 },
          rows: [
            {
              gateway: '*',
              kind: 'matchkey',
              pattern: `*${String(pick % 10)}`,
              name: `site ${String(pick)}`,
              priority: 'high',
            },
          ],
        },
      };
    default:
      return {
        name: 'editInventory',
        request: {
          action: 'add',
          fields: {
            gateway: '*',
            kind: 'matchkey',
            pattern: `m${String(pick)}*`,
            name: 'A',
            site: '',
            peer: '',
            note: '',
            priority: null,
          },
        },
      };
  }
}

/** A log of some minutes of a troubled network, with what people did. */
const logs = fc
  .record({
    seed: fc.nat(1000),
    steps: fc.array(
      fc.oneof(
        {
          weight: 6,
          arbitrary: fc.record({ kind: fc.constant('read' as const), seconds: fc.integer({ min: 1, max: 20 }) }),
        },
        {
          weight: 3,
          arbitrary: fc.record({ kind: fc.constant('tick' as const), seconds: fc.integer({ min: 1, max: 90 }) }),
        },
        { weight: 2, arbitrary: fc.record({ kind: fc.constant('command' as const), pick: fc.nat(10_000) }) },
      ),
      { minLength: 3, maxLength: 30 },
    ),
  })
  .map(({ seed, steps }): Logged[] => {
    const traffic = createSimulation({
      rate: 8,
      tunnels: 12,
      gateways: 2,
      scenario: 'mixed',
      format: 'rfc5424',
      seed,
      startMs: START,
    });
    let now = START;
    let ahead = traffic.next();
    const log: Logged[] = [];
    for (const step of steps) {
      if (step.kind === 'command') {
        log.push({ kind: 'command', at: now, command: commandOf(step.pick, now), actor: anna });
        if (step.pick % 6 === 4) for (let n = 0; n < 4; n++) log.push({ kind: 'advanceImport', at: now });
        continue;
      }
      now += step.seconds * SECOND;
      if (step.kind === 'tick') {
        log.push({
          kind: 'tick',
          at: now,
          sources: [
            { id: 1, lagMs: step.seconds > 60 ? 30_000 : 0, waitingConnections: 0, problem: null, isFinished: false },
          ],
        });
        continue;
      }
      const lines: Buffer[] = [];
      for (; ahead.atMs <= now; ahead = traffic.next()) lines.push(Buffer.from(ahead.line));
      log.push({ kind: 'read', at: now, lines });
    }
    // So late that every minute is over; what waits for that is stored with the next that is to be stored.
    const end = now + 10 * 60_000;
    log.push({ kind: 'tick', at: end, sources: [] });
    const note = {
      at: end,
      actor: anna,
      action: 'signIn',
      target: 'user Anna',
      comment: '',
      before: null,
      after: null,
    };
    log.push({ kind: 'notes', at: end, notes: [{ ...note, requestKey: null }] });
    return log;
  });

const somewhere = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 });

describe('the same inputs', { timeout: 300_000 }, () => {
  it('give the same store in whatever batches they are committed', async () => {
    await fc.assert(
      fc.asyncProperty(logs, somewhere, async (log, commits) => {
        const options = optionsOf(false);
        const once = await play(log, options, { commits: [false], kills: [false] });
        expect(await play(log, options, { commits, kills: [false] })).toEqual(once);
        expect(await play(log, options, { commits: [true], kills: [false] })).toEqual(once);
      }),
      { numRuns: 15 },
    );
  });

  it('give the same store across kills at any moment', async () => {
    await fc.assert(
      fc.asyncProperty(logs, somewhere, somewhere, async (log, commits, kills) => {
        const options = optionsOf(true);
        // What is usual is stored once a minute: a kill loses what was learned since.
        const { usual: _once, ...once } = await play(log, options, { commits: [true], kills: [false] });
        const { usual: _again, ...again } = await play(log, options, { commits: [...commits, true], kills });
        expect(again).toEqual(once);
      }),
      { numRuns: 15 },
    );
  });

  it('can be written down and read back', () => {
    fc.assert(
      fc.property(logs, (log) => {
        for (const input of log) {
          if (input.kind !== 'read') expect(readInput(writeInput(input))).toEqual(input);
        }
      }),
    );
  });
});

describe('a written input', () => {
  it('of another version, or of none that is known, is refused', () => {
    const written = writeInput({ kind: 'tick', at: START, sources: null });
    expect(readInput(written)).toEqual({ kind: 'tick', at: START, sources: null });
    expect(() => readInput(written.replace('"version":1', '"version":2'))).toThrow();
    expect(() => readInput('{"version":1,"input":{"kind":"guess","at":1}}')).toThrow();
    const wrong = { kind: 'command', at: START, actor: anna, command: { name: 'act', request: { id: 0 } } };
    expect(() => readInput(JSON.stringify({ version: 1, input: wrong }))).toThrow();
  });
});

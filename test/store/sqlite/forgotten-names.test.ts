import { LiveModel } from '@tunnelwatch/server/core/aggregate/live-model';
import type { LeavingNames, UnusedNames } from '@tunnelwatch/server/core/aggregate/records';
import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import { type RecordableInput, readInput, writeInput } from '@tunnelwatch/server/core/input';
import { TemplateCache } from '@tunnelwatch/server/core/lines/fast-path';
import type { Monitor } from '@tunnelwatch/server/core/monitor';
import { BatchBuilder } from '@tunnelwatch/server/ingest/batch/batch-builder';
import { checkStore } from '@tunnelwatch/server/store/sqlite/maintenance/check/check-store';
import type { Maintenance } from '@tunnelwatch/server/store/sqlite/maintenance/maintenance';
import type { Removal } from '@tunnelwatch/server/store/sqlite/maintenance/removal';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import { SubjectReader } from '@tunnelwatch/server/store/sqlite/subject-reader';
import { USUAL_ALERT_RULES } from '@tunnelwatch/shared/alert-rules';
import { USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import { type Subject, subjectKey } from '@tunnelwatch/shared/subject';
import fc from 'fast-check';
import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { monitorOf } from '../../support/monitors.js';
import { tempFolders } from '../../support/temp-folder.js';

const tempFolder = tempFolders();
const START = Date.UTC(2026, 1, 10, 12);
const SECOND = 1000;
const HOUR = 3_600_000;
const ACTIVITY = HOUR;
const LIMITS = { tunnels: 100, gateways: 100, interfaces: 100, otherSubjects: 8 };
/** Rules that a handful of events sets off. */
const { rise, 'rate-replay': replay } = USUAL_ALERT_RULES;
const RULES = {
  ...USUAL_ALERT_RULES,
  'rate-replay': { ...replay, count: 6, highCount: 9 },
  // What was usual goes with the name.
  rise: { ...rise, enabled: false },
};
/** Of each name there are lines by it and of the gateway alone, of kinds that the fast path learns, and that it must not forget. */
const SUBJECT_PARTS = ['matchkey=7', 'matchkey=8', 'matchkey=a-1', 'matchkey=b-2', 'iface=ge1', 'iface=ge2', ''];
const GATEWAYS = ['gw1', 'gw2', 'GW2', 'gw2.noc.example', 'gw3'];
const DROP =
  'prio=2 id=00000278 rev=1 event="Anti-replay check failed." action=drop seqno=5 windowbase=1300 windowsize=64';
const CRITICAL = 'prio=5 id=00001682 rev=1 event=x action=none';

interface Line {
  gateway: string;
  part: string;
  isCritical: boolean;
}

/** A monitor over its store, with upkeep and a live model; it forgets names, or never does. */
class Run {
  private writer!: SqliteWriter;
  private upkeep!: Maintenance;
  private monitor!: Monitor;
  private subjects!: SubjectReader;
  private batches!: BatchBuilder;
  private recipes!: TemplateCache;
  model!: LiveModel;
  readonly removals: number[] = [];
  /** What upkeep has found and the monitor does not know yet; answers of the store, likewise. */
  private found: UnusedNames[] = [];
  private answers: { left: LeavingNames; kept: number[] }[] = [];

  private constructor(
    readonly folder: string,
    private readonly forgets: boolean,
    private readonly mostSubjects: number,
  ) {}

  static async begin(folder: string, forgets: boolean, mostSubjects: number): Promise<Run> {
    const run = new Run(folder, forgets, mostSubjects);
    await run.open(START);
    return run;
  }

  read(lines: readonly Line[], at: number): void {
    const { monitor, recipes } = this;
    const source = monitor.sources.of('syslog', 'udp://192.0.2.1:514');
    const hint = { gatewayHint: '', isHintGuessed: false, isReadOnce: true };
    const origin = { source, zone: zoneReader('UTC'), age: 'live' as const, recipes, ...hint };
    monitor.lines.arrive(at);
    for (const { gateway, part, isCritical } of lines) {
      const message = `${isCritical ? CRITICAL : DROP} ${part}`;
      const line = Buffer.from(`<133>1 ${new Date(at).toISOString()} ${gateway} EFW - - - IPSEC: ${message}`);
      monitor.lines.line(origin, line, 0, line.length, false, at);
    }
    monitor.lines.settle();
    monitor.endLines();
  }

  apply(input: RecordableInput): void {
    this.monitor.apply(readInput(writeInput(input)));
  }

  commit(at: number): void {
    const taken = this.batches.takeBatch(at, { files: [], tails: [] });
    if (taken === undefined) return;
    const committed = this.writer.commit(taken.batch);
    const step = taken.toStep(committed);
    taken.noteStored();
    this.model.apply(step, at);
    this.model.forget(step.leftSubjects ?? []);
    const { left } = committed;
    if (left === undefined) return;
    const asked = (taken.batch.leaving ?? []).flatMap(({ subjects }) => subjects);
    this.answers.push({ left, kept: asked.filter((id) => !left.subjects.includes(id)) });
  }

  /** Upkeep looks for what is due until there is nothing more. */
  keepUp(now: number): void {
    while (this.upkeep.step(now));
  }

  /** The monitor is told what was found. */
  forget(at: number): boolean {
    const found = this.found.splice(0);
    for (const unused of found) this.apply({ kind: 'forget', at, unused });
    return found.length > 0;
  }

  /** It is told what the store has made of it. */
  settle(at: number): void {
    for (const answer of this.answers.splice(0)) this.apply({ kind: 'forgotten', at, ...answer });
  }

  /** Ends without a word, and begins again with what is stored. */
  async kill(now: number): Promise<void> {
    this.close();
    await this.open(now);
  }

  close(): void {
    this.subjects.close();
    this.writer.close();
  }

  private async open(now: number): Promise<void> {
    this.writer = new SqliteWriter(this.folder, { leastEvents: 6, mostRows: 12 }, undefined, this.mostSubjects);
    const state = this.writer.load(now);
    this.subjects = new SubjectReader(this.folder);
    this.monitor = monitorOf(state, {
      storedSubjects: this.subjects,
      mostSubjects: this.mostSubjects,
      startedAt: now,
      isWatched: true,
      rules: RULES,
      diagnosis: USUAL_DIAGNOSIS,
    });
    this.batches = new BatchBuilder(this.monitor, { isWatched: true });
    this.recipes = new TemplateCache();
    this.found = [];
    this.answers = [];
    this.upkeep = this.writer.maintenance({
      retention: { maxAgeMs: 2 * HOUR, maxBytes: null },
      mergeLimits: { mostEvents: 24, mostBytes: 1_048_576, leastNewest: 3, mostGapMs: HOUR },
      onRemoved: (removal: Removal) => {
        this.removals.push(removal.range.last);
        this.model.remove(removal, removal.step);
      },
      onStorage: () => undefined,
      onUnused: (unused) => {
        if (this.forgets) this.found.push(unused);
      },
    });
    const reader = new SqliteReader(this.folder);
    const seed = await reader.modelSeed(ACTIVITY, Number.MAX_SAFE_INTEGER);
    await reader.close();
    this.model = new LiveModel(seed, now, { stored: this.subjects, limits: LIMITS });
  }
}

/** What a store answers, by names. */
async function answersOf({ folder, model }: Run): Promise<Record<string, unknown>> {
  const reader = new SqliteReader(folder);
  const { events } = await reader.listEvents({}, 10_000, undefined);
  const seed = await reader.modelSeed(ACTIVITY, Number.MAX_SAFE_INTEGER);
  const { alerts } = await reader.listAlerts({ limit: 1000 });
  const members = await Promise.all(alerts.map(({ id }) => reader.listMembers(id, 100)));
  const subjects = new Map(events.map(({ subject }) => [subjectKey(subject), subject]));
  const counts = [];
  for (const [key, subject] of [...subjects].sort(([a], [b]) => (a < b ? -1 : 1))) {
    counts.push([key, await reader.countEvents(filterOf(subject)), live(model, subject)]);
  }
  await reader.close();
  return {
    events: events.map(({ raw, ...event }) => ({ ...event, raw: Buffer.from(raw).toString() })),
    counts,
    total: model.events,
    seeded: totalsOf(seed),
    shown: Array.from(model.tunnels.values(), ({ subject }) => subjectKey(subject)).sort(),
    alerts,
    members,
    findings: checkStore(folder, () => undefined).findings,
  };
}

function filterOf(subject: Subject): { gateway: string; matchkey?: string; iface?: string } {
  const { gateway } = subject;
  if (subject.kind === 'tunnel') return { gateway, matchkey: subject.matchkey };
  return subject.kind === 'interface' ? { gateway, iface: subject.iface } : { gateway };
}

function live(model: LiveModel, subject: Subject): number | undefined {
  const entry =
    subject.kind === 'tunnel' ? model.tunnel(subject.gateway, subject.matchkey) : model.gateway(subject.gateway);
  return entry?.activity.total;
}

function totalsOf({ subjects, totals }: Awaited<ReturnType<SqliteReader['modelSeed']>>): string[] {
  const names = new Map(subjects.map(({ id, subject }) => [id, subjectKey(subject)]));
  const rows: string[] = [];
  for (let at = 0; at < totals.length; at += 5) {
    const [subject, ...rest] = Array.from({ length: 5 }, (_, field) => totals[at + field] ?? 0);
    rows.push(`${names.get(subject ?? 0) ?? 'nobody'} ${rest.join(' ')}`);
  }
  return rows.sort();
}

/** The names that a store has on disk. */
function storedNames(folder: string): string[] {
  const writer = new SqliteWriter(folder);
  const { subjects } = writer.load(START);
  writer.close();
  return subjects.map(({ subject }) => subjectKey(subject)).sort();
}

/** What has something stored at any time. */
const NEWEST: readonly Line[] = [{ gateway: 'gw1', part: 'matchkey=7', isCritical: false }];

const line = fc.record({
  gateway: fc.constantFrom(...GATEWAYS),
  part: fc.constantFrom(...SUBJECT_PARTS),
  isCritical: fc.integer({ min: 0, max: 40 }).map((pick) => pick === 0),
});
const act = fc.oneof(
  { weight: 6, arbitrary: fc.array(line, { minLength: 1, maxLength: 10 }) },
  { weight: 3, arbitrary: fc.constant('commit' as const) },
  { weight: 4, arbitrary: fc.constant('forget' as const) },
  { weight: 2, arbitrary: fc.constantFrom('settle' as const, 'keepUp' as const) },
  { weight: 4, arbitrary: fc.constant('hours' as const) },
  { weight: 1, arbitrary: fc.constant('kill' as const) },
);

/** Where there is room for few names in memory, they leave it in any case. */
const mostSubjects = fc.constantFrom(8, 1000);

it('[STORE-30] [STORE-21] names come, are removed and come again at any moment, and all answers are those of a monitor that never forgets', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 60 }), mostSubjects, async (acts, most) => {
      const runs = [await Run.begin(tempFolder(), true, most), await Run.begin(tempFolder(), false, most)];
      const [forgetting, keeping] = runs;
      if (forgetting === undefined || keeping === undefined) throw new Error('there are two');
      let now = START;
      /** What a kill takes back, and what then comes again. */
      let since: { lines: readonly Line[]; at: number }[] = [];
      const each = (work: (run: Run) => void) => {
        for (const run of runs) work(run);
      };
      const letHoursGo = () => {
        each((run) => {
          run.commit(now);
          run.keepUp(now);
        });
        now += 2.5 * HOUR;
        each((run) => {
          run.apply({ kind: 'tick', at: now, sources: [] });
          run.read(NEWEST, now);
          run.commit(now);
          run.keepUp(now);
        });
        since = [];
      };
      for (const next of acts) {
        now += SECOND;
        if (next === 'hours') letHoursGo();
        else if (next === 'kill') {
          for (const run of runs) {
            await run.kill(now);
            for (const { lines, at } of since) run.read(lines, at);
          }
        } else if (next === 'commit') {
          each((run) => {
            run.commit(now);
          });
          since = [];
        } else if (next === 'keepUp') {
          now += 11 * 60_000;
          each((run) => {
            run.keepUp(now);
          });
        } else if (next === 'forget') forgetting.forget(now);
        else if (next === 'settle') forgetting.settle(now);
        else {
          since.push({ lines: next, at: now });
          each((run) => {
            run.read(next, now);
          });
        }
      }
      // The end: what is still to be removed goes.
      for (let left = 5; left > 0; left--) {
        letHoursGo();
        forgetting.forget(now);
        each((run) => {
          run.commit(now);
        });
        forgetting.settle(now);
      }
      expect(forgetting.removals).toEqual(keeping.removals);
      const interfaces = Array.from(forgetting.model.interfaces(), subjectKey);
      expect(interfaces).toEqual([...new Set(interfaces)]);
      const [forgot, kept] = [await answersOf(forgetting), await answersOf(keeping)];
      expect(forgot).toEqual(kept);
      each((run) => {
        run.close();
      });
      // Only what has something is left on disk.
      const { alerts, members } = kept as { alerts: { subject: Subject }[]; members: { subject: Subject }[][] };
      const told = [...alerts, ...members.flat()].map(({ subject }) => subjectKey(subject));
      const before = storedNames(keeping.folder);
      const used = new Set([...told, 't\ngw1\n7']);
      expect(storedNames(forgetting.folder)).toEqual(before.filter((name) => used.has(name)));
      for (const { folder } of runs) rmSync(folder, { recursive: true, force: true });
    }),
    { numRuns: 25 },
  );
}, 120_000);

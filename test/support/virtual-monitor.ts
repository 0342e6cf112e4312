import { ACTIVITY_MS, AHEAD_MS, LiveModel } from '@tunnelwatch/server/core/aggregate/live-model';
import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import { TemplateCache } from '@tunnelwatch/server/core/lines/fast-path';
import type { LineOrigin } from '@tunnelwatch/server/core/lines/line-origin';
import type { Monitor } from '@tunnelwatch/server/core/monitor';
import { BatchBuilder, type TakenBatch } from '@tunnelwatch/server/ingest/batch/batch-builder';
import { recordOf } from '@tunnelwatch/server/serve/live/record-of';
import { partsOf } from '@tunnelwatch/server/serve/live/room-content';
import { World } from '@tunnelwatch/server/serve/live/world';
import { PastViews } from '@tunnelwatch/server/serve/past/past-views';
import { createSimulation, type Simulation } from '@tunnelwatch/server/simulator/simulation';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import type { Actor } from '@tunnelwatch/shared/actor';
import type { Alert } from '@tunnelwatch/shared/alert';
import { USUAL_ALERT_RULES } from '@tunnelwatch/shared/alert-rules';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import type { Command } from '@tunnelwatch/shared/commands';
import { USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import type { Change, View } from '@tunnelwatch/shared/protocol';
import { person } from './alert-books.js';
import { monitorOf } from './monitors.js';

export const catalogue = createCatalogue(BUILTIN_CATALOGUE);
const WORLD = { version: '1.0.0', isDemo: false, isFollowing: true, staleAfterMs: 60_000, pastAfterMs: 15 * 60_000 };
/** Nothing is silent, late or skewed here: only that alerts live by the clock is wanted. */
const MONITORING = {
  silence: { minimumMs: 86_400_000, multiple: 10, learnMs: 86_400_000 },
  skew: { limitMs: 86_400_000, holdMs: 86_400_000 },
  lag: { limitMs: 86_400_000, highAfterMs: 86_400_000 },
};
/** Segments of a few hundred events, so that an hour of a calm network has many of them. */
const SEALING = { leastEvents: 200, mostRows: 300 };
const TRAFFIC = { rate: 6, tunnels: 24, gateways: 2, scenario: 'mixed', format: 'rsyslog', hasFreshSas: true } as const;

/** One run of the server: what a restart makes anew. */
interface Run {
  monitor: Monitor;
  batches: BatchBuilder;
  writer: SqliteWriter;
  reader: SqliteReader;
  world: World;
}

/**
 * The stages of the server joined in this thread, on a clock that the test moves: a simulated network is read, stored,
 * diagnosed and alarmed second by second, as the pipeline and the hub do it.
 */
export class VirtualMonitor {
  now: number;
  private run!: Run;
  private readonly traffic: Simulation;
  private refused: TakenBatch | undefined;
  private ahead: ReturnType<Simulation['next']> | undefined;
  private readonly recipes = new TemplateCache();

  private constructor(
    private readonly folder: string,
    start: number,
    seed: number,
  ) {
    this.now = start;
    this.traffic = createSimulation({ ...TRAFFIC, seed, startMs: start });
  }

  /** @param start epoch ms */
  static async open(folder: string, start: number, seed: number): Promise<VirtualMonitor> {
    const monitor = new VirtualMonitor(folder, start, seed);
    await monitor.begin();
    return monitor;
  }

  /** All alerts as they are stored by now. */
  get alerts(): readonly Alert[] {
    return [...this.run.world.alerts.values()];
  }

  get reader(): SqliteReader {
    return this.run.reader;
  }

  get world(): World {
    return this.run.world;
  }

  /** A second goes by: what was logged in it is read, and everything is judged once. */
  second(): void {
    this.now += 1000;
    const { monitor, world } = this.run;
    this.read(monitor);
    const { verdicts } = monitor.apply({ kind: 'tick', at: this.now, sources: [] });
    world.alarming = monitor.alarmStatus(this.now);
    this.commit();
    for (const { subjectId, verdict } of verdicts) world.model.setVerdict(subjectId, verdict);
  }

  /** Reads lines of another file, all at once. */
  readLines(lines: readonly string[]): void {
    const { monitor } = this.run;
    monitor.lines.arrive(this.now);
    const origin = this.origin(monitor, '/logs/old.log');
    for (const text of lines) {
      const line = Buffer.from(text);
      monitor.lines.line(origin, line, 0, line.length, false, this.now);
    }
    monitor.lines.settle();
    this.commit();
  }

  /** What the hub keeps at the beginning of each minute; it is stored with the next batch. */
  record(): void {
    const record = { at: this.now, record: recordOf(this.run.world, this.now) };
    this.run.monitor.apply({ kind: 'record', at: this.now, record });
  }

  /** What an operator does, at this very moment. */
  operate(command: Command, actor: Actor): void {
    const { monitor, world } = this.run;
    monitor.apply({ kind: 'command', at: this.now, command, actor });
    world.alarming = monitor.alarmStatus(this.now);
    this.commit();
  }

  /** What a view shows now: what a newcomer to its room would be sent. */
  async live(view: View): Promise<Change[]> {
    const { world, reader } = this.run;
    const onError = (error: unknown) => {
      throw error;
    };
    const parts = partsOf(view, {
      world,
      reader,
      catalogue,
      onError,
      requestFlush: () => undefined,
      wallOf: () => undefined,
    });
    await Promise.all(parts.map((part) => part.start()));
    return parts.flatMap((part) => part.snapshot(this.now));
  }

  /** The time machine over what is stored. */
  past(): PastViews {
    return new PastViews({ reader: this.run.reader, catalogue, world: WORLD });
  }

  /** The server dies and is started again. */
  async restart(): Promise<void> {
    await this.close();
    await this.begin();
  }

  async close(): Promise<void> {
    await this.run.reader.close();
    this.run.writer.close();
  }

  private async begin(): Promise<void> {
    const clock = () => this.now;
    const writer = new SqliteWriter(this.folder, SEALING);
    const state = writer.load(this.now);
    const reader = new SqliteReader(this.folder);
    const monitor = monitorOf(state, {
      rules: USUAL_ALERT_RULES,
      diagnosis: USUAL_DIAGNOSIS,
      monitoring: MONITORING,
      isWatched: true,
      pastAfterMs: WORLD.pastAfterMs,
      startedAt: this.now,
    });
    const batches = new BatchBuilder(monitor, { isWatched: true });
    const seed = await reader.modelSeed(ACTIVITY_MS, this.now + AHEAD_MS);
    const world = new World(new LiveModel(seed, this.now), { ...WORLD, clock });
    world.setAlerts([...state.alerts]);
    world.setGateways([...state.gateways]);
    this.run = { monitor, batches, writer, reader, world };
  }

  private origin({ sources }: Monitor, name: string): LineOrigin {
    const source = sources.of('file', name);
    return {
      source,
      zone: zoneReader('UTC'),
      gatewayHint: 'gw1',
      isHintGuessed: false,
      age: 'live',
      recipes: this.recipes,
      isReadOnce: false,
    };
  }

  private read(monitor: Monitor): void {
    monitor.lines.arrive(this.now);
    const origin = this.origin(monitor, '/logs/gw1.log');
    for (;;) {
      this.ahead ??= this.traffic.next();
      if (this.ahead.atMs > this.now) break;
      const line = Buffer.from(this.ahead.line);
      this.ahead = undefined;
      monitor.lines.line(origin, line, 0, line.length, false, this.now);
    }
    monitor.lines.settle();
  }

  private commit(): void {
    const { batches, writer, world } = this.run;
    const taken = batches.takeBatch(this.now, { files: [], tails: [] });
    if (taken === undefined) return;
    this.refused = taken;
    world.apply(taken.toStep(writer.commit(taken.batch)));
    this.refused = undefined;
  }

  /** The store is asked again to take what it has refused. */
  retry(): void {
    const { refused } = this;
    if (refused === undefined) throw new Error('nothing was refused');
    const { writer, world } = this.run;
    world.apply(refused.toStep(writer.retry()));
    this.refused = undefined;
  }
}

/** Somebody at a desk. */
export const OPERATOR = person('Anna');

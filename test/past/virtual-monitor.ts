import { ACTIVITY_MS, AHEAD_MS, LiveModel } from '@tunnelwatch/server/core/aggregate/live-model';
import { GatewayLives } from '@tunnelwatch/server/core/aggregate/gateway-life';
import type { AlertBook } from '@tunnelwatch/server/core/alert/registry/alert-registry';
import type { RateWatch } from '@tunnelwatch/server/core/alert/rates/rate-evaluator';
import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { zoneReader } from '@tunnelwatch/server/core/decode/clock-zone';
import { PastViews } from '@tunnelwatch/server/serve/past/past-views';
import { Recipes } from '@tunnelwatch/server/ingest/lines/fast-path';
import { type DiagnosisWatch, openDiagnosis } from '@tunnelwatch/server/core/alert/rules/diagnosis-rule';
import { Ingest, type SourceReading } from '@tunnelwatch/server/ingest/lines/ingest';
import { Interner } from '@tunnelwatch/server/core/aggregate/interner';
import { OperatorDesk, openBook } from '@tunnelwatch/server/ingest/command-handler';
import { openRates } from '@tunnelwatch/server/ingest/open-rates';
import type { TakenBatch } from '@tunnelwatch/server/ingest/batch/taken-batch';
import { recordOf } from '@tunnelwatch/server/serve/live/record-of';
import { partsOf } from '@tunnelwatch/server/serve/live/room-content';
import { World } from '@tunnelwatch/server/serve/live/world';
import { createSimulation, type Simulation } from '@tunnelwatch/server/simulator/simulation';
import { EventColumns } from '@tunnelwatch/server/core/events/event-columns';
import { SqliteReader } from '@tunnelwatch/server/store/sqlite/sqlite-reader';
import { SqliteWriter } from '@tunnelwatch/server/store/sqlite/sqlite-writer';
import { USUAL_ALERT_RULES } from '@tunnelwatch/shared/alert-rules';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import type { Change, View } from '@tunnelwatch/shared/protocol';
import { person } from '../support/alert-books.js';

export const catalogue = createCatalogue(BUILTIN_CATALOGUE);
const WORLD = { version: '1.0.0', isDemo: false, staleAfterMs: 60_000, pastAfterMs: 15 * 60_000 };
/** Segments of a few hundred events, so that an hour of a calm network has many of them. */
const SEALING = { leastEvents: 200, mostRows: 300 };
const TRAFFIC = { rate: 6, tunnels: 24, gateways: 2, scenario: 'mixed', format: 'rsyslog', hasFreshSas: true } as const;

/** One run of the server: what a restart makes anew. */
interface Run {
  book: AlertBook;
  ingest: Ingest;
  desk: OperatorDesk;
  rates: RateWatch | undefined;
  diagnosis: DiagnosisWatch | undefined;
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
  private readonly reading: SourceReading = {
    zone: zoneReader('UTC'),
    gatewayHint: 'gw1',
    recipes: new Recipes(),
  };

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

  get book(): AlertBook {
    return this.run.book;
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
    const { ingest, book, rates, diagnosis, world, desk } = this.run;
    this.read(ingest);
    ingest.settleAlerts();
    book.tick(this.now);
    world.alarming = desk.news(this.now) ?? world.alarming;
    rates?.tick(this.now);
    const verdicts = diagnosis?.look(this.now) ?? [];
    ingest.verdicts.push(...verdicts.map(({ subjectId, verdict }) => ({ subjectId, verdict, at: this.now })));
    this.commit();
    for (const { subjectId, verdict } of verdicts) world.model.setVerdict(subjectId, verdict);
  }

  /** Reads lines of another file, all at once. */
  readLines(lines: readonly string[]): void {
    const { ingest } = this.run;
    ingest.arrive();
    const source = ingest.source('file', '/logs/old.log');
    for (const text of lines) {
      const line = Buffer.from(text);
      ingest.line(source, this.reading, line, 0, line.length, false, this.now);
    }
    ingest.settle();
    this.commit();
  }

  /** What the hub keeps at the beginning of each minute; it is stored with the next batch. */
  record(): void {
    this.run.ingest.records.push({ at: this.now, record: recordOf(this.run.world, this.now) });
  }

  /** What an operator does, at this very moment. */
  operate(action: (desk: Pick<OperatorDesk, 'obey'>) => void): void {
    action(this.run.desk);
    this.run.world.alarming = this.run.desk.news(this.now) ?? this.run.world.alarming;
    this.commit();
  }

  /** What a view shows now: what a newcomer to its room would be sent. */
  async live(view: View): Promise<Change[]> {
    const { world, reader } = this.run;
    const onError = (error: unknown) => {
      throw error;
    };
    const parts = partsOf(view, { world, reader, catalogue, onError, requestFlush: () => undefined });
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
    const options = {
      ...{
        rules: USUAL_ALERT_RULES,
        diagnosis: USUAL_DIAGNOSIS,
        isWatched: true,
        pastAfterMs: WORLD.pastAfterMs,
        clock,
      },
    };
    const book = openBook(state, { pastAfterMs: WORLD.pastAfterMs, mostPerRule: 1000 }, () => undefined);
    const interner = new Interner(state.subjects, state.kinds);
    const rates = openRates(book, state, interner, options);
    const lives = new GatewayLives(state.gateways);
    const diagnosis = openDiagnosis(book, interner, lives, options);
    const ingest = new Ingest({
      ...{ catalogue, interner, lives, storeOther: false, isWatched: true, clock, rates, diagnosis, alerts: book },
      sources: state.sources,
      columns: () => new EventColumns(4096),
    });
    const seed = await reader.modelSeed(ACTIVITY_MS, this.now + AHEAD_MS);
    const world = new World(new LiveModel(seed, this.now), { ...WORLD, clock });
    world.setAlerts(state.alerts);
    world.setGateways(state.gateways);
    const desk = new OperatorDesk(book, ingest, clock, rates);
    this.run = { book, ingest, desk, rates, diagnosis, writer, reader, world };
  }

  private read(ingest: Ingest): void {
    ingest.arrive();
    const source = ingest.source('file', '/logs/gw1.log');
    for (;;) {
      this.ahead ??= this.traffic.next();
      if (this.ahead.atMs > this.now) break;
      const line = Buffer.from(this.ahead.line);
      this.ahead = undefined;
      ingest.line(source, this.reading, line, 0, line.length, false, this.now);
    }
    ingest.settle();
  }

  private commit(): void {
    const { ingest, writer, world } = this.run;
    const taken = ingest.takeBatch(() => []);
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

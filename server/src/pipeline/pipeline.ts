import type { AlertBook } from '../alert/alert-book.js';
import type { RateWatch } from '../alert/rate-watch.js';
import { USUAL_DIAGNOSIS } from '@tunnelwatch/shared/diagnosis-settings';
import { GatewayLives } from '../aggregate/gateway-life.js';
import { turnSettingsOf } from '../aggregate/member-turns.js';
import { InventoryBook } from '../inventory/inventory-book.js';
import type { TailBlock } from '../source/syslog/line-tail.js';
import type { StoreState, WritableStore } from '../store/store.js';
import type { Moment } from '../source/moment.js';
import { ConditionWatch } from './condition-watch.js';
import { type DiagnosisWatch, openDiagnosis } from './diagnosis-watch.js';
import { FileReading } from './file-reading.js';
import { Ingest } from './ingest.js';
import { Interner } from './interner.js';
import { InventoryDesk, isAboutInventory, tellInventory } from './inventory-desk.js';
import { OperatorDesk, openBook, type Reply } from './operator-desk.js';
import { openRates } from './open-rates.js';
import { nextTurn } from './next-turn.js';
import { bulkLines, readWhole } from './read-whole.js';
import { SourceReport } from './source-report.js';
import { SyslogReading } from './syslog-reading.js';
import { WaitingPatterns } from './waiting-patterns.js';
import { type WatchedReader, watchSources } from './watch-sources.js';
import type { PipelineOptions } from './pipeline-options.js';
import type { ToPipeline } from './messages.js';

/** Under load a commit takes this many lines; when calm it takes what there is, at once. */
const MOST_LINES = 16_384;
const MOST_WAIT_MS = 200;
const REPORT_EVERY_MS = 1000;
const RETRY_MS = 1000;
const PROGRESS_EVERY_MS = 100;

type IngestJob = Extract<ToPipeline, { kind: 'ingest' }>;

/** The loop of the pipeline thread: look at the sources, commit, tell, wait. It alone has the store written to. */
export class Pipeline {
  private readonly ingest: Ingest;
  private readonly alerts: AlertBook;
  private readonly desk: OperatorDesk;
  private readonly inventory: InventoryDesk;
  private readonly files: FileReading;
  private readonly syslog: SyslogReading;
  private readonly watch: ConditionWatch | undefined;
  private readonly rates: RateWatch | undefined;
  private readonly diagnosis: DiagnosisWatch | undefined;
  private readonly report: SourceReport;
  private readonly patterns = new WaitingPatterns();
  private readonly jobs: IngestJob[] = [];
  private replies: Reply[] = [];
  private lastCommit = 0;
  private lastReport = Number.NEGATIVE_INFINITY;
  private storeError: string | null = null;
  private isStopping = false;
  private endWaiting: () => void = () => undefined;
  private readonly stopped = new Promise<void>((resolve) => {
    this.endWaiting = resolve;
  });
  /** What happened while nobody was pausing ends the next pause at once. */
  private isWoken = false;
  private endPause: () => void = () => undefined;
  /** Commits on their way, in order; the last one settles when all are durable. */
  private commits = 0;
  private lastDone: Promise<void> = Promise.resolve();
  private failure: Error | undefined;

  /** @param state what `store.load()` gave */
  constructor(
    private readonly store: WritableStore,
    state: StoreState,
    private readonly options: PipelineOptions,
  ) {
    const { catalogue, pastAfterMs, storeOther, isWatched, clock, channels = [] } = options;
    const inventory = new InventoryBook(state.inventory ?? { entries: [], lastId: 0 });
    const { names } = inventory.list;
    const alertSettings = { pastAfterMs, mostPerRule: options.mostAlertsPerRule };
    this.alerts = openBook(state, alertSettings, (subject) => names.entryOf(subject));
    const lives = new GatewayLives(state.gateways, turnSettingsOf(options.diagnosis ?? USUAL_DIAGNOSIS));
    const { monitoring, pollMs } = options;
    if (monitoring !== null) this.watch = new ConditionWatch(this.alerts, lives, monitoring, pollMs);
    const interner = new Interner(state.subjects, state.kinds);
    this.rates = openRates(this.alerts, state, interner, options);
    this.diagnosis = openDiagnosis(this.alerts, interner, lives, options);
    this.ingest = new Ingest({
      ...{ catalogue, interner, lives, storeOther, isWatched, clock, channels, rates: this.rates },
      diagnosis: this.diagnosis,
      alerts: this.alerts,
      names,
      sources: state.sources,
      columns: () => store.columns(),
    });
    this.inventory = new InventoryDesk(inventory, store, this.ingest, clock);
    this.desk = new OperatorDesk(this.alerts, this.ingest, clock, this.rates);
    this.report = new SourceReport({
      earlier: state.sources,
      onRemembered: (source) => {
        this.ingest.touch(source);
      },
    });
    this.files = new FileReading({
      ingest: this.ingest,
      stored: state.files,
      maxLineBytes: options.maxLineBytes,
      onChange: () => {
        this.wake();
      },
      onWarning: (message) => {
        options.tell({ kind: 'warning', message });
      },
    });
    for (const group of options.groups) this.files.add(group);
    this.syslog = this.listen(state.tails ?? []);
    if (this.rates !== undefined) options.tell({ kind: 'rules', rules: this.rates.settings.entries() });
    const entries = (state.inventory?.entries ?? []).map((entry) => ({ id: entry.id, entry }));
    if (isWatched) void tellInventory(entries, options.tell);
    options.tell({ kind: 'ready', step: state.step, alerts: state.alerts, gateways: state.gateways });
  }

  private listen(stored: readonly TailBlock[]): SyslogReading {
    const { listeners, syslog, maxLineBytes, clock, tell } = this.options;
    return new SyslogReading({
      ...{ ingest: this.ingest, listeners, limits: syslog, maxLineBytes, stored, clock },
      onChange: () => {
        this.wake();
      },
      onWarning: (message) => {
        tell({ kind: 'warning', message });
      },
    });
  }

  /** Takes a message from the main thread. */
  receive(message: ToPipeline): void {
    if (message.kind === 'stop') this.stop();
    else if (message.kind === 'ingest') this.jobs.push(message);
    else if (message.kind === 'record') this.ingest.records.push(message.record);
    else if (message.kind === 'outboxResults') this.ingest.deliveries.push(...message.results);
    else if (isAboutInventory(message)) this.inventory.obey(message);
    // The answer waits for the commit: what people did is told only once it is durable.
    else this.replies.push(this.desk.obey(message));
    this.wake();
  }

  private stop(): void {
    this.isStopping = true;
    this.endWaiting();
  }

  /** Takes what the store says of itself: why it cannot store for now, or null when it can again. */
  setStoreError(message: string | null): void {
    if (message === this.storeError) return;
    this.storeError = message;
    this.options.tell({ kind: 'storeError', message });
    this.wake();
  }

  /** Runs until it is told to stop; then everything read is committed and the store is closed. */
  async run(): Promise<void> {
    while (!this.isStopping) {
      const job = this.jobs.shift();
      if (job !== undefined) await this.readFiles(job);
      const hasMore = this.storeError === null && this.look();
      this.inventory.work();
      await this.handOver();
      this.reportSources();
      this.commitWhenDue(hasMore);
      await (hasMore || this.inventory.isBusy ? nextTurn() : this.pause());
      this.failIfBroken();
    }
    await this.finishListening();
    this.commit();
    while (this.commits > 0 && this.storeError === null) await this.pause();
    this.failIfBroken();
    this.syslog.close();
    this.files.close();
    await this.files.registry.closed();
    await this.store.close();
    this.options.tell({ kind: 'stopped' });
  }

  /** One look at every source; true when there may be more at once. */
  private look(): boolean {
    const now = this.moment();
    const hasMoreInFiles = this.files.look(now);
    return this.syslog.look(now.wall) || hasMoreInFiles;
  }

  /** Senders are told of the end, and what they have sent by then is stored, as long as the store takes it. */
  private async finishListening(): Promise<void> {
    await this.syslog.finish(async () => {
      if (this.storeError !== null) return false;
      await this.handOver();
      this.commitWhenDue(true);
      return true;
    });
  }

  private async readFiles(job: IngestJob): Promise<void> {
    const { requestId, files } = job;
    const { tell, timeZone, maxLineBytes, isWatched } = this.options;
    let lastProgress = Number.NEGATIVE_INFINITY;
    const bulk = bulkLines(isWatched);
    try {
      const report = await readWhole({
        ...{ files, timeZone, maxLineBytes },
        clock: () => this.moment(),
        ingest: this.ingest,
        reading: this.files,
        pass: async () => {
          await this.handOver();
          if (this.ingest.pendingLines >= bulk) this.commit();
          if (isWatched) this.look();
          this.reportSources();
          await nextTurn();
          while (this.storeError !== null && !this.isStopping) await this.pause();
          this.failIfBroken();
        },
        commit: async () => {
          this.commit();
          while (this.commits > 0 && !this.isStopping) await this.pause();
          this.failIfBroken();
        },
        isStopping: () => this.isStopping,
        onProgress: (bytes, totalBytes) => {
          const now = performance.now();
          if (now - lastProgress < PROGRESS_EVERY_MS) return;
          lastProgress = now;
          tell({ kind: 'ingestProgress', requestId, bytes, totalBytes });
        },
      });
      if (this.isStopping) throw new Error('stopped before everything was read: run it again, it goes on from there');
      tell({ kind: 'ingestDone', requestId, report });
    } catch (error) {
      this.failIfBroken();
      tell({ kind: 'ingestFailed', requestId, message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Hands over what is full, and waits while the store is behind: what is read but not stored stays bounded. */
  private async handOver(): Promise<void> {
    for (const part of this.ingest.takeFullParts()) {
      this.store.add(part);
      // A store that refuses may never be ready: a stop does not wait for it.
      await Promise.race([this.store.ready(), this.stopped]);
    }
  }

  /** A commit takes what has come while the one before was on its way, so that a burst makes few large ones. */
  private commitWhenDue(hasMore: boolean): void {
    const { ingest } = this;
    const isLarge = ingest.pendingLines >= MOST_LINES;
    // What is committed while an import is under way would hold a part of it.
    if (this.inventory.isPartlyStaged || (this.commits > 0 && !isLarge)) return;
    const isDue = !hasMore || isLarge || performance.now() - this.lastCommit >= MOST_WAIT_MS;
    if (isDue || this.replies.length > 0 || this.inventory.hasReplies) this.commit();
  }

  /** Begins a commit of all that was taken; its outcome is told when it is durable. */
  private commit(): void {
    this.lastCommit = performance.now();
    const inventory = this.inventory.take();
    const taken = this.ingest.takeBatch(
      () => this.files.registry.takeChanges(),
      () => this.syslog.takeChanges(),
    );
    const replies = [...this.replies, ...inventory.replies];
    if (taken === undefined && replies.length === 0) return;
    this.replies = [];
    this.commits += 1;
    const committed = taken === undefined ? undefined : this.store.commit(taken.batch);
    const done = this.lastDone.then(async () => {
      const outcome = await committed;
      if (taken !== undefined && outcome !== undefined && this.options.isWatched) {
        this.options.tell({ kind: 'step', step: taken.toStep(outcome) });
      }
      await tellInventory(inventory.changes, this.options.tell);
      for (const reply of replies) this.options.tell(reply);
      const { outbox = [], outboxResults = [] } = taken?.batch ?? {};
      const results = outboxResults.map(({ id, attempts }) => ({ id, attempts }));
      if (outbox.length + results.length > 0) this.options.tell({ kind: 'outbox', made: outbox.length, results });
    });
    this.lastDone = done.catch((error: unknown) => {
      this.failure ??= error instanceof Error ? error : new Error(String(error));
    });
    void this.lastDone.then(() => {
      this.commits -= 1;
      this.wake();
    });
  }

  /** The store's thread has ended, or something in it is broken: there is no going on. */
  private failIfBroken(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  private moment(): Moment {
    return { wall: this.options.clock(), elapsed: performance.now() };
  }

  private reportSources(): void {
    const { wall: now, elapsed } = this.moment();
    if (elapsed - this.lastReport < REPORT_EVERY_MS) return;
    this.lastReport = elapsed;
    this.ingest.settleAlerts();
    if (this.options.monitoring !== null) this.alerts.tick(now);
    const alarming = this.desk.news(now);
    if (alarming !== undefined) this.options.tell({ kind: 'alarming', alarming });
    this.rates?.tick(now);
    const verdicts = this.diagnosis?.look(now) ?? [];
    this.ingest.verdicts.push(...verdicts.map(({ subjectId, verdict }) => ({ subjectId, verdict, at: now })));
    if (verdicts.length > 0) this.options.tell({ kind: 'verdicts', verdicts });
    const read = [...this.files.followed(), ...this.syslog.listening()];
    this.watchConditions(read, now);
    const changed = this.report.changes(
      { read, all: this.ingest.allSources(), positionOf: (id) => this.files.registry.newestPosition(id) },
      now,
    );
    const waiting = this.patterns.changes(this.files.unmatched());
    const sources = [...changed, ...waiting.sources];
    const { gone } = waiting;
    if (sources.length + gone.length > 0) this.options.tell({ kind: 'sources', sources, gone });
  }

  /** While the store refuses nothing is read, so that it is we who are silent. */
  private watchConditions(read: readonly WatchedReader[], now: number): void {
    if (this.watch === undefined) return;
    if (this.storeError !== null) this.watch.pause();
    else watchSources(this.watch, this.report, read, now);
  }

  private wake(): void {
    this.isWoken = true;
    this.endPause();
  }

  private async pause(): Promise<void> {
    if (!this.isWoken) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, this.storeError === null ? this.options.pollMs : RETRY_MS);
        function done(): void {
          clearTimeout(timer);
          resolve();
        }
        this.endPause = done;
      });
    }
    this.isWoken = false;
  }
}

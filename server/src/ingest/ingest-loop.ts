import type { Command } from '@tunnelwatch/shared/commands';
import type { ImportRow } from '@tunnelwatch/shared/inventory';
import type { AlarmStatus } from '../core/alert/health/alarm-status.js';
import type { Input } from '../core/input.js';
import type { InventoryChange } from '../core/inventory/inventory-list.js';
import { Monitor, type Outcome } from '../core/monitor.js';
import { type StoreRule, STORE_RULES } from '../core/alert/monitoring/store-rules.js';
import { isGone, type StoreError, type StoreState, type WritableStore } from '../store/store.js';
import { BatchBuilder, type TakenBatch } from './batch/batch-builder.js';
import type { FromIngest, ToIngest } from './ingest-messages.js';
import type { IngestOptions } from './ingest-options.js';
import { nextTurn } from './next-turn.js';
import type { ClockReading } from './source/clock-reading.js';
import { FileReading } from './source/file-reading.js';
import { SourceReport } from './source/health/source-report.js';
import { WaitingPatterns } from './source/health/waiting-patterns.js';
import { bulkLines, readWhole } from './source/read-whole.js';
import { SyslogReading } from './source/syslog-reading.js';
import { tellInventory } from './tell-inventory.js';

/** Under load a commit takes this many lines; when calm it takes whatever there is, at once. */
const MAX_LINES = 16_384;
const MAX_WAIT_MS = 200;
const TICK_MS = 1000;
const RETRY_MS = 1000;
const PROGRESS_EVERY_MS = 100;

type IngestJob = Extract<ToIngest, { kind: 'ingest' }>;
type CommandMessage = Extract<ToIngest, { kind: 'command' }>;

/** What is published once the commit that it waits for is durable. */
type Reply = Extract<FromIngest, { kind: 'commandResult' | 'noted' | 'rules' }>;

/**
 * The loop of the ingest thread: read the sources, apply lines and requests to the monitor, commit, publish, wait. Only
 * this loop writes to the store.
 */
export class IngestLoop {
  private readonly monitor: Monitor;
  private readonly batches: BatchBuilder;
  private readonly files: FileReading;
  private readonly syslog: SyslogReading;
  private readonly report: SourceReport;
  private readonly patterns = new WaitingPatterns();
  private readonly jobs: IngestJob[] = [];
  /** Rows of imports whose command has not arrived yet, by request. */
  private readonly importRows = new Map<number, ImportRow[]>();
  /** Requests of the imports in progress, in order. */
  private readonly importing: number[] = [];
  /** Inventory changes that were submitted and are not committed yet. */
  private inventoryChanges: InventoryChange[] = [];
  private replies: Reply[] = [];
  private alarmStatus = '';
  private lastCommit = 0;
  private lastTick = Number.NEGATIVE_INFINITY;
  private storeError: string | null = null;
  private isStopping = false;
  private endWaiting: () => void = () => undefined;
  private readonly stopped = new Promise<void>((resolve) => {
    this.endWaiting = resolve;
  });
  /** An event outside a pause ends the next pause at once. */
  private isWoken = false;
  private endPause: () => void = () => undefined;
  /** Commits in progress, in order; the last one settles when all are durable. */
  private commits = 0;
  private lastDone: Promise<void> = Promise.resolve();
  private failure: Error | undefined;

  /** @param state the result of `store.load()` */
  constructor(
    private readonly store: WritableStore,
    state: StoreState,
    private readonly options: IngestOptions,
  ) {
    const { clock, tell, pollMs, isWatched } = options;
    this.monitor = new Monitor(state, {
      catalogue: options.catalogue,
      pastAfterMs: options.pastAfterMs,
      mostAlertsPerRule: options.mostAlertsPerRule,
      storeOther: options.storeOther,
      monitoring: options.monitoring,
      rules: options.rules,
      diagnosis: options.diagnosis,
      channels: options.channels,
      isWatched,
      tickMs: pollMs,
      startedAt: clock(),
      columns: () => store.columns(),
    });
    this.batches = new BatchBuilder(this.monitor, { isWatched });
    this.report = new SourceReport({
      earlier: state.sources,
      onRemembered: (source) => {
        this.monitor.sources.markChanged(source);
      },
    });
    const onChange = () => {
      this.wake();
    };
    const onWarning = (message: string) => {
      tell({ kind: 'warning', message });
    };
    this.files = new FileReading({
      monitor: this.monitor,
      isFull: () => this.batches.isFull,
      clock,
      stored: state.files,
      maxLineBytes: options.maxLineBytes,
      onChange,
      onWarning,
    });
    for (const group of options.groups) this.files.add(group);
    this.syslog = new SyslogReading({
      monitor: this.monitor,
      listeners: options.listeners,
      limits: options.syslog,
      maxLineBytes: options.maxLineBytes,
      stored: state.tails ?? [],
      clock,
      onChange,
      onWarning,
    });
    // The store exists and was opened: any remaining problem will be met again.
    for (const rule of STORE_RULES) this.noteStore(rule, null);
    this.tellBeginning(state);
  }

  private tellBeginning({ step, alerts, gateways, inventory }: StoreState): void {
    const { tell, isWatched } = this.options;
    const rules = this.monitor.rules();
    if (rules.length > 0) tell({ kind: 'rules', rules });
    const entries = (inventory?.entries ?? []).map((entry) => ({ id: entry.id, entry }));
    if (isWatched) void tellInventory(entries, tell);
    tell({ kind: 'ready', step, alerts: [...alerts], gateways: [...gateways] });
  }

  /** Handles a message from the main thread. */
  receive(message: ToIngest): void {
    const at = this.options.clock();
    switch (message.kind) {
      case 'command':
        this.command(message);
        break;
      case 'importRows':
        this.collectRows(message.requestId, message.rows);
        break;
      case 'notes':
        this.apply({ kind: 'notes', at, notes: message.notes });
        this.replies.push({ kind: 'noted', requestId: message.requestId });
        break;
      case 'deliveries':
        this.apply({ kind: 'deliveries', at, results: message.results });
        break;
      case 'record':
        this.apply({ kind: 'record', at, record: message.record });
        break;
      case 'storeCondition':
        this.noteStore(message.rule, message.message);
        break;
      case 'ingest':
        this.jobs.push(message);
        break;
      case 'stop':
        this.isStopping = true;
        this.endWaiting();
        break;
    }
    this.wake();
  }

  /** The answer waits for the commit: actions of users are published only once they are durable. */
  private command({ requestId, command, actor }: CommandMessage): void {
    const whole = this.withRows(requestId, command);
    const { result } = this.apply({ kind: 'command', at: this.options.clock(), command: whole, actor });
    if (result === undefined) {
      this.importing.push(requestId);
      return;
    }
    if (command.name === 'setRule') this.replies.push({ kind: 'rules', rules: this.monitor.rules() });
    this.replies.push({ kind: 'commandResult', requestId, result });
  }

  private collectRows(requestId: number, rows: readonly ImportRow[]): void {
    const collected = this.importRows.get(requestId) ?? [];
    for (const row of rows) collected.push(row);
    this.importRows.set(requestId, collected);
  }

  private withRows(requestId: number, command: Command): Command {
    if (command.name !== 'importInventory') return command;
    const rows = this.importRows.get(requestId) ?? [];
    this.importRows.delete(requestId);
    return { name: command.name, request: { ...command.request, rows } };
  }

  /** Applies an input, and submits its changes of the inventory: after an import these are too many for one commit. */
  private apply(input: Input): Outcome {
    const outcome = this.monitor.apply(input);
    const changes = this.monitor.drainInventory();
    if (changes.length > 0) {
      this.store.addInventory(changes);
      for (const change of changes) this.inventoryChanges.push(change);
    }
    return outcome;
  }

  /** Continues an import by one step, so that lines are read in between. */
  private advanceImport(): void {
    if (!this.monitor.isImporting) return;
    const { result } = this.apply({ kind: 'advanceImport', at: this.options.clock() });
    const requestId = result === undefined ? undefined : this.importing.shift();
    if (requestId !== undefined && result !== undefined) {
      this.replies.push({ kind: 'commandResult', requestId, result });
    }
  }

  /** Handles a status of the store: why it cannot store for now, or null when it can again. */
  setStoreError(error: StoreError | undefined): void {
    const message = error?.message ?? null;
    if (message === this.storeError) return;
    this.storeError = message;
    this.options.tell({ kind: 'storeError', message, code: error?.code ?? null });
    // It becomes durable, and is published, with the first commit after it: this records when the store was gone, and how.
    if (error !== undefined && isGone(error.code)) this.noteStore('store-missing', error.message);
    if (error === undefined) this.noteStore('store-missing', null);
    this.wake();
  }

  /** A problem with our own store began or was resolved. */
  private noteStore(rule: StoreRule, message: string | null): void {
    this.apply({ kind: 'storeCondition', at: this.options.clock(), rule, message });
  }

  /** Runs until it is stopped; then everything read is committed and the store is closed. */
  async run(): Promise<void> {
    while (!this.isStopping) {
      const job = this.jobs.shift();
      if (job !== undefined) await this.readFiles(job);
      const hasMore = this.storeError === null && this.read();
      this.advanceImport();
      await this.handOver();
      this.tickWhenDue();
      this.commitWhenDue(hasMore);
      await (hasMore || this.monitor.isImporting ? nextTurn() : this.pause());
      this.failIfBroken();
    }
    await this.finishListening();
    while (this.monitor.isImporting) this.advanceImport();
    this.commit();
    while (this.commits > 0 && this.storeError === null) await this.pause();
    this.failIfBroken();
    this.syslog.close();
    this.files.close();
    await this.files.registry.closed();
    await this.store.close();
    this.options.tell({ kind: 'stopped' });
  }

  /** One chunk of every source; true when there may be more to read at once. */
  private read(): boolean {
    const now = this.moment();
    const hasMoreInFiles = this.files.poll(now);
    return this.syslog.poll(now.wall) || hasMoreInFiles;
  }

  /** Notifies senders of the stop, and stores what they have sent by then, as long as the store accepts it. */
  private async finishListening(): Promise<void> {
    await this.syslog.finish(async () => {
      if (this.storeError !== null) return false;
      await this.handOver();
      this.commitWhenDue(true);
      return true;
    });
  }

  private async readFiles({ requestId, files }: IngestJob): Promise<void> {
    const { tell, timeZone, maxLineBytes, isWatched } = this.options;
    let lastProgress = Number.NEGATIVE_INFINITY;
    const bulk = bulkLines(isWatched);
    try {
      const report = await readWhole({
        files,
        timeZone,
        maxLineBytes,
        clock: () => this.moment(),
        monitor: this.monitor,
        reading: this.files,
        pass: async () => {
          await this.handOver();
          this.advanceImport();
          if (this.monitor.lines.pendingLines >= bulk && !this.monitor.isImporting) this.commit();
          if (isWatched) this.read();
          this.tickWhenDue();
          await nextTurn();
          while (this.storeError !== null && !this.isStopping) await this.pause();
          this.failIfBroken();
        },
        commit: async () => {
          while (this.monitor.isImporting) this.advanceImport();
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
      if (this.isStopping) throw new Error('stopped before everything was read: run it again to resume from there');
      tell({ kind: 'ingestDone', requestId, report });
    } catch (error) {
      this.failIfBroken();
      tell({ kind: 'ingestFailed', requestId, message: error instanceof Error ? error.message : String(error) });
    }
  }

  /** Submits full parts, and waits while the store is behind: what is read but not stored stays bounded. */
  private async handOver(): Promise<void> {
    for (const part of this.batches.takeFullParts()) {
      this.store.add(part);
      // A store that refuses may never be ready: a stop does not wait for it.
      await Promise.race([this.store.ready(), this.stopped]);
    }
  }

  /** A commit takes what has arrived during the previous one, so that a burst causes few large ones. */
  private commitWhenDue(hasMore: boolean): void {
    const isLarge = this.monitor.lines.pendingLines >= MAX_LINES;
    // A commit during an import would contain part of it.
    if (this.monitor.isImporting || (this.commits > 0 && !isLarge)) return;
    const isDue = !hasMore || isLarge || performance.now() - this.lastCommit >= MAX_WAIT_MS;
    if (isDue || this.replies.length > 0) this.commit();
  }

  /** Begins a commit of everything read; its result is published when it is durable. */
  private commit(): void {
    this.lastCommit = performance.now();
    const positions = { files: this.files.registry.takeChanges(), tails: this.syslog.takeChanges() };
    const taken = this.batches.takeBatch(this.options.clock(), positions);
    const { replies, inventoryChanges } = this;
    if (taken === undefined && replies.length === 0) return;
    this.replies = [];
    this.inventoryChanges = [];
    this.commits += 1;
    this.lastDone = this.tellWhenDurable(taken, inventoryChanges, replies).catch((error: unknown) => {
      this.failure ??= error instanceof Error ? error : new Error(String(error));
    });
    void this.lastDone.then(() => {
      this.commits -= 1;
      this.wake();
    });
  }

  private async tellWhenDurable(
    taken: TakenBatch | undefined,
    inventoryChanges: readonly InventoryChange[],
    replies: readonly Reply[],
  ): Promise<void> {
    const { tell, isWatched } = this.options;
    const committed = taken === undefined ? undefined : this.store.commit(taken.batch);
    const before = this.lastDone;
    const outcome = await committed;
    await before;
    if (taken !== undefined && outcome !== undefined && isWatched) tell({ kind: 'step', step: taken.toStep(outcome) });
    await tellInventory(inventoryChanges, tell);
    for (const reply of replies) tell(reply);
    const { outbox = [], outboxResults = [] } = taken?.batch ?? {};
    const results = outboxResults.map(({ id, attempts }) => ({ id, attempts }));
    if (outbox.length + results.length > 0) tell({ kind: 'outbox', made: outbox.length, results });
  }

  /** The store's thread has ended, or is broken: the loop cannot continue. */
  private failIfBroken(): void {
    if (this.failure !== undefined) throw this.failure;
  }

  private moment(): ClockReading {
    return { wall: this.options.clock(), elapsed: performance.now() };
  }

  private tickWhenDue(): void {
    const { wall: at, elapsed } = this.moment();
    if (elapsed - this.lastTick < TICK_MS) return;
    this.lastTick = elapsed;
    const { tell } = this.options;
    const read = [...this.files.followed(), ...this.syslog.listening()];
    // While the store refuses, nothing is read, so the silence is our own.
    // In place: new objects for thousands of sources, every second, would be most of their cost.
    for (const each of read) each.lagMs = each.reader.isBehind ? this.report.lagOf(each, at) : 0;
    const { verdicts } = this.apply({ kind: 'tick', at, sources: this.storeError === null ? read : null });
    this.tellAlarmStatus(this.monitor.alarmStatus(at));
    if (verdicts.length > 0) tell({ kind: 'verdicts', verdicts: [...verdicts] });
    for (const { source, reader } of read) {
      const silence = this.monitor.silenceOf(source);
      if (silence !== reader.silence) reader.silence = silence;
    }
    const changed = this.report.changes(
      { read, all: this.monitor.sources.all(), positionOf: (id) => this.files.registry.newestPosition(id) },
      at,
    );
    const waiting = this.patterns.changes(this.files.unmatched());
    const changedSources = [...changed, ...waiting.sources];
    if (changedSources.length + waiting.gone.length > 0) {
      tell({ kind: 'sources', sources: changedSources, gone: waiting.gone });
    }
  }

  private tellAlarmStatus(alarming: AlarmStatus): void {
    const text = JSON.stringify(alarming);
    if (text === this.alarmStatus) return;
    this.alarmStatus = text;
    this.options.tell({ kind: 'alarming', alarming });
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

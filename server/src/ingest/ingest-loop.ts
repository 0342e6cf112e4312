import type { Actor } from '@tunnelwatch/shared/actor';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { AnyCommandResult, Command } from '@tunnelwatch/shared/commands';
import type { ImportRow } from '@tunnelwatch/shared/inventory';
import type { UnusedNames } from '../core/aggregate/records.js';
import type { FollowedSource, Input } from '../core/input.js';
import { Monitor, type Outcome } from '../core/monitor.js';
import type { OutboxResult } from '../core/notifications/outbox.js';
import type { NotificationPlan } from '../core/notifications/plan.js';
import type { StoredRecord } from '../core/past-record.js';
import { type StoreRule, STORE_RULES } from '../core/alert/monitoring/store-rules.js';
import { type StoreError, type StoreState, type WritableStore } from '../store/store.js';
import { BatchBuilder } from './batch/batch-builder.js';
import { Committer } from './committer.js';
import type { IngestCalls, IngestOrders, IngestReport } from './ingest-protocol.js';
import type { IngestOptions } from './ingest-options.js';
import { JoinedList } from './joined-list.js';
import { LoopPause } from './loop-pause.js';
import { nextTurn } from './next-turn.js';
import type { ClockReading } from './source/clock-reading.js';
import { pathKind } from './source/file/path-kind.js';
import { type FollowedFile, type FollowedPipe, FileReading } from './source/file-reading.js';
import { Activities } from './source/health/activities.js';
import { problemOf } from './source/health/source-problem.js';
import { SourceReport } from './source/health/source-report.js';
import { WaitingPatterns } from './source/health/waiting-patterns.js';
import { bulkLines, readWhole } from './source/read-whole.js';
import { StateTeller } from './state-teller.js';
import { type Listening, SyslogReading } from './source/syslog-reading.js';

const TICK_MS = 1000;
const RETRY_MS = 1000;
const PROGRESS_EVERY_MS = 100;

const STOPPED = 'stopped before everything was read: run it again to resume from there';

/** Anything that is being read. */
type Followed = FollowedFile | FollowedPipe | Listening;

/** A reading of whole files that somebody waits for. */
interface Reading {
  number: number;
  files: readonly string[];
  resolve: (report: IngestReport) => void;
  reject: (error: Error) => void;
}

/**
 * The loop of the ingest thread: read the sources, apply lines and requests to the monitor, commit, publish, wait. Only
 * this loop writes to the store.
 */
export class IngestLoop implements IngestCalls, IngestOrders {
  private readonly monitor: Monitor;
  private readonly batches: BatchBuilder;
  private readonly committer: Committer;
  private readonly teller: StateTeller;
  private readonly files: FileReading;
  private readonly syslog: SyslogReading;
  private readonly report: SourceReport;
  private readonly patterns = new WaitingPatterns();
  private readonly activities = new Activities();
  private readonly readings: Reading[] = [];
  /** Rows of imports whose command has not come yet, by upload. */
  private readonly uploads = new Map<number, ImportRow[]>();
  private readonly followed = new JoinedList<Followed>();
  /** The followed ones, and those that have left. */
  private readonly expected = new JoinedList<FollowedSource>();
  private lastTick = Number.NEGATIVE_INFINITY;
  private isStopping = false;
  private endWaiting: () => void = () => undefined;
  private readonly stopped = new Promise<void>((resolve) => {
    this.endWaiting = resolve;
  });
  private readonly pauses = new LoopPause();

  /** @param state the result of `store.load()` */
  constructor(
    private readonly store: WritableStore,
    state: StoreState,
    private readonly options: IngestOptions,
  ) {
    const { clock, notify, pollMs, isWatched } = options;
    this.monitor = new Monitor(state, {
      catalogue: options.catalogue,
      pastAfterMs: options.pastAfterMs,
      mostAlertsPerRule: options.mostAlertsPerRule,
      maxWindowMs: options.maxWindowMs,
      storeOther: options.storeOther,
      monitoring: options.monitoring,
      rules: options.rules,
      diagnosis: options.diagnosis,
      plan: options.plan,
      ...(options.aliases === undefined ? {} : { aliases: options.aliases }),
      ...(options.nameLimits === undefined ? {} : { nameLimits: options.nameLimits }),
      isWatched,
      storedSubjects: options.storedSubjects,
      tickMs: pollMs,
      startedAt: clock(),
      columns: () => store.columns(),
    });
    this.batches = new BatchBuilder(this.monitor, { isWatched });
    this.committer = new Committer({
      store,
      monitor: this.monitor,
      batches: this.batches,
      options,
      takePositions: () => ({ files: this.files.registry.takeChanges(), tails: this.syslog.takeChanges() }),
      wake: () => {
        this.wake();
      },
      stopped: this.stopped,
    });
    this.teller = new StateTeller(this.monitor, notify);
    this.report = new SourceReport({
      earlier: state.sources,
      onRemembered: (source) => {
        this.monitor.sources.markChanged(source);
      },
      isMissing: (file) => pathKind(file) === 'missing',
    });
    const onChange = () => {
      this.wake();
    };
    const onWarning = (message: string) => {
      notify('warning', message);
    };
    this.files = new FileReading({
      intake: this.monitor,
      isFull: () => this.batches.isFull,
      clock,
      stored: state.files,
      maxLineBytes: options.maxLineBytes,
      onChange,
      onWarning,
      activities: this.activities,
    });
    for (const group of options.groups) this.files.add(group);
    this.syslog = new SyslogReading({
      intake: this.monitor,
      listeners: options.listeners,
      limits: options.syslog,
      maxLineBytes: options.maxLineBytes,
      stored: state.tails ?? [],
      clock,
      onChange,
      onWarning,
      activities: this.activities,
    });
    // The store exists and was opened: any remaining problem will be met again.
    for (const rule of STORE_RULES) this.noteStore(rule, null);
    this.committer.tellBeginning(state);
  }

  /** The answer waits for the commit: what people did is told only once it is durable. @throws what the monitor throws */
  carryOut(command: Command, actor: Actor, upload: number | null): Promise<AnyCommandResult> {
    const whole = this.withRows(command, upload);
    const result = this.committer.carryOut({ kind: 'command', at: this.options.clock(), command: whole, actor });
    if (command.name === 'blockSender') this.syslog.cutOff();
    if (command.name === 'blockSender' || command.name === 'unblockSender') {
      this.committer.afterCommit(() => {
        this.teller.tellSenders();
      });
    }
    return result;
  }

  /** The answer waits for the commit. @throws what the monitor throws */
  enterNotes(notes: readonly AuditNote[]): Promise<void> {
    this.apply({ kind: 'notes', at: this.options.clock(), notes });
    return new Promise((resolve) => {
      this.committer.afterCommit(resolve);
    });
  }

  sendPeople(): Promise<void> {
    return Promise.reject(new Error('this server is the only one: it has nobody to send changes of people to'));
  }

  applySettings(): Promise<void> {
    return Promise.reject(new Error('this server is the only one: it takes its configuration when it starts'));
  }

  readFiles(number: number, files: readonly string[]): Promise<IngestReport> {
    this.wake();
    return new Promise((resolve, reject) => {
      this.readings.push({ number, files, resolve, reject });
    });
  }

  importRows(upload: number, rows: readonly ImportRow[]): void {
    const collected = this.uploads.get(upload) ?? [];
    for (const row of rows) collected.push(row);
    this.uploads.set(upload, collected);
  }

  /** Lets go of names that nothing stored has any more: the next batch has them removed. */
  forgetNames(unused: UnusedNames): void {
    this.apply({ kind: 'forget', at: this.options.clock(), unused });
  }

  storeResults(results: readonly OutboxResult[]): void {
    this.apply({ kind: 'deliveries', at: this.options.clock(), results });
  }

  keepRecord(record: StoredRecord): void {
    this.apply({ kind: 'record', at: this.options.clock(), record });
  }

  /** Only nodes of a cluster give copies. */
  giveCopy(): void {
    // Nobody asks.
  }

  /** There are no other nodes. */
  tellAttempts(): void {
    // They count here already.
  }

  /** Only nodes of a cluster use others than those of their file. */
  setFileSettings(): void {
    // They are in force at the next start.
  }

  setPlan(plan: NotificationPlan): void {
    this.apply({ kind: 'plan', at: this.options.clock(), plan });
  }

  noteStore(rule: StoreRule, message: string | null): void {
    this.apply({ kind: 'storeCondition', at: this.options.clock(), rule, message });
  }

  /** Has `run` finish: what was taken is committed, and the store closed. */
  stop(): void {
    this.isStopping = true;
    this.endWaiting();
    this.wake();
  }

  private withRows(command: Command, upload: number | null): Command {
    if (command.name !== 'importInventory' || upload === null) return command;
    const rows = this.uploads.get(upload) ?? [];
    this.uploads.delete(upload);
    return { name: command.name, request: { ...command.request, rows } };
  }

  private apply(input: Input): Outcome {
    const outcome = this.committer.apply(input);
    this.wake();
    return outcome;
  }

  /** Handles a status of the store: why it cannot store for now, or null when it can again. */
  setStoreError(error: StoreError | undefined): void {
    if (!this.committer.setStoreError(error)) return;
    // It becomes durable, and is told, with the first commit after it: on record is then when the store was gone, and how.
    if (error !== undefined && this.committer.isStoreGone) this.noteStore('store-missing', error.message);
    if (error === undefined) this.noteStore('store-missing', null);
  }

  /** Runs until it is told to stop; then everything read is committed and the store is closed. */
  async run(): Promise<void> {
    while (!this.isStopping) {
      const reading = this.readings.shift();
      if (reading !== undefined) await this.carryOutReading(reading);
      const hasMore = this.committer.storeError === null && this.read();
      this.committer.advanceImport();
      await this.committer.handOver();
      this.tickWhenDue();
      this.committer.commitWhenDue(hasMore);
      await (hasMore || this.monitor.isImporting ? nextTurn() : this.pause());
      await this.syslog.acceptPending();
      this.committer.failIfBroken();
    }
    for (const { reject } of this.readings.splice(0)) reject(new Error(STOPPED));
    await this.finishListening();
    if (this.committer.storeError === null) this.files.finishPipes(this.moment());
    while (this.monitor.isImporting) this.committer.advanceImport();
    this.committer.commit();
    while (this.committer.isCommitting && this.committer.storeError === null) await this.pause();
    this.committer.failIfBroken();
    this.syslog.close();
    this.files.close();
    this.tellActivities();
    await this.files.registry.closed();
    // Of connections to one file the writer's is the last to close, and cleans up; never where the file is another's by now.
    const { storedSubjects } = this.options;
    if (!this.committer.isStoreGone) storedSubjects?.close();
    await this.store.close();
    storedSubjects?.close();
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
      if (this.committer.storeError !== null) return false;
      await this.committer.handOver();
      this.committer.commitWhenDue(true);
      return true;
    });
  }

  private async carryOutReading({ number, files, resolve, reject }: Reading): Promise<void> {
    const { notify, timeZone, maxLineBytes, isWatched } = this.options;
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
          await this.committer.handOver();
          this.committer.advanceImport();
          if (this.monitor.lines.pendingLines >= bulk && !this.monitor.isImporting) this.committer.commit();
          // Lines of followed sources do not wait for many small files.
          else if (isWatched) this.committer.commitWhenOverdue();
          const hasMore = isWatched && this.read();
          this.tickWhenDue();
          await nextTurn();
          while (this.committer.storeError !== null && !this.isStopping) await this.pause();
          this.committer.failIfBroken();
          return hasMore;
        },
        untilWoken: () => this.pause(),
        commit: async () => {
          while (this.monitor.isImporting) this.committer.advanceImport();
          this.committer.commit();
          while (this.committer.isCommitting && !this.isStopping) await this.pause();
          this.committer.failIfBroken();
        },
        isStopping: () => this.isStopping,
        onProgress: (bytes, totalBytes) => {
          const now = performance.now();
          if (now - lastProgress < PROGRESS_EVERY_MS) return;
          lastProgress = now;
          notify('progress', number, bytes, totalBytes);
        },
      });
      if (this.isStopping) throw new Error(STOPPED);
      resolve(report);
    } catch (error) {
      this.committer.failIfBroken();
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private tellActivities(): void {
    for (const activity of this.activities.drain()) this.options.notify('activity', activity);
  }

  private moment(): ClockReading {
    return { wall: this.options.clock(), elapsed: performance.now() };
  }

  private tickWhenDue(): void {
    const { wall: at, elapsed } = this.moment();
    if (elapsed - this.lastTick < TICK_MS) return;
    this.lastTick = elapsed;
    const { notify } = this.options;
    const read = this.followed.of([this.files.followed(), this.files.pipes(), this.syslog.listening()]);
    // While the store refuses, nothing is read, so the silence is our own.
    // In place: new objects for thousands of sources, every second, would be most of their cost.
    for (const each of read) {
      each.lagMs = each.reader.isBehind ? this.report.lagOf(each, at) : 0;
      each.problem = problemOf(each, each.isNamed);
    }
    this.tellActivities();
    const left = this.files.left();
    const followed = left.length === 0 ? read : this.expected.of([read, left]);
    const sources = this.committer.storeError === null ? followed : null;
    const patterns = this.files.patternProblems();
    const { verdicts } = this.committer.apply({ kind: 'tick', at, sources, patterns });
    this.teller.tellAlarmStatus(at);
    this.teller.tellSenders();
    if (this.committer.storeError !== null) this.committer.tellUnstored();
    if (verdicts.length > 0) notify('verdicts', verdicts);
    this.teller.noteSilences(read);
    const reported = this.report.changes(
      { read, all: this.monitor.sources.all(), positionOf: (id) => this.files.registry.newestPosition(id) },
      at,
    );
    const waiting = this.patterns.changes(this.files.unmatched());
    const changed = [...reported.changed, ...waiting.sources];
    const gone = [...reported.gone, ...waiting.gone];
    if (changed.length + gone.length > 0) notify('sources', changed, gone);
  }

  private wake(): void {
    this.pauses.wake();
  }

  private pause(): Promise<void> {
    return this.pauses.wait(this.committer.storeError === null ? this.options.pollMs : RETRY_MS);
  }
}

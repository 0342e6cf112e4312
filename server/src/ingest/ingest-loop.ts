import type { Actor } from '@tunnelwatch/shared/actor';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { AnyCommandResult, Command } from '@tunnelwatch/shared/commands';
import type { ImportRow } from '@tunnelwatch/shared/inventory';
import type { AlarmStatus } from '../core/alert/health/alarm-status.js';
import type { UnusedNames } from '../core/aggregate/records.js';
import type { FollowedSource, Input } from '../core/input.js';
import type { InventoryChange } from '../core/inventory/inventory-list.js';
import { Monitor, type Outcome } from '../core/monitor.js';
import type { OutboxResult } from '../core/notifications/outbox.js';
import type { NotificationPlan } from '../core/notifications/plan.js';
import type { StoredRecord } from '../core/past-record.js';
import { type StoreRule, STORE_RULES } from '../core/alert/monitoring/store-rules.js';
import {
  type Batch,
  type Committed,
  isGone,
  type StoreError,
  type StoreState,
  type WritableStore,
} from '../store/store.js';
import { BatchBuilder, type TakenBatch } from './batch/batch-builder.js';
import type { IngestCalls, IngestOrders, IngestReport } from './ingest-protocol.js';
import type { IngestOptions } from './ingest-options.js';
import { JoinedList } from './joined-list.js';
import { nextTurn } from './next-turn.js';
import type { ClockReading } from './source/clock-reading.js';
import { pathKind } from './source/file/path-kind.js';
import { type FollowedFile, type FollowedPipe, FileReading } from './source/file-reading.js';
import { Activities } from './source/health/activities.js';
import { problemOf } from './source/health/source-problem.js';
import { SourceReport } from './source/health/source-report.js';
import { WaitingPatterns } from './source/health/waiting-patterns.js';
import { bulkLines, readWhole } from './source/read-whole.js';
import { type Listening, SyslogReading } from './source/syslog-reading.js';
import { tellInventory } from './tell-inventory.js';

/** Under load a commit takes this many lines; when calm it takes whatever there is, at once. */
const MAX_LINES = 16_384;
const MAX_WAIT_MS = 200;
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

/** Answers somebody, or tells something, once the commit that it waits for is durable. */
type Reply = () => void;

/**
 * The loop of the ingest thread: read the sources, apply lines and requests to the monitor, commit, publish, wait. Only
 * this loop writes to the store.
 */
export class IngestLoop implements IngestCalls, IngestOrders {
  private readonly monitor: Monitor;
  private readonly batches: BatchBuilder;
  private readonly files: FileReading;
  private readonly syslog: SyslogReading;
  private readonly report: SourceReport;
  private readonly patterns = new WaitingPatterns();
  private readonly activities = new Activities();
  private readonly readings: Reading[] = [];
  /** Rows of imports whose command has not come yet, by upload. */
  private readonly uploads = new Map<number, ImportRow[]>();
  /** Those who wait for the imports that are under way, in order. */
  private readonly importing: ((result: AnyCommandResult) => void)[] = [];
  /** Changes of the inventory that were handed over and not committed. */
  private inventoryChanges: InventoryChange[] = [];
  private replies: Reply[] = [];
  private readonly followed = new JoinedList<Followed>();
  /** The followed ones, and those that have left. */
  private readonly expected = new JoinedList<FollowedSource>();
  private wasSilent = false;
  private alarmStatus = '';
  private toldSenders = '[]';
  private lastCommit = 0;
  private lastTick = Number.NEGATIVE_INFINITY;
  private storeError: string | null = null;
  /** Since when the store refuses, epoch ms. */
  private refusesSince = 0;
  /** Lines of batches that are not durable yet, and up to when everything is, epoch ms. */
  private unstoredLines = 0;
  private durableUntil = 0;
  private isStoreGone = false;
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
      monitor: this.monitor,
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
      monitor: this.monitor,
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
    this.tellBeginning(state);
  }

  private tellBeginning({ alerts, gateways, inventory }: StoreState): void {
    const { notify, isWatched } = this.options;
    const rules = this.monitor.rules();
    if (rules.length > 0) notify('rules', rules);
    const entries = (inventory?.entries ?? []).map((entry) => ({ id: entry.id, entry }));
    if (isWatched) void this.tellInventory(entries);
    notify('ready', [...alerts], [...gateways]);
  }

  private tellInventory(changes: readonly InventoryChange[]): Promise<void> {
    return tellInventory(changes, (some) => {
      this.options.notify('inventory', some);
    });
  }

  /** The answer waits for the commit: what people did is told only once it is durable. @throws what the monitor throws */
  carryOut(command: Command, actor: Actor, upload: number | null): Promise<AnyCommandResult> {
    const whole = this.withRows(command, upload);
    const { result } = this.apply({ kind: 'command', at: this.options.clock(), command: whole, actor });
    this.wake();
    if (command.name === 'blockSender') this.syslog.cutOff();
    if (command.name === 'blockSender' || command.name === 'unblockSender') this.replies.push(() => this.tellSenders());
    if (command.name === 'setRule') {
      const rules = this.monitor.rules();
      this.replies.push(() => {
        this.options.notify('rules', rules);
      });
    }
    return new Promise((resolve) => {
      if (result === undefined) this.importing.push(resolve);
      else this.replies.push(() => resolve(result));
    });
  }

  /** The answer waits for the commit. @throws what the monitor throws */
  enterNotes(notes: readonly AuditNote[]): Promise<void> {
    this.apply({ kind: 'notes', at: this.options.clock(), notes });
    this.wake();
    return new Promise((resolve) => {
      this.replies.push(resolve);
    });
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
    this.wake();
  }

  storeResults(results: readonly OutboxResult[]): void {
    this.apply({ kind: 'deliveries', at: this.options.clock(), results });
    this.wake();
  }

  keepRecord(record: StoredRecord): void {
    this.apply({ kind: 'record', at: this.options.clock(), record });
    this.wake();
  }

  setPlan(plan: NotificationPlan): void {
    this.apply({ kind: 'plan', at: this.options.clock(), plan });
  }

  noteStore(rule: StoreRule, message: string | null): void {
    this.apply({ kind: 'storeCondition', at: this.options.clock(), rule, message });
    this.wake();
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
    if (result === undefined) return;
    const answer = this.importing.shift();
    this.replies.push(() => answer?.(result));
  }

  /** Handles a status of the store: why it cannot store for now, or null when it can again. */
  setStoreError(error: StoreError | undefined): void {
    const message = error?.message ?? null;
    if (message === this.storeError) return;
    if (this.storeError === null) this.refusesSince = this.options.clock();
    this.storeError = message;
    this.tellUnstored();
    this.isStoreGone = error !== undefined && isGone(error.code);
    this.options.notify('storeError', message, error?.code ?? null);
    // It becomes durable, and is told, with the first commit after it: on record is then when the store was gone, and how.
    if (error !== undefined && this.isStoreGone) this.noteStore('store-missing', error.message);
    if (error === undefined) this.noteStore('store-missing', null);
    this.wake();
  }

  private tellUnstored(): void {
    const { notify } = this.options;
    if (this.storeError === null) {
      notify('unstored', null);
      return;
    }
    const lines = this.unstoredLines + this.monitor.lines.pendingLines;
    const criticals = this.monitor.criticalsAfter(this.durableUntil);
    notify('unstored', { since: this.refusesSince, reason: this.storeError, lines, ...criticals });
  }

  /** Runs until it is told to stop; then everything read is committed and the store is closed. */
  async run(): Promise<void> {
    while (!this.isStopping) {
      const reading = this.readings.shift();
      if (reading !== undefined) await this.carryOutReading(reading);
      const hasMore = this.storeError === null && this.read();
      this.advanceImport();
      await this.handOver();
      this.tickWhenDue();
      this.commitWhenDue(hasMore);
      await (hasMore || this.monitor.isImporting ? nextTurn() : this.pause());
      await this.syslog.acceptPending();
      this.failIfBroken();
    }
    for (const { reject } of this.readings.splice(0)) reject(new Error(STOPPED));
    await this.finishListening();
    if (this.storeError === null) this.files.finishPipes(this.moment());
    while (this.monitor.isImporting) this.advanceImport();
    this.commit();
    while (this.commits > 0 && this.storeError === null) await this.pause();
    this.failIfBroken();
    this.syslog.close();
    this.files.close();
    this.tellActivities();
    await this.files.registry.closed();
    // Of connections to one file the writer's is the last to close, and cleans up; never where the file is another's by now.
    const { storedSubjects } = this.options;
    if (!this.isStoreGone) storedSubjects?.close();
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
      if (this.storeError !== null) return false;
      await this.handOver();
      this.commitWhenDue(true);
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
          await this.handOver();
          this.advanceImport();
          if (this.monitor.lines.pendingLines >= bulk && !this.monitor.isImporting) this.commit();
          const hasMore = isWatched && this.read();
          this.tickWhenDue();
          await nextTurn();
          while (this.storeError !== null && !this.isStopping) await this.pause();
          this.failIfBroken();
          return hasMore;
        },
        untilWoken: () => this.pause(),
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
          notify('progress', number, bytes, totalBytes);
        },
      });
      if (this.isStopping) throw new Error(STOPPED);
      resolve(report);
    } catch (error) {
      this.failIfBroken();
      reject(error instanceof Error ? error : new Error(String(error)));
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
    this.unstoredLines += taken?.lines ?? 0;
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
    const { notify, isWatched } = this.options;
    const committed = taken === undefined ? undefined : this.store.commit(taken.batch);
    const before = this.lastDone;
    const takenAt = this.options.clock();
    const outcome = await committed;
    await before;
    taken?.noteStored();
    this.unstoredLines -= taken?.lines ?? 0;
    this.durableUntil = takenAt;
    if (taken !== undefined && outcome !== undefined && isWatched) notify('step', taken.toStep(outcome));
    this.settleLeft(taken?.batch, outcome);
    await this.tellInventory(inventoryChanges);
    for (const reply of replies) reply();
    const { outbox = [], outboxResults = [] } = taken?.batch ?? {};
    const results = outboxResults.map(({ id, attempts }) => ({ id, attempts }));
    if (outbox.length + results.length > 0) notify('outbox', outbox.length, results);
  }

  private settleLeft(batch: Batch | undefined, outcome: Committed | undefined): void {
    const left = outcome?.left;
    if (left === undefined) return;
    const removed = new Set(left.subjects);
    const kept = (batch?.leaving ?? []).flatMap(({ subjects }) => subjects.filter((id) => !removed.has(id)));
    this.apply({ kind: 'forgotten', at: this.options.clock(), left, kept });
  }

  /** The store's thread has ended, or is broken: the loop cannot continue. */
  private failIfBroken(): void {
    if (this.failure !== undefined) throw this.failure;
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
    const sources = this.storeError === null ? followed : null;
    const patterns = this.files.patternProblems();
    const { verdicts } = this.apply({ kind: 'tick', at, sources, patterns });
    this.tellAlarmStatus(this.monitor.alarmStatus(at));
    this.tellSenders();
    if (this.storeError !== null) this.tellUnstored();
    if (verdicts.length > 0) notify('verdicts', verdicts);
    this.noteSilences(read);
    const reported = this.report.changes(
      { read, all: this.monitor.sources.all(), positionOf: (id) => this.files.registry.newestPosition(id) },
      at,
    );
    const waiting = this.patterns.changes(this.files.unmatched());
    const changed = [...reported.changed, ...waiting.sources];
    const gone = [...reported.gone, ...waiting.gone];
    if (changed.length + gone.length > 0) notify('sources', changed, gone);
  }

  private noteSilences(read: readonly Followed[]): void {
    const silences = this.monitor.silences();
    if (silences.size === 0 && !this.wasSilent) return;
    for (const { id, reader } of read) reader.silence = silences.get(id) ?? null;
    this.wasSilent = silences.size > 0;
  }

  private tellAlarmStatus(alarming: AlarmStatus): void {
    const text = JSON.stringify(alarming);
    if (text === this.alarmStatus) return;
    this.alarmStatus = text;
    this.options.notify('alarming', alarming);
  }

  private tellSenders(): void {
    const reports = this.monitor.senders.reports();
    const text = JSON.stringify(reports);
    if (text === this.toldSenders) return;
    this.toldSenders = text;
    this.options.notify('senders', reports);
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

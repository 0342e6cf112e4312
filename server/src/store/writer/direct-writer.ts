import type { Storage } from '@tunnelwatch/shared/storage';
import { EventColumns } from '../../core/events/event-columns.js';
import type { EventPart } from '../../core/events/event-part.js';
import type { UnusedNames } from '../../core/aggregate/records.js';
import type { InventoryChange } from '../../core/inventory/inventory-list.js';
import type { RetentionSettings } from '../retention-settings.js';
import { SEGMENT_EVENTS } from '../segment/segment.js';
import type { Removal } from '../sqlite/maintenance/removal.js';
import { toStoreError } from '../sqlite/database.js';
import type { AuditKey } from '../audit/audit-key.js';
import { SqliteWriter } from '../sqlite/sqlite-writer.js';
import { type Batch, type Committed, StoreError, type StoreState, type WritableStore } from '../store.js';
import { LoadMeter } from './load-meter.js';
import { UpkeepLoop } from './upkeep-loop.js';

/** How often a refused batch is retried. */
const RETRY_MS = 1000;
/** How often to check that the store's files are still those that are open, even when nothing arrives. */
const WATCH_EVERY_MS = 1000;
/** Above this rate of events per second upkeep pauses: the thread is needed, and the segments are large as they come. */
const FLOOD_EVENTS = 50_000;

/** Retention settings, and callbacks for what upkeep does. */
export interface UpkeepListener {
  retention: RetentionSettings;
  /** Called once the removal is durable. */
  onRemoved: (removal: Removal) => void;
  onStorage: (storage: Storage) => void;
  /** Called with names that nothing stored has any more, a few at a time: a batch has to answer. */
  onUnused: (unused: UnusedNames) => void;
  /** Called with the reason when upkeep fails; it is retried in a minute. */
  onFailure: (error: StoreError) => void;
}

interface WaitingCommit {
  resolve: (committed: Committed) => void;
  reject: (error: Error) => void;
}

/**
 * A writing store that works synchronously on the calling thread. Everything happens strictly in order: while a batch is
 * refused, everything after it waits. Upkeep runs between commits.
 */
export class DirectWriter implements WritableStore {
  private readonly writer: SqliteWriter;
  private readonly eventLoad = new LoadMeter(() => performance.now());
  private readonly ownColumns = new Set<EventColumns>();
  private readonly freeColumns: EventColumns[] = [];
  private readonly commits = new Set<WaitingCommit>();
  /** Work that waits for a refused batch. */
  private queue: (() => void)[] = [];
  private readonly waitingForRoom: (() => void)[] = [];
  private retry: NodeJS.Timeout | undefined;
  /** Parts of a batch that is not committed yet. */
  private openParts = 0;
  private upkeep: UpkeepLoop | undefined;
  private watch: NodeJS.Timeout | undefined;
  /** The last reported fault of the store's files, while there is one. */
  private fault: string | undefined;
  /** Why nothing can be stored any longer. */
  private failure: Error | undefined;
  private isClosed = false;

  /**
   * @param onRefused called with the reason when a batch cannot be stored for now, and with undefined once it is stored
   * @throws StoreError when the store cannot be opened
   */
  constructor(
    dataDirectory: string,
    private readonly onRefused: (error: StoreError | undefined) => void,
    private readonly listener: UpkeepListener,
    auditKey?: AuditKey,
  ) {
    this.writer = new SqliteWriter(dataDirectory, undefined, auditKey);
  }

  async load(aliases?: ReadonlyMap<string, string>): Promise<StoreState> {
    const state = this.writer.load(Date.now(), aliases);
    this.upkeep = new UpkeepLoop({
      upkeep: this.writer.maintenance({
        retention: this.listener.retention,
        onRemoved: this.listener.onRemoved,
        onStorage: this.listener.onStorage,
        onUnused: this.listener.onUnused,
      }),
      isFree: () => this.isFree,
      isHeld: () => this.checkFiles(),
      clock: Date.now,
      onFailure: (error) => {
        this.listener.onFailure(toStoreError(error, this.writer.dataDirectory));
      },
    });
    this.watch = setInterval(() => {
      this.checkFiles();
    }, WATCH_EVERY_MS);
    return state;
  }

  columns(): EventColumns {
    const free = this.freeColumns.pop();
    if (free !== undefined) return free;
    const made = new EventColumns(SEGMENT_EVENTS);
    this.ownColumns.add(made);
    return made;
  }

  /** @param onTaken called when the part's columns may be reused; columns from `columns()` are reused without it */
  add(part: EventPart, onTaken?: () => void): void {
    this.inOrder(() => {
      this.openParts += 1;
      this.writer.add(part);
      onTaken?.();
      if (!this.ownColumns.has(part.columns)) return;
      part.columns.clear();
      this.freeColumns.push(part.columns);
    });
  }

  addInventory(changes: readonly InventoryChange[]): void {
    this.inOrder(() => {
      this.writer.addInventory(changes);
    });
  }

  commit({ parts, ...rest }: Batch): Promise<Committed> {
    return new Promise((resolve, reject) => {
      for (const part of parts) this.add(part);
      const waiting = { resolve, reject };
      this.commits.add(waiting);
      this.inOrder(() => {
        this.attempt(() => this.writer.commit({ parts: [], ...rest }), waiting);
      });
    });
  }

  ready(): Promise<void> {
    if (this.retry === undefined) return Promise.resolve();
    return new Promise((resolve) => {
      this.waitingForRoom.push(resolve);
    });
  }

  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.fail(new StoreError('failed', 'the writer has ended'));
    this.writer.close();
  }

  private inOrder(work: () => void): void {
    if (this.failure !== undefined) throw this.failure;
    if (this.retry !== undefined) this.queue.push(work);
    else work();
  }

  private attempt(commit: () => Committed, waiting: WaitingCommit): void {
    try {
      const committed = commit();
      this.eventLoad.add(committed.count);
      this.openParts = 0;
      this.commits.delete(waiting);
      waiting.resolve(committed);
    } catch (error) {
      if (!(error instanceof StoreError)) {
        // It is unknown what has been stored: a retry could store the batch twice.
        this.fail(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      this.retry = setTimeout(() => {
        this.tryAgain(waiting);
      }, RETRY_MS);
      this.onRefused(error);
    }
  }

  private tryAgain(waiting: WaitingCommit): void {
    this.retry = undefined;
    this.attempt(() => this.writer.retry(), waiting);
    if (this.isRefused) return;
    this.onRefused(undefined);
    this.goOn();
  }

  /** Does the work that waited, up to the next batch that is refused. */
  private goOn(): void {
    while (!this.isRefused) {
      const work = this.queue.shift();
      if (work === undefined) break;
      work();
    }
    if (!this.isRefused) this.makeRoom();
  }

  private get isRefused(): boolean {
    return this.retry !== undefined;
  }

  /** True when no batch is open or refused and there is no flood of events. Upkeep can wait until then. */
  private get isFree(): boolean {
    return !this.isRefused && this.openParts === 0 && this.eventLoad.lastSecond < FLOOD_EVENTS;
  }

  /** True while nothing may be written, since the files of the store are not those that are open; reports any change of that. */
  private checkFiles(): boolean {
    const fault = this.writer.fault();
    if (fault !== undefined && fault.message !== this.fault) this.onRefused(fault);
    // A refused batch reports it itself, once it is stored.
    if (fault === undefined && this.fault !== undefined && !this.isRefused) this.onRefused(undefined);
    this.fault = fault?.message;
    return fault !== undefined;
  }

  private makeRoom(): void {
    for (const resolve of this.waitingForRoom.splice(0)) resolve();
  }

  /** Stops everything and rejects pending commits. */
  private fail(reason: Error): void {
    this.failure ??= reason;
    clearTimeout(this.retry);
    clearInterval(this.watch);
    this.retry = undefined;
    this.queue = [];
    this.upkeep?.stop();
    for (const { reject } of this.commits) reject(reason);
    this.commits.clear();
    this.makeRoom();
  }
}

import type { Storage } from '@tunnelwatch/shared/storage';
import { EventColumns } from '../../core/events/event-columns.js';
import type { EventPart } from '../../core/events/event-part.js';
import type { InventoryChange } from '../../core/inventory/inventory-list.js';
import type { RetentionSettings } from '../retention-settings.js';
import { SEGMENT_EVENTS } from '../segment/segment.js';
import type { Removal } from '../sqlite/maintenance/removal.js';
import { SqliteWriter } from '../sqlite/sqlite-writer.js';
import { type Batch, type Committed, StoreError, type StoreState, type WritableStore } from '../store.js';
import { LoadMeter } from './load-meter.js';
import { UpkeepLoop } from './upkeep-loop.js';

/** A batch that was refused is tried again this often. */
const RETRY_MS = 1000;
/** Events a second from which on there is no time for upkeep: people wait for commits. */
const FLOOD_EVENTS = 20_000;

/** How much is kept, and who is told of it. */
export interface UpkeepListener {
  retention: RetentionSettings;
  /** Told after it is durable. */
  onRemoved: (removal: Removal) => void;
  onStorage: (storage: Storage) => void;
  /** Told why upkeep had to stop; it is tried again in a minute. */
  onFailure: (reason: string) => void;
}

interface WaitingCommit {
  resolve: (committed: Committed) => void;
  reject: (error: Error) => void;
}

/**
 * A writing store that does its work at once, on the thread that calls it. Everything is done strictly in order; while a
 * batch is refused, whatever comes behind it waits. Upkeep has its turn between commits.
 */
export class DirectWriter implements WritableStore {
  private readonly writer: SqliteWriter;
  private readonly eventLoad = new LoadMeter(() => performance.now());
  private readonly ownColumns = new Set<EventColumns>();
  private readonly freeColumns: EventColumns[] = [];
  private readonly commits = new Set<WaitingCommit>();
  /** What came behind a batch that is refused. */
  private queue: (() => void)[] = [];
  private readonly waitingForRoom: (() => void)[] = [];
  private retry: NodeJS.Timeout | undefined;
  /** Parts that wait for the rest of their batch. */
  private openParts = 0;
  private upkeep: UpkeepLoop | undefined;
  /** Why nothing can be stored any more. */
  private failure: Error | undefined;
  private isClosed = false;

  /**
   * @param onRefused told why a batch cannot be stored for now, and undefined when it was stored at last
   * @throws StoreError when the store cannot be opened
   */
  constructor(
    dataDirectory: string,
    private readonly onRefused: (error: StoreError | undefined) => void,
    private readonly listener: UpkeepListener,
  ) {
    this.writer = new SqliteWriter(dataDirectory);
  }

  async load(): Promise<StoreState> {
    const state = this.writer.load();
    this.upkeep = new UpkeepLoop({
      upkeep: this.writer.maintenance({
        retention: this.listener.retention,
        onRemoved: this.listener.onRemoved,
        onStorage: this.listener.onStorage,
      }),
      isFree: () => this.isFree,
      clock: Date.now,
      onFailure: this.listener.onFailure,
    });
    return state;
  }

  columns(): EventColumns {
    const free = this.freeColumns.pop();
    if (free !== undefined) return free;
    const made = new EventColumns(SEGMENT_EVENTS);
    this.ownColumns.add(made);
    return made;
  }

  /** @param onTaken told when the columns of the part are free again; left out for those that `columns` gave */
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
        // Nobody knows what of the batch is stored: trying it again could store it twice.
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

  /** Does what came behind a batch that was refused, up to the next one that is. */
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

  /** True when nothing is being stored, nothing waits to be, and there is no flood: merging can wait until it is over. */
  private get isFree(): boolean {
    return !this.isRefused && this.openParts === 0 && this.eventLoad.lastSecond < FLOOD_EVENTS;
  }

  private makeRoom(): void {
    for (const resolve of this.waitingForRoom.splice(0)) resolve();
  }

  /** Ends all that goes on, and rejects what waits. */
  private fail(reason: Error): void {
    this.failure ??= reason;
    clearTimeout(this.retry);
    this.retry = undefined;
    this.queue = [];
    this.upkeep?.stop();
    for (const { reject } of this.commits) reject(reason);
    this.commits.clear();
    this.makeRoom();
  }
}

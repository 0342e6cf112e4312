import type { Storage } from '@tunnelwatch/shared/storage';
import { Worker } from 'node:worker_threads';
import type { InventoryChange } from '../../core/inventory/inventory-list.js';
import type { Shape } from '../../core/decode/template/template-tree.js';
import { EventColumns } from '../../core/events/event-columns.js';
import { SEGMENT_EVENTS } from '../segment/segment.js';
import { type Batch, type Committed, StoreError, type StoreState, type WritableStore } from '../store.js';
import type { EventPart } from '../../core/events/event-part.js';
import type { Removal } from '../sqlite/maintenance/removal.js';
import type { RetentionSettings } from '../retention-settings.js';
import type { FromWriter, ToWriter, WriterWorkerData } from './writer-messages.js';
import { BUSY_THREAD_LIMITS } from '../../threads/thread-limits.js';

/** Parts that may be on their way at once: one being encoded, and two more, which bridge a commit. */
const MOST_UNDERWAY = 3;

interface Waiting<Value> {
  resolve: (value: Value) => void;
  reject: (error: Error) => void;
}

/** How much is kept, and who is told of it. */
export interface UpkeepListener {
  retention: RetentionSettings;
  /** Told after it is durable. */
  onRemoved: (removal: Removal) => void;
  onStorage: (storage: Storage) => void;
  /** Told why upkeep had to stop; it is tried again in a minute. */
  onFailure: (error: StoreError) => void;
}

/** A writing store whose work is done in a thread of its own. Columns lie in shared memory and are used again and again. */
export class ThreadedWriter implements WritableStore {
  private readonly worker: Worker;
  private readonly byNumber: EventColumns[] = [];
  private readonly free: EventColumns[] = [];
  private readonly commits: Waiting<Committed>[] = [];
  private readonly underway = new Set<EventColumns>();
  private waitingForRoom: (() => void)[] = [];
  private sentShapes: readonly Shape[] = [];
  private sentCount = 0;
  private failure: Error | undefined;
  private loading: Waiting<StoreState> | undefined;
  private readonly loaded: Promise<StoreState>;
  private readonly ended: Promise<void>;

  /** @param onRefused told why a batch cannot be stored for now, and undefined when it was stored at last */
  constructor(
    dataDirectory: string,
    private readonly onRefused: (error: StoreError | undefined) => void,
    private readonly upkeep: UpkeepListener,
  ) {
    const workerData: WriterWorkerData = { dataDirectory, retention: upkeep.retention };
    this.worker = new Worker(new URL('./writer-worker.js', import.meta.url), {
      workerData,
      resourceLimits: BUSY_THREAD_LIMITS,
    });
    this.worker.on('message', (message: FromWriter) => {
      this.receive(message);
    });
    this.worker.on('error', (error) => {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    });
    this.loaded = new Promise((resolve, reject) => {
      this.loading = { resolve, reject };
    });
    this.ended = new Promise((resolve) => {
      this.worker.on('exit', () => {
        this.fail(new StoreError('failed', 'the writer has ended'));
        resolve();
      });
    });
  }

  load(): Promise<StoreState> {
    return this.loaded;
  }

  columns(): EventColumns {
    const known = this.free.pop();
    if (known !== undefined) return known;
    const memory = new SharedArrayBuffer(EventColumns.bytesFor(SEGMENT_EVENTS));
    const made = new EventColumns(SEGMENT_EVENTS, memory);
    const number = this.byNumber.push(made) - 1;
    this.send({ kind: 'columns', columns: number, capacity: SEGMENT_EVENTS, memory });
    return made;
  }

  add({ columns, shapes, words, subjects, kinds }: EventPart): void {
    const isNewList = shapes !== this.sentShapes;
    const raws = Buffer.concat(columns.raws);
    this.underway.add(columns);
    this.send({
      kind: 'part',
      columns: this.byNumber.indexOf(columns),
      count: columns.count,
      valueCount: columns.valueCount,
      raws,
      rawLengths: Uint32Array.from(columns.raws, ({ length }) => length),
      shapes: shapes.slice(isNewList ? 0 : this.sentCount),
      words: words.join('\n'),
      wordCount: words.length,
      ...{ isNewList, subjects, kinds },
    });
    this.sentShapes = shapes;
    this.sentCount = shapes.length;
  }

  addInventory(changes: readonly InventoryChange[]): void {
    this.send({ kind: 'inventory', changes });
  }

  commit({ parts, ...rest }: Batch): Promise<Committed> {
    for (const part of parts) this.add(part);
    const done = new Promise<Committed>((resolve, reject) => {
      this.commits.push({ resolve, reject });
      if (this.failure !== undefined) reject(this.failure);
    });
    this.send({ kind: 'commit', rest });
    return done;
  }

  ready(): Promise<void> {
    if (this.underway.size < MOST_UNDERWAY || this.failure !== undefined) return Promise.resolve();
    return new Promise((resolve) => {
      this.waitingForRoom.push(resolve);
    });
  }

  async close(): Promise<void> {
    this.send({ kind: 'close' });
    await this.ended;
  }

  private send(message: ToWriter): void {
    this.worker.postMessage(message);
  }

  private receive(message: FromWriter): void {
    switch (message.kind) {
      case 'loaded':
        this.loading?.resolve(message.state);
        break;
      case 'failed':
        this.fail(new StoreError(message.code, message.message));
        break;
      case 'free':
        this.takeBack(message.columns);
        break;
      case 'committed':
        this.onRefused(undefined);
        this.commits.shift()?.resolve(message.committed);
        break;
      case 'accepts':
        this.onRefused(undefined);
        break;
      case 'refused':
        this.onRefused(new StoreError(message.code, message.message));
        break;
      case 'removed':
        this.upkeep.onRemoved(message.removal);
        break;
      case 'storage':
        this.upkeep.onStorage(message.storage);
        break;
      case 'upkeepFailed':
        this.upkeep.onFailure(new StoreError(message.code, message.message));
        break;
    }
  }

  private takeBack(number: number): void {
    const columns = this.byNumber[number];
    if (columns === undefined) return;
    columns.clear();
    this.underway.delete(columns);
    this.free.push(columns);
    this.letGoOn();
  }

  private letGoOn(): void {
    const waiting = this.waitingForRoom;
    this.waitingForRoom = [];
    for (const resolve of waiting) resolve();
  }

  private fail(error: Error): void {
    this.failure ??= error;
    this.loading?.reject(error);
    for (const { reject } of this.commits.splice(0)) reject(error);
    this.letGoOn();
  }
}

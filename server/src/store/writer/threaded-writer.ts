import type { LineTemplate } from '../../core/decode/template/template-tree.js';
import { EventColumns } from '../../core/events/event-columns.js';
import type { EventPart } from '../../core/events/event-part.js';
import type { InventoryChange } from '../../core/inventory/inventory-list.js';
import { Thread } from '../../threads/thread.js';
import { SEGMENT_THREAD_LIMITS } from '../../threads/thread-limits.js';
import type { AuditKey } from '../audit/audit-key.js';
import { SEGMENT_EVENTS } from '../segment/segment.js';
import {
  type Batch,
  type Committed,
  type StoreError,
  storeErrorOf,
  type StoreState,
  type WritableStore,
} from '../store.js';
import type { UpkeepListener } from './direct-writer.js';
import type { WriterProtocol } from './writer-protocol.js';

/** Parts in flight at most: one being encoded, and four more that bridge a commit of a million lines. */
const MAX_UNDERWAY = 5;

/** A writing store in a worker thread. Columns are in shared memory and are reused. */
export class ThreadedWriter implements WritableStore {
  private readonly thread: Thread<WriterProtocol>;
  private readonly byNumber: EventColumns[] = [];
  private readonly free: EventColumns[] = [];
  private readonly underway = new Set<EventColumns>();
  private readonly waitingForRoom: (() => void)[] = [];
  private sentShapes: readonly LineTemplate[] = [];
  private sentCount = 0;

  /**
   * @param onRefused called with the reason when a batch cannot be stored for now, and with undefined once it is stored
   * @param auditKey chains the audit trail
   */
  constructor(
    dataDirectory: string,
    onRefused: (error: StoreError | undefined) => void,
    upkeep: UpkeepListener,
    auditKey?: AuditKey,
  ) {
    this.thread = new Thread<WriterProtocol>({
      entry: new URL('./writer-worker.js', import.meta.url),
      name: 'the writer',
      data: { dataDirectory, retention: upkeep.retention, auditKey },
      calls: { load: true, commit: true },
      notices: {
        free: (number) => {
          this.takeBack(number);
        },
        refused: (error) => {
          onRefused(error === null ? undefined : storeErrorOf(error));
        },
        removed: upkeep.onRemoved,
        storage: upkeep.onStorage,
        unused: upkeep.onUnused,
        upkeepFailed: (error) => {
          upkeep.onFailure(storeErrorOf(error));
        },
      },
      toError: storeErrorOf,
      resourceLimits: SEGMENT_THREAD_LIMITS,
    });
    void this.thread.ended.then(() => {
      this.letGoOn();
    });
  }

  load(aliases?: ReadonlyMap<string, string>): Promise<StoreState> {
    return this.thread.calls.load(aliases);
  }

  columns(): EventColumns {
    const known = this.free.pop();
    if (known !== undefined) return known;
    const memory = new SharedArrayBuffer(EventColumns.bytesFor(SEGMENT_EVENTS));
    const made = new EventColumns(SEGMENT_EVENTS, memory);
    const number = this.byNumber.push(made) - 1;
    this.thread.notify('columns', number, SEGMENT_EVENTS, memory);
    return made;
  }

  add({ columns, shapes, words, subjects, kinds }: EventPart): void {
    const isNewList = shapes !== this.sentShapes;
    this.underway.add(columns);
    this.thread.notify('part', {
      columns: this.byNumber.indexOf(columns),
      count: columns.count,
      valueCount: columns.valueCount,
      raws: Buffer.concat(columns.raws),
      rawLengths: Uint32Array.from(columns.raws, ({ length }) => length),
      shapes: shapes.slice(isNewList ? 0 : this.sentCount),
      isNewList,
      words: words.join('\n'),
      wordCount: words.length,
      subjects,
      kinds,
    });
    this.sentShapes = shapes;
    this.sentCount = shapes.length;
  }

  addInventory(changes: readonly InventoryChange[]): void {
    this.thread.notify('inventory', changes);
  }

  commit({ parts, ...rest }: Batch): Promise<Committed> {
    for (const part of parts) this.add(part);
    return this.thread.calls.commit(rest);
  }

  ready(): Promise<void> {
    if (this.underway.size < MAX_UNDERWAY || this.thread.hasEnded) return Promise.resolve();
    return new Promise((resolve) => {
      this.waitingForRoom.push(resolve);
    });
  }

  close(): Promise<void> {
    return this.thread.close();
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
    for (const resolve of this.waitingForRoom.splice(0)) resolve();
  }
}

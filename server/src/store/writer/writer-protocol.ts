import type { Storage } from '@tunnelwatch/shared/storage';
import type { KindRecord, SubjectRecord } from '../../core/aggregate/records.js';
import type { InventoryChange } from '../../core/inventory/inventory-list.js';
import type { Shape } from '../../core/decode/template/template-tree.js';
import type { SentError, ThreadProtocol } from '../../threads/protocol.js';
import type { RetentionSettings } from '../retention-settings.js';
import type { Removal } from '../sqlite/maintenance/removal.js';
import type { Batch, Committed, StoreState } from '../store.js';

/** A part whose columns lie in shared memory; only what cannot lie there is sent along. */
export interface SentPart {
  /** Number of the columns. */
  columns: number;
  count: number;
  valueCount: number;
  /** Lines that are kept as they are, one behind the other, and their lengths. */
  raws: Uint8Array;
  rawLengths: Uint32Array;
  /** Shapes that were not sent yet; all of them when `isNewList`. */
  shapes: Shape[];
  isNewList: boolean;
  /** Words of the lines, joined by newlines, which no line holds: one long text is sent far faster than many short ones. */
  words: string;
  wordCount: number;
  subjects: SubjectRecord[];
  kinds: KindRecord[];
}

/** What the writing thread and the one that starts it agree on. */
export interface WriterProtocol extends ThreadProtocol {
  data: { dataDirectory: string; retention: RetentionSettings };
  calls: {
    load(): Promise<StoreState>;
    commit(rest: Omit<Batch, 'parts'>): Promise<Committed>;
  };
  toThread: {
    /** Columns in shared memory, under a number from now on. */
    columns(number: number, capacity: number, memory: SharedArrayBuffer): void;
    part(part: SentPart): void;
    inventory(changes: readonly InventoryChange[]): void;
  };
  fromThread: {
    /** Columns may be filled anew. */
    free(columns: number): void;
    /** The batch could not be stored now and is tried again; null when it was stored at last. */
    refused(error: SentError | null): void;
    /** Retention took events out, in a step of its own. */
    removed(removal: Removal): void;
    storage(storage: Storage): void;
    upkeepFailed(reason: string): void;
  };
}

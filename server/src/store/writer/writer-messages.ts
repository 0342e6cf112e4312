import type { Storage } from '@tunnelwatch/shared/storage';
import type { KindRecord, SubjectRecord } from '../../core/aggregate/records.js';
import type { InventoryChange } from '../../core/inventory/inventory-list.js';
import type { Shape } from '../../core/decode/template/template-tree.js';
import type { RetentionSettings } from '../retention-settings.js';
import type { Removal } from '../sqlite/maintenance/removal.js';
import type { Batch, Committed, StoreErrorCode, StoreState } from '../store.js';

/** A part whose columns lie in shared memory; only what cannot lie there is sent along. */
export interface SentPart {
  kind: 'part';
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

export type ToWriter =
  | { kind: 'columns'; columns: number; capacity: number; memory: SharedArrayBuffer }
  | SentPart
  | { kind: 'inventory'; changes: readonly InventoryChange[] }
  | { kind: 'commit'; rest: Omit<Batch, 'parts'> }
  | { kind: 'close' };

export type FromWriter =
  | { kind: 'loaded'; state: StoreState }
  | { kind: 'failed'; code: StoreErrorCode; message: string }
  /** Columns may be filled anew. */
  | { kind: 'free'; columns: number }
  | { kind: 'committed'; committed: Committed }
  /** The batch could not be stored now; it is tried again. */
  | { kind: 'refused'; code: StoreErrorCode; message: string }
  /** What kept it from being written to is over; nothing waits to be stored. */
  | { kind: 'accepts' }
  /** Retention took events out, in a step of its own. */
  | { kind: 'removed'; removal: Removal }
  | { kind: 'storage'; storage: Storage }
  | { kind: 'upkeepFailed'; code: StoreErrorCode; message: string };

/** What the writer's thread is started with. */
export interface WriterWorkerData {
  dataDirectory: string;
  retention: RetentionSettings;
}

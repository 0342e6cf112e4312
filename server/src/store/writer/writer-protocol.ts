import type { Storage } from '@tunnelwatch/shared/storage';
import type { KindRecord, SubjectRecord, UnusedNames } from '../../core/aggregate/records.js';
import type { InventoryChange } from '../../core/inventory/inventory-list.js';
import type { LineTemplate } from '../../core/decode/template/template-tree.js';
import type { SentError, ThreadProtocol } from '../../threads/protocol.js';
import type { AuditKey } from '../audit/audit-key.js';
import type { RetentionSettings } from '../retention-settings.js';
import type { Removal } from '../sqlite/maintenance/removal.js';
import type { Batch, Committed, StoreState } from '../store.js';

/** A part whose columns are in shared memory; only what cannot be there is sent. */
export interface SentPart {
  /** Number of the columns. */
  columns: number;
  count: number;
  valueCount: number;
  /** Lines that are stored verbatim, concatenated, and their lengths. */
  raws: Uint8Array;
  rawLengths: Uint32Array;
  /** Templates not sent before; all of them when `isNewList`. */
  shapes: LineTemplate[];
  isNewList: boolean;
  /** Words of the lines, joined by newlines, which no line contains: one long string is sent far faster than many short ones. */
  words: string;
  wordCount: number;
  subjects: SubjectRecord[];
  kinds: KindRecord[];
}

/** Calls and notices of the writer's thread. */
export interface WriterProtocol extends ThreadProtocol {
  data: { dataDirectory: string; retention: RetentionSettings; auditKey: AuditKey | undefined };
  calls: {
    load(aliases?: ReadonlyMap<string, string>): Promise<StoreState>;
    commit(rest: Omit<Batch, 'parts'>): Promise<Committed>;
  };
  toThread: {
    /** Registers columns in shared memory under a number. */
    columns(number: number, capacity: number, memory: SharedArrayBuffer): void;
    part(part: SentPart): void;
    inventory(changes: readonly InventoryChange[]): void;
  };
  fromThread: {
    /** Columns may be reused. */
    free(columns: number): void;
    /** A batch cannot be stored for now and is retried; null once it is stored. */
    refused(error: SentError | null): void;
    /** Retention has removed events, in a step of its own. */
    removed(removal: Removal): void;
    storage(storage: Storage): void;
    unused(unused: UnusedNames): void;
    upkeepFailed(error: SentError): void;
  };
}

import type { Alert } from '@tunnelwatch/shared/alert';
import type { KindRecord, SubjectRecord } from '../aggregate/records.js';
import type { SourceCounts } from '../aggregate/source-tally.js';
import type { FileRecord } from '../source/file/file-record.js';

/**
 * What every store can do, whatever engine is below. One writer owns it (the pipeline); readers see only what was
 * committed. A commit is one transaction and one step: events, the positions they were read up to, and alert changes
 * become durable together or not at all.
 */

export interface EventRecord {
  /** Epoch ms. */
  time: number;
  /** Epoch ms. */
  receivedTime: number;
  subjectId: number;
  kindId: number;
  sourceId: number;
  raw: Buffer;
}

/** A source and what was counted from it since it was first read. */
export interface SourceRecord extends SourceCounts {
  id: number;
  kind: 'file' | 'stdin' | 'syslog';
  name: string;
}

export interface Batch {
  subjects: SubjectRecord[];
  kinds: KindRecord[];
  events: EventRecord[];
  sources: SourceRecord[];
  files: FileRecord[];
  alerts: Alert[];
}

export interface StoreState {
  /** Number of the last commit. */
  step: number;
  /** Number of the last event. */
  lastSeq: number;
  subjects: SubjectRecord[];
  kinds: KindRecord[];
  sources: SourceRecord[];
  files: FileRecord[];
  alerts: Alert[];
  /** The highest alert id ever given. */
  lastAlertId: number;
}

export interface Committed {
  step: number;
  /** Number of the first event of the batch; the others follow in order. */
  firstSeq: number;
}

/** The writing side. */
export interface WritableStore {
  load(): StoreState;
  /** @throws StoreError when nothing of the batch was stored. */
  commit(batch: Batch): Committed;
  close(): void;
}

export type StoreErrorCode = 'disk-full' | 'locked' | 'read-only' | 'too-new' | 'damaged' | 'failed';

/** The store could not do what was asked; nothing of it was done. The message says what to do. */
export class StoreError extends Error {
  constructor(
    readonly code: StoreErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
    this.name = 'StoreError';
  }
}

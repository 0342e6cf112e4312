import type { KindRecord, SubjectRecord } from '../aggregate/records.js';
import type { LineTemplate } from '../decode/template/template-tree.js';
import type { EventColumns } from './event-columns.js';

/** Events of a batch, or a part of them, with the subjects and kinds that they mention first. */
export interface EventPart {
  columns: EventColumns;
  /** Templates of the lines by number. */
  shapes: readonly LineTemplate[];
  /** Interned words of the lines by number. */
  words: readonly string[];
  subjects: SubjectRecord[];
  kinds: KindRecord[];
}

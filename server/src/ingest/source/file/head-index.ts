import { FINGERPRINT_BYTES } from './file-identity.js';
import type { FileRecord } from '../../../store/file-record.js';

/** Long enough for the time and the host of a line: the logs of thousands of hosts begin alike only before that. */
const START_BYTES = 64;

/**
 * Generations with a full fingerprint by their first bytes: of thousands, content is compared only with the few that may
 * begin like it. A beginning never changes once its fingerprint is full.
 */
export class HeadIndex {
  private readonly byStart = new Map<string, Set<FileRecord>>();
  private readonly starts = new Map<FileRecord, string>();

  /** Call it whenever more of a generation was read; the first time that its fingerprint is full counts. */
  note(record: FileRecord): void {
    if (record.fingerprintLength < FINGERPRINT_BYTES || this.starts.has(record)) return;
    const start = startOf(record.head);
    this.starts.set(record, start);
    const alike = this.byStart.get(start);
    if (alike === undefined) this.byStart.set(start, new Set([record]));
    else alike.add(record);
  }

  forget(record: FileRecord): void {
    const start = this.starts.get(record);
    if (start === undefined) return;
    this.starts.delete(record);
    const alike = this.byStart.get(start);
    alike?.delete(record);
    if (alike?.size === 0) this.byStart.delete(start);
  }

  /** All that may begin like content with these first bytes; a short one may be the beginning of any. */
  alike(head: Buffer): Iterable<FileRecord> {
    if (head.length < START_BYTES) return this.starts.keys();
    return this.byStart.get(startOf(head)) ?? [];
  }
}

function startOf(head: Buffer): string {
  return head.toString('latin1', 0, START_BYTES);
}

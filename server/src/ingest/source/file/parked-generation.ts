import { type BigIntStats, closeSync, fstatSync, openSync } from 'node:fs';
import type { ClockReading } from '../clock-reading.js';
import { systemPath } from '../../../file-name.js';
import { isMissing } from './file-error.js';
import { FileGlance } from './file-glance.js';
import { type FileRecord, isFileOf } from '../../../store/file-record.js';
import { Generation } from './generation.js';

/** A file that was read to its end and closed, since others need the handle more; its record remains claimed. */
export class ParkedGeneration {
  private constructor(
    readonly record: FileRecord,
    private readonly seen: Generation['seen'],
    /** It may have changed since its last poll without showing it. */
    private readonly isFresh: boolean,
    /** What it looks like while it is unchanged; undefined when that must be found out. */
    readonly glance: FileGlance | undefined,
  ) {}

  static of(generation: Generation): ParkedGeneration {
    const { record, seen, isFresh } = generation;
    return new ParkedGeneration(record, seen, isFresh, isFresh ? undefined : FileGlance.of(record, seen));
  }

  /** True when a file is the parked one, and is unchanged since. */
  isUnchanged(stat: BigIntStats): boolean {
    if (this.isFresh) return false;
    return isFileOf(this.record, stat) && stat.size === this.seen.size && stat.mtimeNs === this.seen.mtimeNs;
  }

  /** Reopens it; undefined when another file is at the path now. The first read shows whether it was rewritten. */
  reopen(path: string, maxLineBytes: number, now: ClockReading): Generation | undefined {
    let descriptor: number;
    try {
      descriptor = openSync(systemPath(path), 'r');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
    if (!isFileOf(this.record, fstatSync(descriptor, { bigint: true }))) {
      closeSync(descriptor);
      return undefined;
    }
    const generation = new Generation(descriptor, this.record, maxLineBytes, now);
    generation.resumeFrom(this.seen);
    return generation;
  }
}

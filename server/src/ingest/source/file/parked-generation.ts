import { type BigIntStats, closeSync, fstatSync, openSync } from 'node:fs';
import type { ClockReading } from '../clock-reading.js';
import { systemPath } from '../../../file-name.js';
import { isMissing } from './file-error.js';
import { type FileRecord, isFileOf } from '../../../store/file-record.js';
import { Generation } from './generation.js';

/** A file that was read to its end and closed, since others need the handle more; its record stays claimed. */
export class ParkedGeneration {
  private constructor(
    readonly record: FileRecord,
    private readonly seen: Generation['seen'],
    private readonly newestTime: number | undefined,
    /** It may have changed since its last look without showing it. */
    private readonly isFresh: boolean,
  ) {}

  static of(generation: Generation): ParkedGeneration {
    return new ParkedGeneration(generation.record, generation.seen, generation.newestTime, generation.isFresh);
  }

  /** True when a file is the one that was parked, and has not been touched since. */
  isUnchanged(stat: BigIntStats): boolean {
    if (this.isFresh) return false;
    return isFileOf(this.record, stat) && stat.size === this.seen.size && stat.mtimeNs === this.seen.mtimeNs;
  }

  /** Opens it again; undefined when another file stands under the path by now. Whether it was rewritten shows at its first reading. */
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
    generation.resumeFrom(this.seen, this.newestTime);
    return generation;
  }
}

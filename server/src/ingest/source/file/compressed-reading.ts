import { closeSync } from 'node:fs';
import type { LineSink } from '../framing.js';
import type { FileRecord } from '../../../store/file-record.js';
import { isFurther, TAIL_BYTES } from './file-identity.js';
import { contradicts, isSampled, landmarkCount, landmarkPosition } from './landmarks.js';
import { ReadProgress } from './read-progress.js';
import { Unpacking } from './unpacking.js';

export interface CompressedParts {
  /** Open for reading; closed by `close`. */
  descriptor: number;
  file: string;
  /** Last change, epoch ms; compressing preserves that of the plain file. */
  changedAt: number;
  maxLineBytes: number;
  /** Its first unpacked bytes, up to the length of a fingerprint. */
  head: Buffer;
  /** Generations that begin like this file. */
  candidates: readonly FileRecord[];
  /**
   * Called once it is known which of them it is, with the number of bytes beyond the position; undefined when it is
   * none of them. Returns the record to continue with, or undefined to read no further.
   */
  resolve: (match: FileRecord | undefined) => FileRecord | undefined;
  /** Whether content of this size, with these last bytes, is the beginning of a candidate that was read further. */
  isPartOf: (record: FileRecord, size: number, tail: Buffer) => boolean;
  /** Called when there is something to do. */
  onReady: () => void;
}

/** `data`: read some; `waiting`: more will arrive; `end`: read to its end; `left`: nothing of it is to be read. */
export type CompressedResult = 'data' | 'waiting' | 'end' | 'left';

/**
 * Reads a compressed generation. Its content identifies it: the bytes before the stored position are compared as
 * they are unpacked, and lines are read from there on. So a generation continues in its compressed successor, and a
 * second file with the same content adds nothing [TAIL-12].
 */
export class CompressedReading {
  readonly file: string;
  readonly changedAt: number;
  private unpacking: Unpacking;
  private closing: Promise<void> = Promise.resolve();
  private open: readonly FileRecord[];
  private match: FileRecord | undefined;
  private progress: ReadProgress | undefined;
  /** Bytes unpacked so far, and the last of them. */
  private offset = 0;
  private before: Buffer = Buffer.alloc(0);
  private isDone = false;

  constructor(private readonly parts: CompressedParts) {
    this.file = parts.file;
    this.changedAt = parts.changedAt;
    this.open = parts.candidates;
    this.unpacking = this.begin();
  }

  /** Its first unpacked bytes, up to the length of a fingerprint. */
  get head(): Buffer {
    return this.parts.head;
  }

  /** The record that its lines are counted in, once known. */
  get record(): FileRecord | undefined {
    return this.progress?.record;
  }

  /** Never: nothing is written to it any more. */
  get isCaughtUp(): boolean {
    return false;
  }

  /** Number of compressed bytes read. */
  get packedBytes(): number {
    return this.unpacking.packedBytes;
  }

  /**
   * Processes the next unpacked bytes, if any.
   * @throws UnpackError for a damaged file; everything before the damage was read
   */
  step(sink: LineSink): CompressedResult {
    if (this.isDone) return 'end';
    const chunk = this.unpacking.read();
    if (chunk === 'waiting') return 'waiting';
    if (chunk === 'end') return this.end(sink);
    this.compare(chunk);
    this.offset += chunk.length;
    this.before = lastBytes(this.before, chunk);
    if (this.progress === undefined && this.open.length === 0) return this.decide(chunk, sink);
    if (this.progress !== undefined) this.take(chunk, sink);
    return 'data';
  }

  /** Closes the file as soon as nothing uses it any more. */
  async close(): Promise<void> {
    this.isDone = true;
    await this.closing;
    await this.unpacking.close();
    closeSync(this.parts.descriptor);
  }

  private begin(): Unpacking {
    return new Unpacking(this.parts.descriptor, this.file, this.parts.onReady);
  }

  /** Drops the candidates that the bytes so far have ruled out. */
  private compare(chunk: Buffer): void {
    const end = this.offset + chunk.length;
    const undecided: FileRecord[] = [];
    for (const record of this.open) {
      if (this.isOther(record, chunk)) continue;
      if (record.position > end) undecided.push(record);
      else if (this.bytesBefore(record.position, record.tail.length, chunk).equals(record.tail)) this.prefer(record);
    }
    this.open = undecided;
  }

  /** True when the bytes of a chunk differ from what was read of a generation there. */
  private isOther(record: FileRecord, chunk: Buffer): boolean {
    const count = landmarkCount(Math.min(this.offset + chunk.length, record.position));
    for (let index = landmarkCount(this.offset); index < count; index++) {
      if (contradicts(record, index, this.bytesBefore(landmarkPosition(index), TAIL_BYTES, chunk))) return true;
    }
    return false;
  }

  private prefer(record: FileRecord): void {
    if (this.match === undefined || isFurther(record, this.match)) this.match = record;
  }

  private bytesBefore(position: number, length: number, chunk: Buffer): Buffer {
    const joined = Buffer.concat([this.before, chunk]);
    const end = position - (this.offset - this.before.length);
    return joined.subarray(Math.max(0, end - length), Math.max(0, end));
  }

  /** The candidates are settled: continues behind the position, with what is unpacked already or from the beginning. */
  private decide(chunk: Buffer, sink: LineSink): CompressedResult {
    const record = this.parts.resolve(this.match);
    if (record === undefined) return this.leave();
    this.progress = this.progressOf(record);
    if (record.position < this.offset - chunk.length) this.restart();
    else this.take(chunk, sink);
    return 'data';
  }

  /** The skipped part is needed after all: unpacks once more. */
  private restart(): void {
    this.closing = Promise.all([this.closing, this.unpacking.close()]).then(() => undefined);
    this.unpacking = this.begin();
    this.offset = 0;
    this.before = Buffer.alloc(0);
  }

  private take(chunk: Buffer, sink: LineSink): void {
    const { progress } = this;
    if (progress === undefined || this.offset <= progress.readUpTo) return;
    const fresh = chunk.subarray(Math.max(0, chunk.length - (this.offset - progress.readUpTo)));
    const known = progress.before.length;
    progress.take(Buffer.concat([progress.before, fresh]), known, sink);
  }

  private end(sink: LineSink): CompressedResult {
    if (this.progress === undefined) {
      // It ends before the positions of the remaining ones: a copy of one of them, taken when that one was shorter.
      const isEarlierCopy = this.open.some(
        (each) => isSampled(each, this.offset) && this.parts.isPartOf(each, this.offset, this.before),
      );
      const record = isEarlierCopy || this.offset === 0 ? undefined : this.parts.resolve(this.match);
      if (record === undefined) return this.leave();
      this.progress = this.progressOf(record);
      if (record.position < this.offset) {
        this.restart();
        return 'data';
      }
    }
    this.progress.finish(sink);
    this.isDone = true;
    return 'end';
  }

  private progressOf(record: FileRecord): ReadProgress {
    return new ReadProgress(record, this.parts.maxLineBytes, this.parts.head.subarray(0, record.fingerprintLength));
  }

  private leave(): CompressedResult {
    this.isDone = true;
    return 'left';
  }
}

function lastBytes(before: Buffer, chunk: Buffer): Buffer {
  const joined = chunk.length >= TAIL_BYTES ? chunk : Buffer.concat([before, chunk]);
  return Buffer.from(joined.subarray(Math.max(0, joined.length - TAIL_BYTES)));
}

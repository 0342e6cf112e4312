import { type BigIntStats, closeSync, fstatSync, readSync } from 'node:fs';
import type { LineSink } from '../framing.js';
import type { ClockReading } from '../clock-reading.js';
import { readAt, TAIL_BYTES } from './file-identity.js';
import type { FileRecord } from '../../../store/file-record.js';
import { FileGlance } from './file-glance.js';
import { compareLandmarks, landmarksIn } from './landmarks.js';
import { ReadProgress } from './read-progress.js';

const CHUNK_BYTES = 256 * 1024;
/** Reused for every read: a new buffer for each poll would be 256 KB of garbage for a single line. */
const CHUNK = Buffer.allocUnsafeSlow(TAIL_BYTES + CHUNK_BYTES);

/**
 * Time stamps of a file system may have a resolution of some 10 ms: a file that changed this recently may have
 * changed again without showing it, and is compared once more.
 */
const FRESH_MS = 100;

/** The result of polling a file. */
export type ReadResult =
  | { kind: 'data'; bytes: number }
  | { kind: 'end' }
  /** Nothing of it was read, it is empty, and may have been written to meanwhile: its content must be in a copy. */
  | { kind: 'emptied' }
  /** What was read before is no longer there: the file was truncated or rewritten. */
  | { kind: 'rewritten' };

/**
 * One open generation of a log file, read from its position on. The open handle keeps the file readable after it was
 * renamed or removed [TAIL-2].
 */
export class Generation {
  private readonly progress: ReadProgress;
  private lastSize = -1;
  private lastChange = -1n;
  private lastChangeMs = 0;
  private lastGlance: FileGlance | undefined;
  private freshUntil = Number.NEGATIVE_INFINITY;
  /** When a poll last found nothing new, on the monotonic clock; growth resets it. */
  quietSince: number;

  constructor(
    readonly descriptor: number,
    readonly record: FileRecord,
    maxLineBytes: number,
    { elapsed }: ClockReading,
  ) {
    // Those of a generation from an older store are not known yet.
    record.landmarks = landmarksIn(descriptor, record);
    const isHeadKnown = record.head.length === record.fingerprintLength;
    this.progress = new ReadProgress(
      record,
      maxLineBytes,
      isHeadKnown ? record.head : readAt(descriptor, 0, record.fingerprintLength),
    );
    this.quietSince = elapsed;
  }

  /** Bytes in the file that were not read, by its size at the last poll. */
  get lagBytes(): number {
    return Math.max(0, this.lastSize - this.record.position);
  }

  get size(): number {
    return Math.max(0, this.lastSize);
  }

  /** True when everything that the last poll saw was read: whatever follows was written since. */
  get isCaughtUp(): boolean {
    return this.lastSize >= 0 && this.readUpTo >= this.lastSize;
  }

  /** Bytes from the beginning that were read, those of the unfinished last line included. */
  get readUpTo(): number {
    return this.progress.readUpTo;
  }

  /** Bytes of the unfinished last line. */
  get pendingBytes(): number {
    return this.progress.pendingBytes;
  }

  /** The first bytes that were read, at most 1,024. */
  get head(): Buffer {
    return this.progress.head;
  }

  /** True when it may have changed again since its last poll without showing it. */
  get isFresh(): boolean {
    return this.freshUntil > Number.NEGATIVE_INFINITY;
  }

  /** The file as of the last poll. */
  get seen(): { size: bigint; mtimeNs: bigint } {
    return { size: BigInt(this.lastSize), mtimeNs: this.lastChange };
  }

  /** What a file that is read to its end looks like while it is unchanged; undefined when it must be polled to know. */
  get glance(): FileGlance | undefined {
    if (this.isFresh || !this.isCaughtUp) return undefined;
    return (this.lastGlance ??= FileGlance.of(this.record, this.seen));
  }

  /** Continues from what an earlier poll of the same file saw; what has not changed since is compared only once. */
  resumeFrom({ size, mtimeNs }: Generation['seen']): void {
    this.lastSize = Number(size);
    this.lastChange = mtimeNs;
    this.lastGlance = undefined;
    this.lastChangeMs = Number(mtimeNs / 1_000_000n);
    this.freshUntil = 0;
  }

  /** True for a file that begins with what was read of this one, or is part of it: a copy, taken earlier or later. */
  isCopiedIn(descriptor: number, size: number): boolean {
    const { head, before, readUpTo } = this.progress;
    if (head.length === 0) return false;
    const length = Math.min(size, head.length);
    if (!readAt(descriptor, 0, length).equals(head.subarray(0, length))) return false;
    if (size >= readUpTo) return readAt(descriptor, readUpTo - before.length, before.length).equals(before);
    const { landmarks } = this.record;
    return compareLandmarks(descriptor, size, { landmarks, position: readUpTo }) !== 'other';
  }

  /** Last change of the file, epoch ms. */
  get changedAt(): number {
    return this.lastChangeMs;
  }

  /** Reads the next chunk and passes its lines to `sink`; afterwards the record contains the position behind them. */
  read(sink: LineSink, now: ClockReading): ReadResult {
    const stat = this.stat();
    const size = Number(stat.size);
    const wasFresh = this.isFresh;
    const isChanged = size !== this.lastSize || stat.mtimeNs !== this.lastChange;
    if (!isChanged && !wasFresh && size <= this.readUpTo) return { kind: 'end' };
    const isEmptied = this.lastSize <= 0 && this.readUpTo === 0 && isChanged && size === 0;
    this.lastSize = size;
    this.lastChange = stat.mtimeNs;
    this.lastGlance = undefined;
    this.lastChangeMs = Number(stat.mtimeNs / 1_000_000n);
    // Until a poll after that time has compared it: the time alone does not end it.
    if (isChanged) this.freshUntil = now.elapsed + FRESH_MS;
    else if (now.elapsed >= this.freshUntil) this.freshUntil = Number.NEGATIVE_INFINITY;
    if (isEmptied) return { kind: 'emptied' };
    if (size < this.readUpTo || ((isChanged || wasFresh) && !this.headMatches())) return { kind: 'rewritten' };
    this.record.size = size;
    return this.readNext(sink, now);
  }

  /** Accepts the unfinished last line as it is and ends the generation [TAIL-5]. */
  finish(sink: LineSink): void {
    this.progress.finish(sink);
  }

  /** The file as it is now. */
  stat(): BigIntStats {
    return fstatSync(this.descriptor, { bigint: true });
  }

  close(): void {
    closeSync(this.descriptor);
  }

  /** Reads from the position, and the bytes before it once more: when they differ, this is another file. */
  private readNext(sink: LineSink, now: ClockReading): ReadResult {
    const { before, readUpTo } = this.progress;
    const known = before.length;
    const buffer = CHUNK.subarray(0, known + CHUNK_BYTES);
    const count = readSync(this.descriptor, buffer, 0, buffer.length, readUpTo - known);
    if (count < known || !buffer.subarray(0, known).equals(before)) return { kind: 'rewritten' };
    if (count === known) return { kind: 'end' };
    this.progress.take(buffer.subarray(0, count), known, sink);
    this.quietSince = now.elapsed;
    return { kind: 'data', bytes: count - known };
  }

  private headMatches(): boolean {
    const { head } = this.progress;
    const { fingerprintLength } = this.record;
    return readAt(this.descriptor, 0, fingerprintLength).equals(head.subarray(0, fingerprintLength));
  }
}

import { closeSync, fstatSync, readSync } from 'node:fs';
import { LineFramer, type LineSink } from '../framing.js';
import type { FileRecord } from './file-record.js';
import { FINGERPRINT_BYTES, fingerprintOf, readAt, TAIL_BYTES } from './file-identity.js';

const CHUNK_BYTES = 256 * 1024;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Stamps of a file system may stand still for some 10 ms: a file that was changed this short a time before a look may
 * change again without showing it, and is compared once more.
 */
const FRESH_MS = 100;

/** What one look at a file gave. */
export type ReadResult =
  | { kind: 'data'; bytes: number }
  | { kind: 'end' }
  /** Nothing of it was read, it is empty, and may have been written to meanwhile: what it held must be in a copy. */
  | { kind: 'emptied' }
  /** What was read before is not there any more: the file was truncated or written anew. */
  | { kind: 'rewritten' };

/**
 * One open generation of a log file, read from its position on. The open handle keeps the file readable after it was
 * renamed or removed [TAIL-2].
 */
export class Generation {
  private framer: LineFramer;
  private readonly base: number;
  private head: Buffer;
  /** The bytes just before the next one to read, compared at every look. */
  private before: Buffer;
  private readOffset: number;
  private lastSize = -1;
  private lastChange = -1n;
  private lastChangeMs = 0;
  private isFresh = false;
  /** Its last look found nothing new, at this time; growth resets it. */
  quietSince: number;
  /** Receiver's time of the last event read from it, or from its predecessor, epoch ms. */
  newestTime: number | undefined;

  constructor(
    readonly descriptor: number,
    readonly record: FileRecord,
    maxLineBytes: number,
    now: number,
  ) {
    this.base = record.position;
    this.framer = new LineFramer(maxLineBytes, { isSkipping: record.isSkipping });
    this.head = readAt(descriptor, 0, record.fingerprintLength);
    this.before = record.tail;
    this.readOffset = record.position;
    this.quietSince = now;
  }

  /** Bytes that are in the file and not yet taken, by its size at the last look. */
  get lagBytes(): number {
    return Math.max(0, this.lastSize - this.record.position);
  }

  get size(): number {
    return Math.max(0, this.lastSize);
  }

  /** True when all that the last look saw was read: what comes next was written since. */
  get isCaughtUp(): boolean {
    return this.lastSize >= 0 && this.readOffset >= this.lastSize;
  }

  /** Bytes from the beginning that were read, those of the unfinished last line included. */
  get readUpTo(): number {
    return this.readOffset;
  }

  /** True for a file that begins as what was read of this one, or is a part of it: a copy, taken earlier or later. */
  isCopiedIn(descriptor: number, size: number): boolean {
    if (this.head.length === 0) return false;
    const length = Math.min(size, this.head.length);
    if (!readAt(descriptor, 0, length).equals(this.head.subarray(0, length))) return false;
    const { before, readOffset } = this;
    return size < readOffset || readAt(descriptor, readOffset - before.length, before.length).equals(before);
  }

  /** True when an earlier run has read a part of it. */
  get isContinued(): boolean {
    return this.base > 0;
  }

  /** Last change of the file, epoch ms. */
  get changedAt(): number {
    return this.lastChangeMs;
  }

  /** Reads the next chunk and hands its lines to `sink`; the record then holds the position behind them. */
  read(sink: LineSink, now: number): ReadResult {
    const stat = fstatSync(this.descriptor, { bigint: true });
    const size = Number(stat.size);
    const isChanged = size !== this.lastSize || stat.mtimeNs !== this.lastChange;
    if (!isChanged && !this.isFresh && size <= this.readOffset) return { kind: 'end' };
    const isSuspicious = this.lastSize >= 0 && (isChanged || this.isFresh);
    const isEmptied = this.lastSize <= 0 && this.readOffset === 0 && isChanged && size === 0;
    this.lastSize = size;
    this.lastChange = stat.mtimeNs;
    this.lastChangeMs = Number(stat.mtimeNs / 1_000_000n);
    this.isFresh = now - this.changedAt < FRESH_MS;
    if (isEmptied) return { kind: 'emptied' };
    if (size < this.readOffset || (isSuspicious && !this.headMatches())) return { kind: 'rewritten' };
    return this.readNext(sink, now);
  }

  /** Reads behind the position, and the bytes before it once more: when they differ, this is not the file it was. */
  private readNext(sink: LineSink, now: number): ReadResult {
    const known = this.before.length;
    const buffer = Buffer.allocUnsafe(known + CHUNK_BYTES);
    const count = readSync(this.descriptor, buffer, 0, buffer.length, this.readOffset - known);
    if (count < known || !buffer.subarray(0, known).equals(this.before)) return { kind: 'rewritten' };
    if (count === known) return { kind: 'end' };
    this.take(buffer.subarray(0, count), known, sink);
    this.quietSince = now;
    return { kind: 'data', bytes: count - known };
  }

  /** Takes the unfinished last line as it is and ends the generation [TAIL-5]. */
  finish(sink: LineSink): void {
    this.framer.flush(sink);
    this.record.position = this.readOffset;
    // What was read, not what the file holds now: it may just have been written anew.
    this.record.tail = this.before;
    this.record.isSkipping = false;
    this.record.state = 'finished';
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private take(buffer: Buffer, known: number, sink: LineSink): void {
    const bufferStart = this.readOffset - known;
    if (this.head.length < FINGERPRINT_BYTES && bufferStart <= this.head.length) {
      this.head = Buffer.concat([this.head.subarray(0, bufferStart), buffer]).subarray(0, FINGERPRINT_BYTES);
    }
    this.framer.push(withoutMark(buffer, known, this.readOffset), sink);
    this.readOffset += buffer.length - known;
    this.before = Buffer.from(buffer.subarray(Math.max(0, buffer.length - TAIL_BYTES)));
    this.advance(buffer, bufferStart);
  }

  private advance(buffer: Buffer, bufferStart: number): void {
    const { record } = this;
    const skippedMark = this.readOffset - (this.base + this.framer.consumed + this.framer.pendingBytes);
    const position = this.base + this.framer.consumed + skippedMark;
    record.isSkipping = this.framer.state.isSkipping;
    if (position === record.position) return;
    record.position = position;
    const end = position - bufferStart;
    record.tail = Buffer.from(buffer.subarray(Math.max(0, end - TAIL_BYTES), end));
    const length = Math.min(FINGERPRINT_BYTES, position, this.head.length);
    if (length !== record.fingerprintLength) {
      record.fingerprintLength = length;
      record.fingerprint = fingerprintOf(this.head.subarray(0, length));
    }
  }

  private headMatches(): boolean {
    const { fingerprintLength } = this.record;
    return readAt(this.descriptor, 0, fingerprintLength).equals(this.head.subarray(0, fingerprintLength));
  }
}

/** The new bytes of a buffer; a byte order mark at the very start of a file is no part of its first line. */
function withoutMark(buffer: Buffer, known: number, offset: number): Buffer {
  const fresh = buffer.subarray(known);
  return offset === 0 && fresh.subarray(0, 3).equals(BYTE_ORDER_MARK) ? fresh.subarray(3) : fresh;
}

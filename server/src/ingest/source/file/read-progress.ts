import { LineFramer, type LineSink } from '../framing.js';
import { FINGERPRINT_BYTES, fingerprintOf, TAIL_BYTES } from './file-identity.js';
import type { FileRecord } from '../../../store/file-record.js';
import { extendLandmarks, isSampled } from './landmarks.js';

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * The progress in a generation: splits its bytes into lines, and keeps its record in step with what was passed on. It
 * works the same for the bytes of a plain file and an unpacked one.
 */
export class ReadProgress {
  private readonly framer: LineFramer;
  private readonly base: number;
  /** The first bytes that were read, at most as many as a fingerprint covers. */
  head: Buffer;
  /** The bytes just before the next one to read. */
  before: Buffer;
  /** Bytes from the beginning that were read, those of the unfinished last line included. */
  readUpTo: number;

  /** @param head the first `record.fingerprintLength` bytes of the generation */
  constructor(
    readonly record: FileRecord,
    maxLineBytes: number,
    head: Buffer,
  ) {
    this.base = record.position;
    this.framer = new LineFramer(maxLineBytes, { isSkipping: record.isSkipping });
    this.head = head;
    this.before = record.tail;
    this.readUpTo = record.position;
  }

  /** Bytes of the unfinished last line. */
  get pendingBytes(): number {
    return this.framer.pendingBytes;
  }

  /** Processes the bytes from `readUpTo`; the first `known` bytes of `buffer` are `before`. */
  take(buffer: Buffer, known: number, sink: LineSink): void {
    const bufferStart = this.readUpTo - known;
    if (this.head.length < FINGERPRINT_BYTES && bufferStart <= this.head.length) {
      this.head = Buffer.concat([this.head.subarray(0, bufferStart), buffer.subarray(0, FINGERPRINT_BYTES)]).subarray(
        0,
        FINGERPRINT_BYTES,
      );
    }
    this.framer.push(withoutMark(buffer, known, this.readUpTo), sink);
    const isComplete = isSampled(this.record, this.readUpTo) && known === Math.min(TAIL_BYTES, this.readUpTo);
    this.readUpTo += buffer.length - known;
    if (isComplete) this.passLandmarks(buffer, bufferStart);
    this.before = Buffer.from(buffer.subarray(Math.max(0, buffer.length - TAIL_BYTES)));
    this.advance(buffer, bufferStart);
  }

  /** Accepts the unfinished last line as it is and ends the generation [TAIL-5]. */
  finish(sink: LineSink): void {
    const { record } = this;
    // Whatever continues here later, in a copy or a compressed file, continues in the line that was cut.
    const { isSkipping } = this.framer.state;
    this.framer.flush(sink);
    record.position = this.readUpTo;
    // What was read, not what the file contains now: it may just have been rewritten.
    record.tail = this.before;
    record.isSkipping = isSkipping;
    record.state = 'finished';
    this.widenFingerprint();
  }

  private passLandmarks(buffer: Buffer, bufferStart: number): void {
    const { record } = this;
    record.landmarks = extendLandmarks(record.landmarks, this.readUpTo, (position) => {
      const end = position - bufferStart;
      return buffer.subarray(end - TAIL_BYTES, end);
    });
  }

  private advance(buffer: Buffer, bufferStart: number): void {
    const { record } = this;
    const skippedMark = this.readUpTo - (this.base + this.framer.consumed + this.framer.pendingBytes);
    const position = this.base + this.framer.consumed + skippedMark;
    record.isSkipping = this.framer.state.isSkipping;
    this.widenFingerprint();
    if (position === record.position) return;
    record.position = position;
    const end = position - bufferStart;
    record.tail = Buffer.from(buffer.subarray(Math.max(0, end - TAIL_BYTES), end));
  }

  /** The more was read, the more of the beginning is known. */
  private widenFingerprint(): void {
    const { record, head } = this;
    // Including an unfinished first line, which the position does not cover.
    const length = Math.min(FINGERPRINT_BYTES, this.readUpTo, head.length);
    if (head.length < record.fingerprintLength || (length <= record.fingerprintLength && record.head.length > 0))
      return;
    record.fingerprintLength = length;
    record.head = Buffer.from(head.subarray(0, length));
    record.fingerprint = fingerprintOf(record.head);
  }
}

/** The new bytes of a buffer; a byte order mark at the very start of a file is not part of its first line. */
function withoutMark(buffer: Buffer, known: number, offset: number): Buffer {
  const fresh = buffer.subarray(known);
  return offset === 0 && fresh.subarray(0, 3).equals(BYTE_ORDER_MARK) ? fresh.subarray(3) : fresh;
}

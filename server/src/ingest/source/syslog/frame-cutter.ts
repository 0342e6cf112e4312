import type { LineSink } from '../framing.js';
import { ByteCarry } from './byte-carry.js';
import { beginsMessage, findFrameHeader, readFrameHeader } from './frame-header.js';
import { emitLine, messageLines } from './message-lines.js';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** The largest line length that can be configured: a larger count belongs to no message. */
const MAX_COUNT = 16 * 1024 * 1024;
/** The longest part of a count that may be at the end of a chunk while its rest is still to come. */
const HEADER_BYTES = 13;

/** What the next bytes of a stream are. */
type Place =
  /** A frame begins here. */
  | { kind: 'start' }
  /** Inside a message of which this many bytes are still to come, including the current ones. */
  | { kind: 'counted'; remaining: number; isSkipping: boolean }
  /** Inside a message that ends at a newline; after a wrong count, also at the next count. */
  | { kind: 'line'; isSkipping: boolean; isLost: boolean };

/**
 * Splits a stream into lines by both framings of RFC 6587, detected anew for each frame: a message preceded by its length
 * (octet counting), or one that ends at a newline, or at a NUL where the next message begins. A wrong count damages no
 * more than its own message and the next one: the misplaced text is passed on as a line, counted
 * in `badFrames`, and reading resumes at the next count or newline. Memory is bounded by `maxLineBytes`.
 */
export class FrameCutter {
  private readonly carry = new ByteCarry();
  private place: Place = { kind: 'start' };
  private wasCounted = false;
  /** Bytes of the unfinished line in which no end was found yet. */
  private searched = 0;
  private isWaiting = false;
  /** Frames with a wrong or incomplete count, and bytes between frames. */
  badFrames = 0;

  constructor(private readonly maxLineBytes: number) {}

  /** True when a frame was begun and is not complete. */
  get isUnfinished(): boolean {
    return this.carry.length > 0 || this.place.kind !== 'start';
  }

  /**
   * Processes the next bytes and passes on every line that they complete. The chunk may be reused afterwards.
   * @param onReuse called when the memory of the lines passed on is about to be reused
   */
  push(chunk: Buffer, sink: LineSink, onReuse: () => void = () => undefined): void {
    const view = this.carry.with(chunk);
    let at = 0;
    this.isWaiting = false;
    while (at < view.length && !this.isWaiting) at = this.step(view, at, sink);
    if (view !== chunk) onReuse();
    this.carry.keep(view, at);
  }

  /**
   * End of the stream. A line without its newline is passed on when its sender closed the connection, since nobody can
   * know whether it is complete; when the connection broke it is certainly incomplete, and counts as a bad frame.
   */
  end(isOrderly: boolean, sink: LineSink): void {
    const rest = this.carry.take();
    const { place } = this;
    this.place = { kind: 'start' };
    this.searched = 0;
    if (place.kind === 'counted') this.badFrames += 1;
    else if (rest.length > 0 && !(place.kind === 'line' && place.isSkipping)) {
      if (isOrderly) emitLine(rest, { start: 0, end: rest.length, isCut: false }, this.maxLineBytes, sink);
      else this.badFrames += 1;
    }
  }

  private step(view: Buffer, at: number, sink: LineSink): number {
    switch (this.place.kind) {
      case 'start':
        return this.begin(view, at);
      case 'counted':
        return this.takeCounted(view, at, this.place, sink);
      case 'line':
        return this.takeLine(view, at, this.place, sink);
    }
  }

  private begin(view: Buffer, from: number): number {
    let at = from;
    // Some senders put a NUL or a line ending after a counted message, and some a NUL after any.
    while (at < view.length && (view[at] === 0 || (this.wasCounted && isLineEnd(view[at])))) at += 1;
    if (at === view.length) return at;
    const header = readFrameHeader(view, at);
    if (header === 'partial') return this.wait(at);
    this.searched = 0;
    if (header === undefined) {
      const begins = this.wasCounted ? beginsMessage(view, at) : true;
      if (begins === 'partial') return this.wait(at);
      const isLost = !begins;
      if (isLost) this.badFrames += 1;
      this.place = { kind: 'line', isSkipping: false, isLost };
      return at;
    }
    if (header.count > MAX_COUNT) {
      this.badFrames += 1;
      this.place = { kind: 'line', isSkipping: false, isLost: true };
    } else {
      this.place = { kind: 'counted', remaining: header.count, isSkipping: false };
    }
    return header.bodyAt;
  }

  private takeCounted(view: Buffer, at: number, place: Place & { kind: 'counted' }, sink: LineSink): number {
    const { remaining, isSkipping } = place;
    const { maxLineBytes } = this;
    const here = view.length - at;
    if (isSkipping) {
      const taken = Math.min(here, remaining);
      if (taken === remaining) this.endCounted();
      else this.place = { kind: 'counted', remaining: remaining - taken, isSkipping };
      return at + taken;
    }
    if (remaining <= maxLineBytes) {
      if (here < remaining) return this.wait(at);
      messageLines(view, { start: at, end: at + remaining, isCut: false }, maxLineBytes, sink);
      this.endCounted();
      return at + remaining;
    }
    if (here < maxLineBytes) return this.wait(at);
    messageLines(view, { start: at, end: at + maxLineBytes, isCut: true }, maxLineBytes, sink);
    this.place = { kind: 'counted', remaining: remaining - maxLineBytes, isSkipping: true };
    return at + maxLineBytes;
  }

  private endCounted(): void {
    this.place = { kind: 'start' };
    this.wasCounted = true;
  }

  private takeLine(view: Buffer, at: number, place: Place & { kind: 'line' }, sink: LineSink): number {
    const found = this.findEnd(view, at, place.isLost);
    if (found !== undefined) {
      if (!place.isSkipping) emitLine(view, { start: at, end: found.end, isCut: false }, this.maxLineBytes, sink);
      this.place = { kind: 'start' };
      this.wasCounted = found.isHeader;
      return found.next;
    }
    // What may be the first half of an end is examined again with the next bytes.
    const half = place.isLost ? HEADER_BYTES : 1;
    this.searched = Math.max(0, view.length - at - half);
    if (place.isSkipping) {
      const next = Math.max(at, view.length - half);
      this.searched = 0;
      return this.wait(next);
    }
    if (view.length - at - half <= this.maxLineBytes) return this.wait(at);
    emitLine(view, { start: at, end: view.length - half, isCut: true }, this.maxLineBytes, sink);
    this.place = { ...place, isSkipping: true };
    this.searched = 0;
    return view.length - half;
  }

  private findEnd(
    view: Buffer,
    at: number,
    isLost: boolean,
  ): { end: number; next: number; isHeader: boolean } | undefined {
    const from = at + this.searched;
    const newline = view.indexOf(NEWLINE, from);
    const limit = newline < 0 ? view.length : newline;
    const header = isLost ? findFrameHeader(view, from, limit) : undefined;
    if (header !== undefined) return { end: header, next: header, isHeader: true };
    const nul = findNulBeforeMessage(view, from, limit);
    if (nul !== undefined) return { end: nul, next: nul + 1, isHeader: false };
    return newline < 0 ? undefined : { end: newline, next: newline + 1, isHeader: false };
  }

  private wait(at: number): number {
    this.isWaiting = true;
    return at;
  }
}

/** RFC 6587 section 3.4.2 knows NUL as a trailer too; anywhere else it is a byte of the line. */
function findNulBeforeMessage(view: Buffer, from: number, end: number): number | undefined {
  const region = view.subarray(from, end);
  for (let nul = region.indexOf(0); nul >= 0; nul = region.indexOf(0, nul + 1)) {
    if (region[nul + 1] === 0x3c) return from + nul;
  }
  return undefined;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === NEWLINE || byte === CARRIAGE_RETURN;
}

import type { LineSink } from '../framing.js';
import { ByteCarry } from './byte-carry.js';
import {
  beginsMessage,
  type Fit,
  findFrame,
  fitOfEnd,
  type FrameHeader,
  HEADER_BYTES,
  readFrameHeader,
  type Received,
} from './frame-header.js';
import { emitLine } from './message-lines.js';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** The largest line length that can be configured: a larger count belongs to no message. */
const MAX_COUNT = 16 * 1024 * 1024;

/** What the next bytes of a stream are. */
type Place =
  /** A message begins here. */
  | { kind: 'start' }
  /**
   * Inside a counted message, at the beginning of one of its lines: this many bytes of it are still to come, including the
   * current ones. Empty lines are passed on only before another line of it.
   */
  | { kind: 'counted'; remaining: number; emptyLines: number; hasNewline: boolean; isSkipping: boolean }
  /** Inside a message that ends at a newline; where the counts were lost, also at the next count. */
  | { kind: 'line'; isSkipping: boolean; isLost: boolean };

type Counted = Place & { kind: 'counted' };

/**
 * Splits a stream into lines by one of the two framings of RFC 6587, which its first message decides: messages preceded by
 * their length (octet counting), or messages that end at a newline, or at a NUL where the next message begins.
 *
 * A count is a claim. On a connection with counts it is believed if a message begins or a line ends where it ends; otherwise
 * its text is a line that ends at the next count or newline, and it is counted in `badFrames` [TAIL-41]. On one without, a
 * count ends a message only within its line [TAIL-40]. A newline ends a line in either case, at once, so that a wrong count
 * never holds back or removes the lines behind it. Memory is bounded by twice `maxLineBytes`.
 */
export class FrameCutter {
  private readonly carry = new ByteCarry();
  private place: Place = { kind: 'start' };
  private framing: 'unknown' | 'counted' | 'newline' = 'unknown';
  /** Bytes of the unfinished line in which no end was found yet. */
  private searched = 0;
  private wasCounted = false;
  private isWaiting = false;
  private isOpenEnded = false;
  /** Frames with a wrong or incomplete count, and messages without one between them. */
  badFrames = 0;

  constructor(private readonly maxLineBytes: number) {}

  /** True when a frame was begun and is not complete. */
  get isUnfinished(): boolean {
    return this.carry.length > 0 || this.place.kind !== 'start';
  }

  /** True when what follows would tell whether a message is complete: `settle` decides without it. */
  get isUndecided(): boolean {
    return this.isOpenEnded || this.place.kind === 'counted';
  }

  /**
   * Processes the next bytes and passes on every line that they complete. The chunk may be reused afterwards.
   * @param onReuse called when the memory of the lines passed on is about to be reused
   */
  push(chunk: Buffer, sink: LineSink, onReuse: () => void = () => undefined): void {
    this.run(chunk, { isFinal: false, isLate: false }, sink, onReuse);
  }

  /**
   * Decides with what was received.
   * @param by.isFinal nothing has followed for a while: what was received may be the end of a message
   * @param by.isLate the unfinished message has waited for so long that its count is questioned
   */
  settle(by: { isFinal: boolean; isLate: boolean }, sink: LineSink, onReuse: () => void = () => undefined): void {
    this.run(Buffer.alloc(0), by, sink, onReuse);
  }

  /**
   * End of the stream, after `settle`. The text of an unfinished message is passed on when its sender closed the connection, since
   * nobody can know whether it is complete; when the connection broke it is certainly incomplete, and counts as a bad frame.
   */
  end(isOrderly: boolean, sink: LineSink): void {
    const rest = this.carry.take();
    const { place } = this;
    this.place = { kind: 'start' };
    this.searched = 0;
    const hasText = rest.length > 0 && !(place.kind !== 'start' && place.isSkipping);
    if (place.kind === 'counted' || (hasText && !isOrderly)) this.badFrames += 1;
    if (hasText && isOrderly) emitLine(rest, { start: 0, end: rest.length, isCut: false }, this.maxLineBytes, sink);
  }

  private run(chunk: Buffer, by: { isFinal: boolean; isLate: boolean }, sink: LineSink, onReuse: () => void): void {
    const view = this.carry.with(chunk);
    let at = 0;
    this.isWaiting = false;
    this.isOpenEnded = false;
    while (at < view.length && !this.isWaiting) at = this.step({ view, ...by }, at, sink);
    if (view !== chunk) onReuse();
    this.carry.keep(view, at);
  }

  private step(received: Received, at: number, sink: LineSink): number {
    switch (this.place.kind) {
      case 'start':
        return this.begin(received, at);
      case 'counted':
        return this.takeCounted(received, at, this.place, sink);
      case 'line':
        return this.takeLine(received, at, this.place, sink);
    }
  }

  private begin(received: Received, from: number): number {
    const { view } = received;
    const isCounted = this.framing === 'counted';
    let at = from;
    // Some senders put a NUL or a line ending after a counted message, and some a NUL after any.
    while (at < view.length && (view[at] === 0 || (this.wasCounted && isLineEnd(view[at])))) at += 1;
    if (at === view.length) return at;
    const header = readFrameHeader(view, at);
    if (header === 'partial') return this.wait(at);
    this.searched = 0;
    if (typeof header === 'object') return this.beginCounted(received, at, header);
    if (isCounted && beginsMessage(view, at) === 'partial') return this.wait(at);
    this.wasCounted = false;
    if (isCounted) this.badFrames += 1;
    else this.framing = 'newline';
    this.place = { kind: 'line', isSkipping: false, isLost: isCounted };
    return at;
  }

  private beginCounted(received: Received, at: number, header: FrameHeader): number {
    if (this.framing === 'newline') return this.beginWithinLine(received, at, header);
    if (header.count <= MAX_COUNT) return this.enterCounted(header);
    this.badFrames += 1;
    this.place = { kind: 'line', isSkipping: false, isLost: true };
    return header.bodyAt;
  }

  /** On a connection whose lines end at newlines: a count that ends within the line, where another message begins, is one. */
  private beginWithinLine(received: Received, at: number, header: FrameHeader): number {
    const fit = this.fitWithinLine(received, at, header);
    if (fit === 'open') return this.wait(at, header.bodyAt + header.count <= received.view.length);
    if (fit !== 'not') return this.enterCounted(header);
    this.place = { kind: 'line', isSkipping: false, isLost: false };
    return at;
  }

  private fitWithinLine(received: Received, at: number, { count, bodyAt }: FrameHeader): Fit {
    const { view } = received;
    const newline = view.indexOf(NEWLINE, at);
    const end = bodyAt + count;
    if (count > this.maxLineBytes || (newline >= 0 && end > newline)) return 'not';
    return end > view.length ? 'open' : fitOfEnd(received, bodyAt, end);
  }

  private enterCounted({ count, bodyAt }: FrameHeader): number {
    this.place = { kind: 'counted', remaining: count, emptyLines: 0, hasNewline: false, isSkipping: false };
    return bodyAt;
  }

  private takeCounted(received: Received, at: number, place: Counted, sink: LineSink): number {
    const { view } = received;
    const fit = place.hasNewline && !place.isSkipping && this.searched === 0 ? this.fitOfLine(received, at) : 'not';
    if (fit === 'open' && !received.isFinal) return this.wait(at);
    // A line inside of a message that is a frame itself: the count was wrong, and the message ended at the newline.
    if (fit === 'fits' || fit === 'perhaps') return this.resume(view, at, at, place, sink);
    const end = at + place.remaining;
    const newline = view.subarray(0, Math.min(end, view.length)).indexOf(NEWLINE, at + this.searched);
    if (newline >= 0) return this.takeLineOfCounted(received, at, newline, place, sink);
    return end <= view.length
      ? this.endCounted(received, at, place, sink)
      : this.takeUnfinished(received, at, place, sink);
  }

  private fitOfLine(received: Received, at: number): Fit {
    const header = readFrameHeader(received.view, at);
    if (header === 'partial') return 'open';
    return header === undefined ? 'not' : this.fitWithinLine(received, at, header);
  }

  /** Bytes of the count are still to come, and no newline has. */
  private takeUnfinished(received: Received, at: number, place: Counted, sink: LineSink): number {
    const { view, isLate } = received;
    this.searched = place.isSkipping ? 0 : view.length - at;
    const isLong = view.length - at > this.maxLineBytes;
    const next = isLong || isLate ? this.findNext(received, at, view.length) : undefined;
    if (next?.fit === 'fits') return this.resume(view, at, next.at, place, sink);
    if (place.isSkipping) return this.skipTo(view, Math.max(at, next?.at ?? view.length - HEADER_BYTES), at, place);
    // The message of a possible count is shorter than a line, and then known.
    const isOpen = next?.fit === 'open' && view.length - at <= 2 * (this.maxLineBytes + HEADER_BYTES);
    if (!isLong || isOpen) return this.wait(at);
    emitLine(view, { start: at, end: at + this.maxLineBytes, isCut: true }, this.maxLineBytes, sink);
    this.place = { ...place, remaining: place.remaining - this.maxLineBytes, isSkipping: true };
    this.searched = 0;
    return at + this.maxLineBytes;
  }

  private skipTo(view: Buffer, to: number, at: number, place: Counted): number {
    // What may be a count is kept until it is known, but no longer than a line.
    const next = view.length - to > this.maxLineBytes + HEADER_BYTES ? view.length - HEADER_BYTES : to;
    this.place = { ...place, remaining: place.remaining - (next - at) };
    return this.wait(next);
  }

  private takeLineOfCounted(received: Received, at: number, newline: number, place: Counted, sink: LineSink): number {
    const { view } = received;
    const next = this.findNext(received, at, newline);
    if (next !== undefined) {
      // A text that looks like a frame, if the count is right, or else a frame.
      const fit = this.fitOfCount(received, at, place);
      if (fit === 'open') return this.wait(at, true);
      if (fit !== 'fits') return this.resume(view, at, next.at, place, sink);
    }
    let { emptyLines } = place;
    if (!place.isSkipping) {
      if (isBlank(view, at, newline)) emptyLines += 1;
      else {
        this.emitCounted(view, at, newline, place, sink);
        emptyLines = 0;
      }
    }
    const remaining = place.remaining - (newline + 1 - at);
    this.searched = 0;
    if (remaining === 0) this.leaveCounted(place);
    else this.place = { kind: 'counted', remaining, emptyLines, hasNewline: true, isSkipping: false };
    return newline + 1;
  }

  private fitOfCount(received: Received, at: number, { remaining }: Counted): Fit {
    const { view, isLate } = received;
    if (at + remaining <= view.length) return fitOfEnd(received, at, at + remaining);
    return isLate || view.length - at > 2 * (this.maxLineBytes + HEADER_BYTES) ? 'not' : 'open';
  }

  /** All bytes of the count have come, and its last line, without a newline, begins at `at`. */
  private endCounted(received: Received, at: number, place: Counted, sink: LineSink): number {
    const { view, isFinal } = received;
    const end = at + place.remaining;
    const fit = fitOfEnd(received, at, end);
    if (fit === 'open') return this.wait(at, true);
    if (fit !== 'fits') {
      // A count that ends in the next message hides the count of that one.
      if (!isFinal && view.length < end + HEADER_BYTES) return this.wait(at, true);
      const next = this.findNext(received, at, end);
      if (next?.fit === 'open') return this.wait(at, true);
      if (next !== undefined) return this.resume(view, at, next.at, place, sink);
      if (place.hasNewline && !place.isSkipping) {
        // A line that begins with a number: it ended at its newline, and others follow it.
        if (this.framing === 'unknown') this.framing = 'newline';
        return this.resume(view, at, at, place, sink);
      }
    }
    if (!place.isSkipping && !isBlank(view, at, end)) this.emitCounted(view, at, end, place, sink);
    this.leaveCounted(place);
    return end;
  }

  private leaveCounted({ hasNewline }: Counted): void {
    // A message of several lines may as well be a line that begins with a number, and those behind it.
    if (this.framing === 'unknown' && !hasNewline) this.framing = 'counted';
    this.wasCounted = true;
    this.place = { kind: 'start' };
    this.searched = 0;
  }

  /** The text before the next count is a line, and its own count was wrong. */
  private resume(view: Buffer, at: number, next: number, place: Counted, sink: LineSink): number {
    this.badFrames += 1;
    if (!place.isSkipping && !isBlank(view, at, next)) this.emitCounted(view, at, next, place, sink);
    this.leaveCounted(place);
    return next;
  }

  private emitCounted(view: Buffer, start: number, end: number, { emptyLines }: Counted, sink: LineSink): void {
    for (let line = 0; line < emptyLines; line++) sink(view, start, start, false);
    emitLine(view, { start, end, isCut: false }, this.maxLineBytes, sink);
  }

  private findNext(received: Received, start: number, end: number, takesAny = false): ReturnType<typeof findFrame> {
    return findFrame(received, { start, end }, { maxCount: this.maxLineBytes, takesAny });
  }

  private takeLine(received: Received, at: number, place: Place & { kind: 'line' }, sink: LineSink): number {
    const { view } = received;
    const found = this.findEnd(received, at, place.isLost);
    if (found.kind === 'end') {
      if (!place.isSkipping) emitLine(view, { start: at, end: found.end, isCut: false }, this.maxLineBytes, sink);
      this.place = { kind: 'start' };
      this.searched = 0;
      return found.next;
    }
    // What may be the first half of an end is examined again with the next bytes.
    const undecided = found.kind === 'open' ? view.length - found.at : 0;
    const half = Math.max(place.isLost ? HEADER_BYTES : 1, undecided);
    this.searched = Math.max(0, view.length - at - half);
    if (place.isSkipping) {
      const next = Math.max(at, view.length - half);
      this.searched = 0;
      return this.wait(next, undecided > 0);
    }
    if (view.length - at - half <= this.maxLineBytes) return this.wait(at, undecided > 0);
    emitLine(view, { start: at, end: view.length - half, isCut: true }, this.maxLineBytes, sink);
    this.place = { ...place, isSkipping: true };
    this.searched = 0;
    return view.length - half;
  }

  private findEnd(received: Received, at: number, isLost: boolean): LineEnd {
    const { view } = received;
    const from = at + this.searched;
    const newline = view.indexOf(NEWLINE, from);
    const limit = newline < 0 ? view.length : newline;
    const next = isLost ? this.findNext(received, from, limit, true) : undefined;
    if (next?.fit === 'open') return { kind: 'open', at: next.at };
    if (next !== undefined) return { kind: 'end', end: next.at, next: next.at };
    const nul = findNulBeforeMessage(view, from, limit);
    if (nul !== undefined) return { kind: 'end', end: nul, next: nul + 1 };
    return newline < 0 ? { kind: 'none' } : { kind: 'end', end: newline, next: newline + 1 };
  }

  private wait(at: number, isOpenEnded = false): number {
    this.isWaiting = true;
    this.isOpenEnded = isOpenEnded;
    return at;
  }
}

type LineEnd =
  | { kind: 'end'; end: number; next: number }
  /** A possible count, to be confirmed by what follows. */
  | { kind: 'open'; at: number }
  | { kind: 'none' };

/** RFC 6587 section 3.4.2 knows NUL as a trailer too; anywhere else it is a byte of the line. */
function findNulBeforeMessage(view: Buffer, from: number, end: number): number | undefined {
  const region = view.subarray(from, end);
  for (let nul = region.indexOf(0); nul >= 0; nul = region.indexOf(0, nul + 1)) {
    if (region[nul + 1] === 0x3c) return from + nul;
  }
  return undefined;
}

/** True when a text consists of what may terminate a message. */
function isBlank(view: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (view[at] !== 0 && !isLineEnd(view[at])) return false;
  return true;
}

function isLineEnd(byte: number | undefined): boolean {
  return byte === NEWLINE || byte === CARRIAGE_RETURN;
}

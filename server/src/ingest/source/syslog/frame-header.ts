const SPACE = 0x20;
const LESS = 0x3c;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
/** Ten digits exceed 2^31; more are not a count but a line that begins with a number. */
const MAX_DIGITS = 10;
/** The longest count with the space and the two bytes of a message that make it one. */
export const HEADER_BYTES = MAX_DIGITS + 3;

/** A count before a message (RFC 6587 section 3.4.1). */
export interface FrameHeader {
  /** Bytes of the message. */
  count: number;
  /** Where the message begins. */
  bodyAt: number;
}

/**
 * Reads `MSG-LEN SP` if it precedes the `<` and a digit of a PRI: a line that merely begins with a number, such as
 * `1 2026-02-10T…`, is not one. `partial` when the bytes may become one.
 */
export function readFrameHeader(buffer: Buffer, start: number): FrameHeader | 'partial' | undefined {
  let at = start;
  let count = 0;
  while (at < buffer.length && at - start < MAX_DIGITS && isDigit(buffer[at])) {
    count = count * 10 + (buffer[at] ?? 0) - 0x30;
    at += 1;
  }
  if (at === buffer.length) return buffer[start] === 0x30 ? undefined : 'partial';
  if (at === start || buffer[start] === 0x30 || buffer[at] !== SPACE) return undefined;
  if (at + 1 === buffer.length) return 'partial';
  if (buffer[at + 1] !== LESS) return undefined;
  if (at + 2 === buffer.length) return 'partial';
  return isDigit(buffer[at + 2]) ? { count, bodyAt: at + 1 } : undefined;
}

/** True when a message with a PRI begins there (RFC 5424 section 6.2.1); `partial` when the next byte will tell. */
export function beginsMessage(buffer: Buffer, at: number): boolean | 'partial' {
  if (buffer[at] === LESS && at + 1 === buffer.length) return 'partial';
  return buffer[at] === LESS && isDigit(buffer[at + 1]);
}

/** What is received so far. */
export interface Received {
  view: Buffer;
  /** True when nothing follows for now: the end of what was received counts as the end of a message. */
  isFinal: boolean;
  /** True when the message has waited for so long that it is not to wait for the one behind it. */
  isLate: boolean;
}

/**
 * What the text where a count ends says about the count: it `fits` where a message begins or a line ends; `perhaps`
 * before a line that begins with a number; `not` in the middle of a text. `open` until more is received.
 */
export type Fit = 'fits' | 'perhaps' | 'not' | 'open';

/**
 * Whether the message of a frame may end at `end`. A count that is wrong by a few bytes may end behind the first digits of the
 * next count, or behind all of it, where something like a message begins as well: the count that leads to a third message decides.
 * @param start where the text of the message begins
 */
export function fitOfEnd(received: Received, start: number, end: number): Fit {
  const fit = whatFollows(received, end);
  if (fit !== 'fits' || end >= received.view.length) return fit;
  const longer = countsAcross(received.view, start, end);
  if (longer.length === 0) return fit;
  const own = readFrameHeader(received.view, end);
  const ownFit = typeof own === 'object' ? whatFollows(received, own.bodyAt + own.count) : 'not';
  if (ownFit === 'fits') return ownFit;
  if (ownFit === 'open') return received.isLate ? 'fits' : 'open';
  const others = longer.map(({ bodyAt, count }) => whatFollows(received, bodyAt + count));
  if (others.includes('fits')) return 'not';
  if (ownFit === 'perhaps') return 'fits';
  if (others.includes('open')) return 'open';
  return typeof own === 'object' ? 'perhaps' : 'fits';
}

/**
 * The first position inside a text that reads like a count, with what follows its message: `open` when more has to be received
 * to know that; undefined when there is none.
 * @param options.maxCount a larger count belongs to no message
 * @param options.takesAny whether what follows may contradict the count, as in a text whose framing is lost anyway
 */
export function findFrame(
  received: Received,
  bounds: { start: number; end: number },
  { maxCount, takesAny }: { maxCount: number; takesAny: boolean },
): { at: number; fit: Fit } | undefined {
  const { view } = received;
  const text = view.toString('latin1', bounds.start, Math.min(view.length, bounds.end + HEADER_BYTES));
  for (const match of text.matchAll(/[1-9]\d{0,9} <\d/g)) {
    const first = bounds.start + match.index;
    if (first >= bounds.end) break;
    const bounded = { start: first, end: Math.min(bounds.end, first + match[0].length - 3) };
    const found = bestCount(received, bounded, maxCount);
    if (found.fit !== 'not' || takesAny) return found;
  }
  return undefined;
}

/** Digits of the text before a count may touch it: the reading that leads to a further message applies, else the longest. */
function bestCount(
  received: Received,
  bounds: { start: number; end: number },
  maxCount: number,
): { at: number; fit: Fit } {
  let best: { at: number; fit: Fit } = { at: bounds.start, fit: 'not' };
  for (let at = bounds.start; at < bounds.end; at++) {
    const header = readFrameHeader(received.view, at);
    if (typeof header !== 'object' || header.count > maxCount) continue;
    const fit = whatFollows(received, header.bodyAt + header.count);
    if (fit === 'fits') return { at, fit };
    if (best.fit === 'not' && fit !== 'not') best = { at, fit };
  }
  return best;
}

/** Counts that begin before `end` and whose messages begin at or behind it. */
function countsAcross(view: Buffer, start: number, end: number): FrameHeader[] {
  const found: FrameHeader[] = [];
  for (let at = end - 1; at >= Math.max(start, end - MAX_DIGITS - 1); at--) {
    if (!isDigit(view[at]) && !(at === end - 1 && view[at] === SPACE)) break;
    const header = readFrameHeader(view, at);
    if (typeof header === 'object' && header.bodyAt >= end) found.push(header);
  }
  return found;
}

function whatFollows({ view, isFinal }: Received, end: number): Fit {
  if (end > view.length) return isFinal ? 'not' : 'open';
  if (end === view.length) return isFinal ? 'fits' : 'open';
  const byte = view[end];
  if (byte === 0 || byte === NEWLINE || byte === CARRIAGE_RETURN) return 'fits';
  const begins = beginsMessage(view, end);
  if (begins === true) return 'fits';
  const header = readFrameHeader(view, end);
  if (typeof header === 'object') return 'fits';
  if (begins === 'partial') return isFinal ? 'not' : 'open';
  if (header === 'partial') return isFinal ? 'perhaps' : 'open';
  return beginsWithNumber(view, end) ? 'perhaps' : 'not';
}

function beginsWithNumber(view: Buffer, start: number): boolean {
  let at = start;
  while (isDigit(view[at]) && at - start < MAX_DIGITS) at += 1;
  return at > start && view[at] === SPACE;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

const SPACE = 0x20;
const LESS = 0x3c;
/** Ten digits exceed 2^31; more are not a count but a line that begins with a number. */
const MAX_DIGITS = 10;

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

/**
 * The position of the next count in a text that has lost its framing; undefined when there is none. Digits of the text
 * before it may touch the count: the longest reading whose message is followed by a further frame, or by nothing, applies.
 */
export function findFrameHeader(buffer: Buffer, from: number, end: number): number | undefined {
  const match = /[1-9]\d{0,9} <\d/.exec(buffer.toString('latin1', from, end));
  if (match === null) return undefined;
  const first = from + match.index;
  const body = first + match[0].length - 2;
  for (let at = first; at < body - 1; at++) {
    const header = readFrameHeader(buffer, at);
    if (typeof header !== 'object') continue;
    const after = header.bodyAt + header.count;
    if (after === buffer.length) return at;
    if (after < buffer.length && typeof readFrameHeader(buffer, after) === 'object') return at;
  }
  return first;
}

/** True when a message with a PRI begins there (RFC 5424 section 6.2.1); `partial` when the next byte will tell. */
export function beginsMessage(buffer: Buffer, at: number): boolean | 'partial' {
  if (buffer[at] === LESS && at + 1 === buffer.length) return 'partial';
  return buffer[at] === LESS && isDigit(buffer[at + 1]);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

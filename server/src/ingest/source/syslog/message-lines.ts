import type { LineSink } from '../framing.js';
import { readFrameHeader } from './frame-header.js';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Passes on the lines of one message, which a sender may have split, or which may be several (`\n` between them). NUL
 * bytes around a line and a carriage return at its end are dropped, and so is what terminates the message. A line above
 * `maxLineBytes` is cut and marked, as in a file [TAIL-7].
 * @param isCut the message continued beyond `end`
 */
export function messageLines(buffer: Buffer, bounds: MessageBounds, maxLineBytes: number, sink: LineSink): void {
  const end = bounds.isCut ? bounds.end : endOfText(buffer, bounds);
  let start = bounds.start;
  for (;;) {
    const newline = buffer.indexOf(NEWLINE, start);
    if (newline < 0 || newline >= end) break;
    emitLine(buffer, { start, end: newline, isCut: false }, maxLineBytes, sink);
    start = newline + 1;
  }
  emitLine(buffer, { start, end, isCut: bounds.isCut }, maxLineBytes, sink);
}

export interface MessageBounds {
  start: number;
  end: number;
  isCut: boolean;
}

/** Passes on one line without its carriage return and without NUL bytes around it. */
export function emitLine(buffer: Buffer, bounds: MessageBounds, maxLineBytes: number, sink: LineSink): void {
  let { start, end } = bounds;
  while (start < end && buffer[start] === 0) start += 1;
  if (!bounds.isCut && end > start && buffer[end - 1] === CARRIAGE_RETURN) end -= 1;
  const isCut = bounds.isCut || end - start > maxLineBytes;
  if (isCut) end = Math.min(end, start + maxLineBytes);
  else while (end > start && buffer[end - 1] === 0) end -= 1;
  sink(buffer, start, end, isCut);
}

/**
 * The lines of a datagram (RFC 5426: one datagram is one message). Several messages in one, each on a line of its own,
 * are several lines; a leading count, as written by `logger --udp --octet-count`, is dropped.
 */
export function datagramLines(datagram: Buffer, maxLineBytes: number, sink: LineSink): void {
  const header = readFrameHeader(datagram, 0);
  const start = typeof header === 'object' ? header.bodyAt : 0;
  messageLines(datagram, { start, end: datagram.length, isCut: false }, maxLineBytes, sink);
}

/** The end of a message without the line ends and NUL bytes behind it. */
function endOfText(buffer: Buffer, { start, end }: MessageBounds): number {
  let at = end;
  while (at > start && isTrailer(buffer[at - 1])) at -= 1;
  return at;
}

function isTrailer(byte: number | undefined): boolean {
  return byte === 0 || byte === NEWLINE || byte === CARRIAGE_RETURN;
}

/** The largest body of a message of the stream. */
export const MAX_BODY_BYTES = 512 * 1024;

/**
 * The formats of messages: the one in which they are written, and the newest one that is read; all older ones are read as well.
 *
 * A change that a node of the previous version would misread or leave out, such as a new kind of input or a field that changes
 * what comes of one, is a new format. A version reads it before the next one writes it, so that no node of an upgrade meets what it cannot
 * read.
 */
export const STREAM_FORMAT = { writes: 1, reads: 1 };

/** The header that names the format of a message; without it, it is 1. */
export const FORMAT_HEADER = 'Tunnelwatch-Format';

/** The format that a header names. What is no number was written by nobody we know, and counts as newer. */
export function readFormat(text: string | undefined): number {
  if (text === undefined || text === '') return 1;
  return /^\d{1,6}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
}

/**
 * The format of a segment, version 1: up to 65,536 events in columns. The events of one subject are stored together: a *row*
 * is an index in that order (by subject, then by number), a *position* an index in the order of storing. So a tunnel's lines
 * are neighbours, its sequence numbers are small differences, and a query for it opens only its own data.
 *
 * - `subjects`: the directory: which subjects occur and how many events each has. It alone answers "is this tunnel in
 *   here", and counts and rankings over the whole segment.
 * - `keys`: for each subject the positions of its events.
 * - `facts`: by position the time and the receiving time; by row a symbol, which stands for kind, source and template.
 * - `lines`: the templates, then in blocks of rows the placeholder values, column by column, and raw lines as they are.
 *
 * Each part begins with a CRC-32 of what follows; the blocks of `lines` have one each, so that opening one does not require
 * reading all. Numbers are Rice-coded with an adaptive parameter (`residuals.ts`), which is shorter and faster
 * than deflate for data that looks random; the rest is deflated.
 */
export interface Segment {
  version: number;
  count: number;
  /** Epoch ms. */
  firstTime: number;
  lastTime: number;
  /** The kinds that occur, ascending: a query for Criticals skips nearly all segments. */
  kinds: readonly number[];
  subjects: Buffer;
  keys: Buffer;
  facts: Buffer;
  lines: Buffer;
}

/** The version that is written. Once released, a version stays readable for ever. */
export const SEGMENT_VERSION = 1;

/** Rows whose lines are encoded together. */
export const BLOCK_ROWS = 4096;

/** Maximum number of events of a segment: a position fits in two bytes. */
export const SEGMENT_EVENTS = 65_536;

/** A segment, or a part of it, is damaged. */
export class DamagedSegment extends Error {
  constructor(detail: string, cause?: unknown) {
    super(detail, { cause });
    this.name = 'DamagedSegment';
  }
}

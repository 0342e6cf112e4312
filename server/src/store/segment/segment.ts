/**
 * The format of a segment: up to 65,536 events in columns. Four parts, each compressed for itself, so that a question
 * opens only what it needs:
 *
 * - `subjects`: the subjects that occur, ascending; tells whether a tunnel is in the segment at all;
 * - `keys`: for each event the number of its subject in that list, two bytes each;
 * - `facts`: for each event its kind, its time, its receiving time and its source;
 * - `lines`: in blocks of 2,048 events: shapes and texts, for each event its shape, then the values, column by column,
 *   and raw lines as they are.
 *
 * `sums` holds a CRC-32 of each part as stored, so that damage is found before it is believed.
 */
export interface Segment {
  version: number;
  count: number;
  /** Epoch ms. */
  firstTime: number;
  lastTime: number;
  /** The kinds that occur, ascending: a question for Criticals passes over nearly all segments. */
  kinds: readonly number[];
  subjects: Buffer;
  keys: Buffer;
  facts: Buffer;
  lines: Buffer;
  sums: readonly [number, number, number, number];
}

/** The version that is written. Older ones stay readable for ever. */
export const SEGMENT_VERSION = 1;

/** Events whose lines are compressed together. */
export const BLOCK_EVENTS = 2048;

/** Most events of a segment: a subject's number in it fits two bytes. */
export const SEGMENT_EVENTS = 65_536;

/** A segment, or a part of it, is not what was written. */
export class DamagedSegment extends Error {
  constructor(detail: string, cause?: unknown) {
    super(detail, { cause });
    this.name = 'DamagedSegment';
  }
}

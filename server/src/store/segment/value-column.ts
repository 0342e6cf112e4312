import type { ByteReader } from './byte-reader.js';
import type { ByteWriter } from './byte-writer.js';

/** How the values of one slot of one shape are written: each as the difference from something near it. */
export const COLUMN_MODES = {
  /** The value before it in this column. */
  previous: 0,
  /** The value before it in the same line: a window's base lies near the sequence number. */
  neighbour: 1,
  /** The last value of the same subject: sequence numbers rise by tunnel. */
  subject: 2,
  /** The event's time, in the unit of the value. */
  time: 3,
  /** Nothing is written: the value is the subject's name. */
  name: 4,
} as const;

export type ColumnMode = (typeof COLUMN_MODES)[keyof typeof COLUMN_MODES];

/** What values are predicted from, row by row. Plain arrays: these loops run over every number of every line. */
export interface ColumnContext {
  /** Number of each row's subject in the segment. */
  keys: Uint16Array;
  /** Subjects in the segment. */
  subjectCount: number;
  /** The column before this one. */
  neighbours: Float64Array | undefined;
  /** Times of the events in the unit of the values. */
  times: Float64Array;
}

const SAMPLE_ROWS = 1024;

/** The time in the unit of a stamp with that many decimals (0 for whole seconds); both ends work it out alike. */
export function timeInUnit(timeMs: number, decimals: number): number {
  return decimals >= 3 ? timeMs * 10 ** (decimals - 3) : Math.floor(timeMs / 10 ** (3 - decimals));
}

/** The mode that makes a sample of the rows shortest. */
export function chooseMode(values: Float64Array, context: ColumnContext): ColumnMode {
  const { previous, neighbour, subject } = COLUMN_MODES;
  const sizes = { previous: 0, neighbour: 0, subject: 0 };
  const last = new Float64Array(context.subjectCount);
  const rows = Math.min(values.length, SAMPLE_ROWS);
  let before = 0;
  for (let row = 0; row < rows; row++) {
    const value = values[row] ?? 0;
    const key = context.keys[row] ?? 0;
    sizes.previous += sizeOf(value - before);
    sizes.subject += sizeOf(value - (last[key] ?? 0));
    sizes.neighbour += sizeOf(value - (context.neighbours?.[row] ?? 0));
    before = value;
    last[key] = value;
  }
  if (context.neighbours !== undefined && sizes.neighbour < Math.min(sizes.previous, sizes.subject)) return neighbour;
  return sizes.subject < sizes.previous ? subject : previous;
}

/** Bytes of a difference as a varint, near enough. */
function sizeOf(difference: number): number {
  return Math.log2(Math.abs(difference) + 1) / 7 + 1;
}

/** Writes a column in a mode. */
export function writeColumn(writer: ByteWriter, values: Float64Array, mode: ColumnMode, context: ColumnContext): void {
  if (mode === COLUMN_MODES.neighbour) writeAgainst(writer, values, context.neighbours ?? NO_VALUES);
  else if (mode === COLUMN_MODES.time) writeAgainst(writer, values, context.times);
  else if (mode === COLUMN_MODES.subject) writeBySubject(writer, values, context);
  else {
    let before = 0;
    for (const value of values) {
      writer.signed(value - before);
      before = value;
    }
  }
}

const NO_VALUES = new Float64Array(0);

function writeAgainst(writer: ByteWriter, values: Float64Array, others: Float64Array): void {
  for (let row = 0; row < values.length; row++) writer.signed((values[row] ?? 0) - (others[row] ?? 0));
}

function writeBySubject(writer: ByteWriter, values: Float64Array, { keys, subjectCount }: ColumnContext): void {
  const last = new Float64Array(subjectCount);
  for (let row = 0; row < values.length; row++) {
    const value = values[row] ?? 0;
    const key = keys[row] ?? 0;
    writer.signed(value - (last[key] ?? 0));
    last[key] = value;
  }
}

/** Reads a column that `writeColumn` wrote with the same mode and context. */
export function readColumn(reader: ByteReader, rows: number, mode: ColumnMode, context: ColumnContext): Float64Array {
  const { keys, neighbours, times } = context;
  const values = new Float64Array(rows);
  const last = mode === COLUMN_MODES.subject ? new Float64Array(context.subjectCount) : undefined;
  let before = 0;
  for (let row = 0; row < rows; row++) {
    const difference = reader.signed();
    const key = keys[row] ?? 0;
    if (mode === COLUMN_MODES.neighbour) before = neighbours?.[row] ?? 0;
    else if (mode === COLUMN_MODES.time) before = times[row] ?? 0;
    else if (last !== undefined) before = last[key] ?? 0;
    const value = difference + before;
    values[row] = value;
    if (last !== undefined) last[key] = value;
    before = value;
  }
  return values;
}

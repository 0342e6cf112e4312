import { crc32, deflateRawSync } from 'node:zlib';
import type { Shape } from '../../decode/shape/shape-tree.js';
import { MOST_VALUE, type Slot, valuesOf } from '../../decode/shape/slot.js';
import { type EventColumns, type LineTexts, RAW_SHAPE } from '../event-columns.js';
import { ByteWriter } from './byte-writer.js';
import { BLOCK_EVENTS, type Segment, SEGMENT_VERSION } from './segment.js';
import {
  chooseMode,
  COLUMN_MODES,
  type ColumnContext,
  type ColumnMode,
  timeInUnit,
  writeColumn,
} from './value-column.js';

/** Gives the name of a tunnel's subject as text, or undefined for other subjects. */
export type SubjectNames = (subjectId: number) => string | undefined;

/** Level 1: the columns are small differences already, and the thread that encodes is the one that parses. */
const DEFLATE = { level: 1 } as const;

/** Encodes all events of `columns`; they come back byte for byte. */
export function encodeSegment(columns: EventColumns, texts: LineTexts, names: SubjectNames): Segment {
  const { count } = columns;
  const subjectList = distinct(columns.subjectIds, count);
  const keyArray = keysOf(columns, subjectList);
  const subjects = encodeSubjects(subjectList);
  const keys = deflateRawSync(Buffer.from(keyArray.buffer), DEFLATE);
  const facts = deflateRawSync(encodeFacts(columns), DEFLATE);
  const lines = encodeBlocks({ columns, texts, names, keys: keyArray, subjectCount: subjectList.length });
  const sums = [crc32(subjects), crc32(keys), crc32(facts), crc32(lines)] as const;
  const kinds = distinct(columns.kindIds, count);
  return { version: SEGMENT_VERSION, count, ...timesIn(columns), kinds, subjects, keys, facts, lines, sums };
}

function timesIn({ times, count }: EventColumns): { firstTime: number; lastTime: number } {
  let firstTime = Number.POSITIVE_INFINITY;
  let lastTime = Number.NEGATIVE_INFINITY;
  for (let at = 0; at < count; at++) {
    const time = times[at] ?? 0;
    if (time < firstTime) firstTime = time;
    if (time > lastTime) lastTime = time;
  }
  return { firstTime, lastTime };
}

function distinct(values: Uint32Array, count: number): number[] {
  return [...new Set(values.subarray(0, count))].sort((a, b) => a - b);
}

function encodeSubjects(list: readonly number[]): Buffer {
  const writer = new ByteWriter(list.length * 2 + 8);
  writer.varint(list.length);
  let last = 0;
  for (const id of list) {
    writer.varint(id - last);
    last = id;
  }
  return Buffer.from(writer.view());
}

function keysOf(columns: EventColumns, list: readonly number[]): Uint16Array {
  const position = new Map(list.map((id, index) => [id, index]));
  const keys = new Uint16Array(columns.count);
  for (let at = 0; at < columns.count; at++) keys[at] = position.get(columns.subjectIds[at] ?? 0) ?? 0;
  return keys;
}

function encodeFacts(columns: EventColumns): Buffer {
  const { count } = columns;
  const writer = new ByteWriter(count * 6 + 64);
  for (const ids of [columns.kindIds, columns.sourceIds]) {
    const list = distinct(ids, count);
    const position = new Map(list.map((id, index) => [id, index]));
    writer.varint(list.length);
    for (const id of list) writer.varint(id);
    for (let at = 0; at < count; at++) writer.varint(position.get(ids[at] ?? 0) ?? 0);
  }
  let last = 0;
  for (let at = 0; at < count; at++) {
    const time = columns.times[at] ?? 0;
    writer.signed(time - last);
    last = time;
  }
  // A receiving time is near the event's time, or the same for all lines of a chunk: the second is shorter by far when
  // lines are read in bulk, and hardly longer when they come one by one.
  last = 0;
  for (let at = 0; at < count; at++) {
    const received = columns.receivedTimes[at] ?? 0;
    writer.signed(received - last);
    last = received;
  }
  return writer.view();
}

interface LineParts {
  columns: EventColumns;
  texts: LineTexts;
  names: SubjectNames;
  keys: Uint16Array;
  subjectCount: number;
}

/** The lines in blocks that are read one by one: a list of a hundred events must not open a million. */
function encodeBlocks(parts: LineParts): Buffer {
  const writer = new ByteWriter(parts.columns.count * 12 + 1024);
  for (let from = 0; from < parts.columns.count; from += BLOCK_EVENTS) {
    const to = Math.min(from + BLOCK_EVENTS, parts.columns.count);
    writer.bytes(deflateRawSync(encodeBlock(parts, from, to), DEFLATE));
  }
  return Buffer.from(writer.view());
}

function encodeBlock(parts: LineParts, from: number, to: number): Buffer {
  const { columns, texts } = parts;
  const writer = new ByteWriter((to - from) * 4 + 1024);
  const rowsByShape = groupByShape(columns, from, to);
  const shapes = [...rowsByShape.keys()].filter((index) => index !== RAW_SHAPE);
  const words = new WordList(texts);
  const body = new ByteWriter((to - from) * 20 + 1024);
  for (const index of shapes) {
    const rows = Uint32Array.from(rowsByShape.get(index) ?? []);
    encodeShape(body, { ...parts, shape: texts.shape(index), rows, words });
  }
  writer.varint(shapes.length);
  const number = new Map(shapes.map((index, at) => [index, at + 1]));
  for (let at = from; at < to; at++) writer.varint(number.get(columns.shapes[at] ?? RAW_SHAPE) ?? 0);
  words.write(writer);
  writer.bytes(body.view());
  for (const at of rowsByShape.get(RAW_SHAPE) ?? []) {
    writer.bytes(columns.raws[columns.starts[at] ?? 0] ?? Buffer.alloc(0));
  }
  return writer.view();
}

function groupByShape(columns: EventColumns, from: number, to: number): Map<number, number[]> {
  const groups = new Map<number, number[]>();
  for (let at = from; at < to; at++) {
    const index = columns.shapes[at] ?? RAW_SHAPE;
    const group = groups.get(index);
    if (group === undefined) groups.set(index, [at]);
    else group.push(at);
  }
  return groups;
}

/** Interned words get numbers of the segment's own, so that it needs nothing from outside. */
class WordList {
  private readonly numbers = new Map<number, number>();
  private readonly list: string[] = [];

  constructor(private readonly texts: LineTexts) {}

  numberOf(index: number): number {
    let number = this.numbers.get(index);
    if (number === undefined) {
      number = this.list.push(this.texts.text(index)) - 1;
      this.numbers.set(index, number);
    }
    return number;
  }

  write(writer: ByteWriter): void {
    writer.varint(this.list.length);
    for (const text of this.list) writer.latin1(text);
  }
}

interface ShapeRows extends LineParts {
  shape: Shape;
  rows: Uint32Array;
  words: WordList;
}

function encodeShape(writer: ByteWriter, parts: ShapeRows): void {
  const { columns, shape, rows, keys, subjectCount } = parts;
  writer.latin1(JSON.stringify({ texts: shape.texts, slots: shape.slots }));
  const rowKeys = new Uint16Array(rows.length);
  for (let row = 0; row < rows.length; row++) rowKeys[row] = keys[rows[row] ?? 0] ?? 0;
  let neighbours: Float64Array | undefined;
  let offset = 0;
  for (const slot of shape.slots) {
    for (let part = 0; part < valuesOf(slot); part++) {
      const values = gather(parts, slot, offset);
      const times = isStamp(slot) ? timesOf(columns, rows, slot.width) : NO_TIMES;
      const context = { keys: rowKeys, subjectCount, neighbours, times };
      const mode = modeOf(slot, values, context, parts);
      writer.byte(mode);
      if (mode !== COLUMN_MODES.name) writeColumn(writer, values, mode, context);
      neighbours = isStamp(slot) ? undefined : values;
      offset += 1;
    }
  }
}

const NO_TIMES = new Float64Array(0);

function isStamp(slot: Slot): boolean {
  return slot.kind === 'stamp' || slot.kind === 'fineStamp';
}

function gather({ columns, rows, words }: ShapeRows, slot: Slot, offset: number): Float64Array {
  const values = new Float64Array(rows.length);
  const isText = slot.kind === 'text' || slot.kind === 'word';
  for (let row = 0; row < rows.length; row++) {
    const value = columns.values[(columns.starts[rows[row] ?? 0] ?? 0) + offset] ?? 0;
    values[row] = isText ? words.numberOf(value) : value;
  }
  return values;
}

function timesOf(columns: EventColumns, rows: Uint32Array, decimals: number): Float64Array {
  const times = new Float64Array(rows.length);
  for (let row = 0; row < rows.length; row++) times[row] = timeInUnit(columns.times[rows[row] ?? 0] ?? 0, decimals);
  return times;
}

function modeOf(slot: Slot, values: Float64Array, context: ColumnContext, parts: ShapeRows): ColumnMode {
  if (isStamp(slot)) {
    const fits = context.times.every((time) => Math.abs(time) <= MOST_VALUE);
    return fits ? COLUMN_MODES.time : COLUMN_MODES.previous;
  }
  if (slot.names === 'matchkey' && slot.kind === 'decimal' && namesFit(values, parts)) return COLUMN_MODES.name;
  return chooseMode(values, context);
}

/** True when the value is the name of the event's own tunnel in every row, so that it need not be written. */
function namesFit(values: Float64Array, { columns, rows, names }: ShapeRows): boolean {
  const known = new Map<number, number>();
  for (let row = 0; row < rows.length; row++) {
    const id = columns.subjectIds[rows[row] ?? 0] ?? 0;
    const value = values[row] ?? 0;
    if (known.get(id) === value) continue;
    if (names(id) !== String(value)) return false;
    known.set(id, value);
  }
  return true;
}

import { crc32, inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import type { Shape } from '../../../core/decode/template/template-tree.js';
import { valuesOf } from '../../../core/decode/template/placeholder.js';
import { RAW_SHAPE, shapedLine } from '../../../core/events/event-columns.js';
import { ByteReader } from '../byte-reader.js';
import { DamagedSegment } from '../segment.js';
import { timeInUnit } from '../time-unit.js';
import { COLUMN_MODES, type ColumnMode, readColumn } from './value-column.js';

/** Events whose lines are compressed together. */
const BLOCK_EVENTS = 2048;

/** What is counted and filtered by. */
export interface SegmentFacts {
  kindIds: Uint32Array;
  sourceIds: Uint32Array;
  times: Float64Array;
  receivedTimes: Float64Array;
}

/** The subjects that occur in a segment, ascending. */
export function decodeSubjects(part: Buffer, sum: number): number[] {
  return guarded('subjects', part, sum, (bytes) => {
    const reader = new ByteReader(bytes);
    const list: number[] = [];
    let last = 0;
    for (let left = reader.varint(); left > 0; left--) list.push((last += reader.varint()));
    return list;
  });
}

/** For each event the number of its subject in the list of subjects. */
export function decodeKeys(part: Buffer, sum: number, count: number): Uint16Array {
  return guarded('keys', part, sum, (bytes) => {
    const plain = inflateRawSync(bytes);
    if (plain.length !== count * 2) throw new RangeError('its length is wrong');
    // A copy at an even address: typed arrays of two bytes cannot begin anywhere.
    return new Uint16Array(Uint8Array.from(plain).buffer);
  });
}

export function decodeFacts(part: Buffer, sum: number, count: number): SegmentFacts {
  return guarded('facts', part, sum, (bytes) => {
    const reader = new ByteReader(inflateRawSync(bytes));
    const ids = () => {
      const list = Array.from({ length: reader.varint() }, () => reader.varint());
      return Uint32Array.from({ length: count }, () => list[reader.varint()] ?? 0);
    };
    const differences = () => {
      let last = 0;
      return Float64Array.from({ length: count }, () => (last += reader.signed()));
    };
    return { kindIds: ids(), sourceIds: ids(), times: differences(), receivedTimes: differences() };
  });
}

const slotSchema = z.object({
  kind: z.enum(['decimal', 'padded', 'long', 'hex', 'paddedHex', 'stamp', 'fineStamp', 'clock', 'word', 'text']),
  width: z.number(),
  separator: z.number(),
  names: z.enum(['matchkey', 'iface']).optional(),
});
const shapeSchema = z.object({ texts: z.array(z.string()), slots: z.array(slotSchema) });

interface LineContext {
  count: number;
  /** Subjects of the segment, and for each event the number of its own among them. */
  subjects: readonly number[];
  keys: Uint16Array;
  times: Float64Array;
  names: (subjectId: number) => string | undefined;
}

/** Gives the line of any event of a segment, byte for byte. Blocks are opened when a line of theirs is asked for. */
export function decodeLines(part: Buffer, sum: number, context: LineContext): (at: number) => Buffer {
  return guarded('lines', part, sum, (bytes) => {
    const reader = new ByteReader(bytes);
    const blocks: Buffer[] = [];
    for (let from = 0; from < context.count; from += BLOCK_EVENTS) blocks.push(reader.bytes());
    const opened = new Map<number, (at: number) => Buffer>();
    return (at) => {
      const number = Math.floor(at / BLOCK_EVENTS);
      let open = opened.get(number);
      if (open === undefined) {
        const block = blocks[number] ?? Buffer.alloc(0);
        open = readable('lines', () => openBlock(inflateRawSync(block), number * BLOCK_EVENTS, context));
        opened.set(number, open);
      }
      return open(at);
    };
  });
}

function openBlock(bytes: Buffer, from: number, context: LineContext): (at: number) => Buffer {
  const count = Math.min(BLOCK_EVENTS, context.count - from);
  const reader = new ByteReader(bytes);
  const shapeCount = reader.varint();
  const shapeOf = Uint32Array.from({ length: count }, () => reader.varint());
  const words = Array.from({ length: reader.varint() }, () => reader.latin1());
  const body = new ByteReader(reader.bytes());
  const rowsByShape = rowsOf(shapeOf, shapeCount, from);
  const shapes = rowsByShape.slice(1).map((rows) => decodeShape(body, rows, context));
  const raws = (rowsByShape[0] ?? []).map(() => Buffer.from(reader.bytes()));
  const rowNumber = new Uint32Array(count);
  for (const rows of rowsByShape) rows.forEach((at, row) => (rowNumber[at - from] = row));
  return (at) => {
    const row = rowNumber[at - from] ?? 0;
    const decoded = shapes[(shapeOf[at - from] ?? 0) - 1];
    if (decoded === undefined) return raws[row] ?? Buffer.alloc(0);
    const values = decoded.columns.map((column) => column[row] ?? 0);
    return Buffer.from(
      shapedLine(decoded.shape, values, 0, (index) => words[index] ?? ''),
      'latin1',
    );
  };
}

/** Rows of each shape in order; number 0 has the raw lines. */
function rowsOf(shapeOf: Uint32Array, shapeCount: number, from: number): number[][] {
  const rows = Array.from({ length: shapeCount + 1 }, (): number[] => []);
  shapeOf.forEach((number, at) => rows[number]?.push(from + at));
  return rows;
}

interface DecodedShape {
  shape: Shape;
  /** One column for each value. */
  columns: Float64Array[];
}

function decodeShape(reader: ByteReader, rows: readonly number[], context: LineContext): DecodedShape {
  const parsed = shapeSchema.parse(JSON.parse(reader.latin1()));
  const slots = parsed.slots.map((slot) => ({ ...slot, names: slot.names }));
  const keys = Uint16Array.from(rows, (at) => context.keys[at] ?? 0);
  const columns: Float64Array[] = [];
  let neighbours: Float64Array | undefined;
  for (const slot of slots) {
    const isStamp = slot.kind === 'stamp' || slot.kind === 'fineStamp';
    const times = Float64Array.from(isStamp ? rows : [], (at) => timeInUnit(context.times[at] ?? 0, slot.width));
    for (let part = 0; part < valuesOf(slot); part++) {
      const mode = modeFrom(reader.byte());
      const column =
        mode === COLUMN_MODES.name
          ? namesOf(keys, context)
          : readColumn(reader, rows.length, mode, { keys, subjectCount: context.subjects.length, neighbours, times });
      columns.push(column);
      neighbours = isStamp ? undefined : column;
    }
  }
  return { shape: { index: RAW_SHAPE, texts: parsed.texts, slots, valueCount: columns.length }, columns };
}

function namesOf(keys: Uint16Array, { subjects, names }: LineContext): Float64Array {
  return Float64Array.from(keys, (key) => Number(names(subjects[key] ?? 0) ?? 0));
}

function modeFrom(byte: number): ColumnMode {
  const mode = Object.values(COLUMN_MODES).find((value) => value === byte);
  if (mode === undefined) throw new RangeError(`unknown column mode ${String(byte)}`);
  return mode;
}

/** Checks a part before it is read, and names it in whatever goes wrong. */
function guarded<Result>(name: string, part: Buffer, sum: number, read: (bytes: Buffer) => Result): Result {
  if (crc32(part) !== sum) throw new DamagedSegment(`the checksum of its ${name} does not match`);
  return readable(name, () => read(part));
}

function readable<Result>(name: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DamagedSegment(`its ${name} cannot be read: ${reason}`, error);
  }
}

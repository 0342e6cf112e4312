import { crc32, deflateRawSync } from 'node:zlib';
import { type EventColumns, type LineTexts, NO_TEMPLATE } from '../../core/events/event-columns.js';
import { BitWriter } from './bit-writer.js';
import { type BlockContext, BlockWriter } from './block-writer.js';
import { ByteWriter } from './byte-writer.js';
import { writeDirectory } from './directory.js';
import { withSum } from './guard.js';
import { type KeptShape, type Layout, LayoutBook } from './layout.js';
import { BLOCK_ROWS, type Segment, SEGMENT_EVENTS, SEGMENT_VERSION } from './segment.js';
import { SubjectOrder } from './subject-order.js';
import { SymbolCollector } from './symbols.js';
import { writeTimes } from './times.js';

/** Returns the name of a tunnel's subject as text, or undefined for other subjects. */
export type SubjectNames = (subjectId: number) => string | undefined;

/** Level 1: little is left to gain, and the encoding thread has more important work. */
const DEFLATE = { level: 1 } as const;

/** Encodes segments, one at a time; keeps its scratch arrays, and the best column encodings, from one to the next. */
export class SegmentEncoder {
  private readonly symbols = new SymbolCollector();
  private readonly timeBits = new BitWriter();
  private readonly layouts = new LayoutBook();
  private readonly blocks = new BlockWriter();
  private readonly sorter = new RowSorter();

  encode(columns: EventColumns, texts: LineTexts, names: SubjectNames, order: SubjectOrder): Segment {
    const steps = this.inSteps(columns, texts, names, order);
    for (;;) {
      const step = steps.next();
      if (step.done === true) return step.value;
    }
  }

  /** The same in steps of a few milliseconds; nothing else may be encoded until the last one. */
  *inSteps(
    columns: EventColumns,
    texts: LineTexts,
    names: SubjectNames,
    order: SubjectOrder,
  ): Generator<undefined, Segment> {
    const { count } = columns;
    if (count > SEGMENT_EVENTS) throw new RangeError(`a segment holds at most ${String(SEGMENT_EVENTS)} events`);
    this.symbols.collect(columns, order.positions);
    const directory = writeDirectory(order, count);
    const shapes = this.numberShapes(texts);
    yield;
    const facts = this.facts(columns, shapes);
    yield;
    const numbers = yield* numericNames(order, names);
    const lines = yield* this.lines({ columns, texts, order, names: numbers }, shapes);
    return {
      version: SEGMENT_VERSION,
      count,
      ...timesIn(columns),
      kinds: distinct(columns.kindIds, count),
      subjects: withSum(directory.subjects),
      keys: withSum(directory.keys),
      facts,
      lines,
    };
  }

  /** The segment's own template numbers, from 1 on, and their layouts. */
  private numberShapes(texts: LineTexts): NumberedShapes {
    const numbered: NumberedShapes = { kept: [], layouts: [], numberOf: [], layoutOf: [] };
    const numbers = new Map<KeptShape, number>();
    const layoutNumbers = new Map<Layout, number>();
    for (let symbol = 0; symbol < this.symbols.symbolCount; symbol++) {
      const index = this.symbols.shapeIndex(symbol);
      if (index === NO_TEMPLATE) {
        numbered.numberOf.push(0);
        numbered.layoutOf.push(0);
        continue;
      }
      const shape = this.layouts.of(texts.shape(index));
      let layout = layoutNumbers.get(shape.layout);
      if (layout === undefined) {
        layout = numbered.layouts.push(shape.layout);
        layoutNumbers.set(shape.layout, layout);
      }
      let number = numbers.get(shape);
      if (number === undefined) {
        number = numbered.kept.push({ json: shape.json, layout });
        numbers.set(shape, number);
      }
      numbered.numberOf.push(number);
      numbered.layoutOf.push(layout);
    }
    return numbered;
  }

  private facts(columns: EventColumns, shapes: NumberedShapes): Buffer {
    const { count } = columns;
    this.timeBits.clear();
    const times = writeTimes(this.timeBits, columns.times, count);
    const received = writeTimes(this.timeBits, columns.receivedTimes, count);
    const bits = this.timeBits.finish();
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bits.length);
    const symbols = this.symbols.write(count, (symbol) => shapes.numberOf[symbol] ?? 0);
    return withSum(Buffer.concat([length, times, received, bits, symbols]));
  }

  private *lines(context: BlockContext, shapes: NumberedShapes): Generator<undefined, Buffer> {
    const { count } = context.columns;
    const head = new ByteWriter(4096);
    head.varint(shapes.kept.length);
    for (const { json, layout } of shapes.kept) {
      head.bytes(json);
      head.varint(layout);
    }
    const headBytes = deflateRawSync(head.view(), DEFLATE);
    const blocks: Buffer[] = [];
    const places = new ByteWriter(Math.ceil(count / BLOCK_ROWS) * 10 + 16);
    places.bytes(headBytes);
    for (let from = 0; from < count; from += BLOCK_ROWS) {
      const block = this.block(context, shapes, from, Math.min(from + BLOCK_ROWS, count));
      places.varint(block.length);
      places.varint(crc32(block));
      blocks.push(block);
      yield;
    }
    const front = Buffer.alloc(4);
    front.writeUInt32LE(places.length);
    const whole = Buffer.concat([front, places.view()]);
    const sum = Buffer.alloc(4);
    // The length is part of the checksum: a part of nothing but zeros must not pass for an empty head.
    sum.writeUInt32LE(crc32(whole));
    return Buffer.concat([sum, whole, ...blocks]);
  }

  private block(context: BlockContext, shapes: NumberedShapes, from: number, to: number): Buffer {
    this.sorter.sort(this.symbols.symbols, shapes.layoutOf, shapes.layouts.length, from, to);
    this.blocks.begin(from);
    shapes.layouts.forEach((layout, index) => {
      const rows = this.sorter.rowsOf(index + 1);
      if (rows.length > 0) this.blocks.addLayout(context, layout, rows);
    });
    this.blocks.addRaws(context, this.sorter.rowsOf(0));
    return this.blocks.end(context.texts);
  }
}

/** Names that are looked up in one step: each may have to be read from the store. */
const NAMES_A_STEP = 256;

/** The names of subjects that are numbers; NaN for the others. */
function* numericNames(
  { subjects, subjectCount }: SubjectOrder,
  names: SubjectNames,
): Generator<undefined, Float64Array> {
  const numbers = new Float64Array(subjectCount);
  for (let key = 0; key < subjectCount; key++) {
    if (key % NAMES_A_STEP === NAMES_A_STEP - 1) yield;
    const name = names(subjects[key] ?? 0);
    const number = name === undefined ? Number.NaN : Number(name);
    numbers[key] = String(number) === name ? number : Number.NaN;
  }
  return numbers;
}

interface NumberedShapes {
  /** The templates, number 1 first, with the numbers of their layouts. */
  kept: { json: Buffer; layout: number }[];
  layouts: Layout[];
  /** For each symbol the number of its template, 0 for raw lines. */
  numberOf: number[];
  /** For each symbol the number of its layout, 0 for raw lines. */
  layoutOf: number[];
}

/** Sorts the rows of a block by layout. */
export class RowSorter {
  private readonly rows = new Uint16Array(BLOCK_ROWS);
  private ends = new Uint32Array(64);

  /** @param layoutOf for each symbol the number of its layout, from 0 to `layouts` */
  sort(symbols: Uint16Array, layoutOf: ArrayLike<number>, layouts: number, from: number, to: number): void {
    if (this.ends.length < layouts + 2) this.ends = new Uint32Array(layouts * 2 + 2);
    const { ends, rows } = this;
    ends.fill(0);
    for (let row = from; row < to; row++) {
      const layout = layoutOf[symbols[row] ?? 0] ?? 0;
      ends[layout + 1] = (ends[layout + 1] ?? 0) + 1;
    }
    for (let layout = 1; layout <= layouts + 1; layout++) ends[layout] = (ends[layout] ?? 0) + (ends[layout - 1] ?? 0);
    for (let row = from; row < to; row++) {
      const layout = layoutOf[symbols[row] ?? 0] ?? 0;
      const next = ends[layout] ?? 0;
      rows[next] = row - from;
      ends[layout] = next + 1;
    }
  }

  /** Rows of a layout, relative to the block's first row; valid until the next `sort`. */
  rowsOf(layout: number): Uint16Array {
    return this.rows.subarray(layout === 0 ? 0 : this.ends[layout - 1], this.ends[layout]);
  }
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
  const found = new Set<number>();
  let last = -1;
  for (let at = 0; at < count; at++) {
    const value = values[at] ?? 0;
    if (value !== last) found.add(value);
    last = value;
  }
  return [...found].sort((a, b) => a - b);
}

const encoder = new SegmentEncoder();
const sharedOrder = new SubjectOrder();

/** The order in which a segment stores these events; valid until the next call. */
export function orderOf({ subjectIds, count }: EventColumns): SubjectOrder {
  sharedOrder.sort(subjectIds, count);
  return sharedOrder;
}

/**
 * Encodes the first `count` events of `columns`, at most 65,536; they are decoded byte for byte.
 * @param order the result of `orderOf` for them, if it was computed before
 */
export function encodeSegment(
  columns: EventColumns,
  texts: LineTexts,
  names: SubjectNames,
  order = orderOf(columns),
): Segment {
  return encoder.encode(columns, texts, names, order);
}

import { inflateRawSync } from 'node:zlib';
import type { Intern } from '../../core/decode/template/cutter.js';
import type { LineTemplate } from '../../core/decode/template/template-tree.js';
import { placeholderText } from '../../core/decode/template/placeholder.js';
import { BitReader } from './bit-reader.js';
import { ByteReader } from './byte-reader.js';
import { CODERS, type Predictor, PREDICTORS, timeInUnit } from './column-plan.js';
import type { Column } from './layout.js';
import { readResiduals, unfoldSign } from './residuals.js';
import { BLOCK_ROWS } from './segment.js';

/** The layouts of a block's rows. */
export interface BlockRows {
  count: number;
  /** For each row of the block the number of its layout; 0 for raw lines. */
  layoutOf: Uint16Array;
  /** For each row of the block 1 where a new subject begins. */
  runStarts: Uint8Array;
  /** Columns of each layout, number 1 first. */
  layouts: readonly (readonly Column[])[];
}

/** What a line is assembled from besides the block. */
export interface LineParts {
  shape: LineTemplate | undefined;
  /** Epoch ms. */
  time: number;
  /** The name of the event's tunnel; called only for lines that contain it. */
  name: () => string;
}

/** A decoded column: either its numbers, or what they are derived from. */
export type ReadColumn =
  | { kind: 'numbers'; numbers: Float64Array }
  /** The event's time plus `base`, plus the row's own difference if there are any. */
  | { kind: 'time'; base: number; differences: Float64Array | undefined }
  | { kind: 'name' };

/** The values of one layout, still encoded until a line needs them. */
interface LayoutPart {
  rows: Uint16Array;
  bytes: Buffer;
  firstBit: number;
  columns: ReadColumn[] | undefined;
}

/** What a word, and a line that is kept as it is, take in memory beside their bytes. */
const WORD_BYTES = 40;
const RAW_BYTES = 110;

/** The words of a block, without its lines. */
export function wordsOf(part: Buffer): readonly string[] {
  return readWords(new ByteReader(inflateRawSync(new ByteReader(part).bytes())));
}

function readWords(bytes: ByteReader): readonly string[] {
  return Array.from({ length: bytes.count() }, () => bytes.latin1());
}

/** The lines of one block of rows. */
export class OpenBlock {
  /** The words of its values, as these number them. */
  readonly words: readonly string[];
  private readonly parts: LayoutPart[] = [];
  private readonly bits: BitReader;
  private readonly raws: Buffer[] = [];
  /** For each row of the block its index among the rows of its layout. */
  private readonly numberOf: Uint16Array;
  /** For each row of the block the number of its subject, from 1 on. */
  private readonly keyOf: Uint16Array;
  readonly byteLength: number;

  constructor(
    part: Buffer,
    private readonly rows: BlockRows,
  ) {
    const front = new ByteReader(part);
    const plain = inflateRawSync(front.bytes());
    const bytes = new ByteReader(plain);
    this.bits = new BitReader(front.rest());
    this.words = readWords(bytes);
    this.keyOf = new Uint16Array(rows.count);
    for (let row = 0, key = 0; row < rows.count; row++) this.keyOf[row] = key += rows.runStarts[row] ?? 0;
    this.numberOf = new Uint16Array(rows.count);
    const byLayout = this.sortRows();
    let memory = part.length + plain.length + rows.count * 6 + this.words.length * WORD_BYTES;
    let firstBit = 0;
    rows.layouts.forEach((columns, index) => {
      const own = byLayout[index + 1] ?? NO_ROWS;
      const bits = own.length === 0 ? 0 : bytes.varint();
      this.parts.push({ rows: own, bytes: own.length === 0 ? NO_BYTES : bytes.bytes(), firstBit, columns: undefined });
      firstBit += bits;
      memory += own.length * columns.length * 8;
    });
    for (let left = byLayout[0]?.length ?? 0; left > 0; left--) this.raws.push(bytes.bytes());
    this.byteLength = memory + this.raws.length * RAW_BYTES;
  }

  /** The line of a row, counted from the block's first one. */
  line(row: number, parts: LineParts): Buffer {
    const { shape } = parts;
    if (shape === undefined || !this.placeholders(row, parts, scratch)) {
      return Buffer.from(this.raw(row));
    }
    let line = shape.texts[0] ?? '';
    for (let index = 0; index < shape.slots.length; index++) {
      line += scratch[index] ?? '';
      line += shape.texts[index + 1] ?? '';
    }
    return Buffer.from(line, 'latin1');
  }

  /** The layout of a row; 0 for a line that is kept as it is. */
  layoutAt(row: number): number {
    return this.rows.layoutOf[row] ?? 0;
  }

  /** The number of a row among those of its layout. */
  numberAt(row: number): number {
    return this.numberOf[row] ?? 0;
  }

  /** The values of a layout's column by the numbers of its rows, or how they are found. */
  column(layout: number, offset: number): ReadColumn | undefined {
    return this.columnsOf(layout)[offset];
  }

  /** The line of a row that is kept as it is. */
  raw(row: number): Buffer {
    return this.raws[this.numberOf[row] ?? 0] ?? NO_BYTES;
  }

  /** The text of one placeholder, which is no tunnel's name, of the row of a layout with that number. */
  text(layout: number, { slot, offset }: Column, number: number, time: number): string {
    const columns = this.columnsOf(layout);
    const second = slot.kind === 'long' ? valueOf(columns[offset + 1], number, time, slot.width) : 0;
    return placeholderText(slot, valueOf(columns[offset], number, time, slot.width), second, this.wordOf);
  }

  /** Puts the texts of a row's placeholders into `texts`, in their order; false when the line is kept as it is. */
  placeholders(row: number, { shape, time, name }: LineParts, texts: string[]): boolean {
    const number = this.numberOf[row] ?? 0;
    const layout = this.rows.layoutOf[row] ?? 0;
    if (layout === 0 || shape === undefined) return false;
    const columns = this.columnsOf(layout);
    let at = 0;
    for (let index = 0; index < shape.slots.length; index++) {
      const slot = shape.slots[index];
      if (slot === undefined) continue;
      const first = columns[at++];
      if (first?.kind === 'name') texts[index] = name();
      else {
        const value = valueOf(first, number, time, slot.width);
        const second = slot.kind === 'long' ? valueOf(columns[at++], number, time, slot.width) : 0;
        texts[index] = placeholderText(slot, value, second, this.wordOf);
      }
    }
    return true;
  }

  /**
   * Puts the values of a row's placeholders into `values`, as columns of events have them, with words as `intern` numbers
   * them; false when the line is kept as it is.
   */
  values(row: number, { shape, time, name }: LineParts, values: Float64Array, intern: Intern): boolean {
    const number = this.numberOf[row] ?? 0;
    const layout = this.rows.layoutOf[row] ?? 0;
    if (layout === 0 || shape === undefined) return false;
    const columns = this.columnsOf(layout);
    this.rows.layouts[layout - 1]?.forEach(({ slot }, at) => {
      const column = columns[at];
      if (column?.kind === 'name') {
        values[at] = Number(name());
        return;
      }
      const value = valueOf(column, number, time, slot.width);
      values[at] = slot.kind === 'word' || slot.kind === 'text' ? intern(this.wordOf(value)) : value;
    });
    return true;
  }

  private readonly wordOf = (word: number): string => this.words[word] ?? '';

  private columnsOf(layout: number): readonly ReadColumn[] {
    const part = this.parts[layout - 1];
    if (part === undefined) return [];
    part.columns ??= this.readLayout(this.rows.layouts[layout - 1] ?? [], part);
    return part.columns;
  }

  private sortRows(): Uint16Array[] {
    const { layoutOf, count, layouts } = this.rows;
    const sizes = new Uint32Array(layouts.length + 1);
    for (let row = 0; row < count; row++) {
      const layout = layoutOf[row] ?? 0;
      if (layout > layouts.length) throw new RangeError('a row has no layout');
      sizes[layout] = (sizes[layout] ?? 0) + 1;
    }
    const byLayout = Array.from(sizes, (size) => new Uint16Array(size));
    sizes.fill(0);
    for (let row = 0; row < count; row++) {
      const layout = layoutOf[row] ?? 0;
      const own = byLayout[layout];
      const next = sizes[layout] ?? 0;
      if (own !== undefined) own[next] = row;
      this.numberOf[row] = next;
      sizes[layout] = next + 1;
    }
    return byLayout;
  }

  private readLayout(columns: readonly Column[], part: LayoutPart): ReadColumn[] {
    const { keyOf, bits } = this;
    const own = part.rows;
    const bytes = new ByteReader(part.bytes);
    bits.at = part.firstBit;
    let last = -1;
    for (let number = 0; number < own.length; number++) {
      const key = keyOf[own[number] ?? 0] ?? 0;
      isFirst[number] = key === last ? 0 : 1;
      last = key;
    }
    let neighbours: Float64Array | undefined;
    return columns.map(() => {
      const how = bytes.byte();
      const predictor = predictorOf(how & 7);
      if (predictor === PREDICTORS.name) return { kind: 'name' };
      const base = predictor === PREDICTORS.time ? bytes.signed() : 0;
      const numbers = readDifferences(how >>> 3, own.length, bytes, bits);
      if (predictor === PREDICTORS.time) return { kind: 'time', base, differences: numbers };
      const column = numbers ?? new Float64Array(own.length);
      addPredictions(column, predictor, neighbours);
      neighbours = column;
      return { kind: 'numbers', numbers: column };
    });
  }
}

const NO_BYTES = Buffer.alloc(0);
const NO_ROWS = new Uint16Array(0);
const NONE_FIRST = new Uint8Array(BLOCK_ROWS);
/** Scratch: the placeholders of the line being read. */
const scratch: string[] = [];
/** Scratch: 1 where a new subject begins among the rows of the layout being read. */
const isFirst = new Uint8Array(BLOCK_ROWS);

function valueOf(column: ReadColumn | undefined, number: number, time: number, decimals: number): number {
  if (column?.kind === 'numbers') return column.numbers[number] ?? 0;
  if (column?.kind !== 'time') return 0;
  return timeInUnit(time, decimals) + (column.base + (column.differences?.[number] ?? 0));
}

const KNOWN_PREDICTORS: readonly Predictor[] = Object.values(PREDICTORS);

function predictorOf(byte: number): Predictor {
  const predictor = KNOWN_PREDICTORS.find((value) => value === byte);
  if (predictor === undefined) throw new RangeError(`unknown predictor ${String(byte)}`);
  return predictor;
}

/** The differences of a column; undefined when all are zero. */
function readDifferences(coder: number, count: number, bytes: ByteReader, bits: BitReader): Float64Array | undefined {
  if (coder === CODERS.none) return undefined;
  const differences = new Float64Array(count);
  if (coder === CODERS.rice) readResiduals(bits, differences, isFirst, count);
  else if (coder === CODERS.firsts) readFirsts(differences, bits);
  else if (coder === CODERS.bytes) {
    for (let row = 0; row < count; row++) differences[row] = unfoldSign(bytes.varint());
  } else throw new RangeError(`unknown coder ${String(coder)}`);
  return differences;
}

function readFirsts(differences: Float64Array, bits: BitReader): void {
  let firsts = 0;
  for (let row = 0; row < differences.length; row++) firsts += isFirst[row] ?? 0;
  readResiduals(bits, differences, NONE_FIRST, firsts);
  // Backwards, so that none is overwritten before it has moved to its row.
  for (let row = differences.length - 1; row >= 0; row--) {
    differences[row] = isFirst[row] === 1 ? (differences[--firsts] ?? 0) : 0;
  }
}

function addPredictions(column: Float64Array, predictor: Predictor, neighbours: Float64Array | undefined): void {
  if (predictor === PREDICTORS.neighbour) {
    for (let row = 0; row < column.length; row++) column[row] = (column[row] ?? 0) + (neighbours?.[row] ?? 0);
    return;
  }
  const startsAnew = predictor === PREDICTORS.subject;
  let before = 0;
  for (let row = 0; row < column.length; row++) {
    const base = startsAnew && isFirst[row] === 1 ? 0 : before;
    before = (column[row] ?? 0) + base;
    column[row] = before;
  }
}

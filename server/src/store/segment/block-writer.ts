import { deflateRawSync } from 'node:zlib';
import { MAX_VALUE } from '../../core/decode/template/placeholder.js';
import type { EventColumns, LineTexts } from '../../core/events/event-columns.js';
import { BitWriter } from './bit-writer.js';
import { ByteWriter } from './byte-writer.js';
import { type Coder, CODERS, type ColumnPlan, type Predictor, PREDICTORS, timeInUnit } from './column-plan.js';
import type { Column, Layout } from './layout.js';
import { foldSign, writeResiduals } from './residuals.js';
import { BLOCK_ROWS } from './segment.js';
import type { SubjectOrder } from './subject-order.js';
import { WordList } from './word-list.js';

const DEFLATE = { level: 1, windowBits: 14, memLevel: 8 } as const;

/** A plan is reconsidered after this many rows, and sooner when it was based on few. */
const ROWS_PER_PLAN = 1_048_576;
/** Bytes are slower than bits: they must be shorter by this much to be chosen. */
const BYTES_MUST_SAVE = 0.95;

/** What all blocks of a segment have in common. */
export interface BlockContext {
  columns: EventColumns;
  texts: LineTexts;
  order: SubjectOrder;
  /** The name of each subject as a number if it is one without leading zeros, otherwise NaN. */
  names: Float64Array;
}

/** Writes the values of one block of rows. Scratch arrays are reused from block to block. */
export class BlockWriter {
  private readonly bytes = new ByteWriter();
  private readonly bits = new BitWriter();
  /** Bytes of the current layout. */
  private readonly own = new ByteWriter();
  private readonly trialBytes = new ByteWriter();
  private readonly trialBits = new BitWriter();
  private readonly values = new Float64Array(BLOCK_ROWS);
  private readonly neighbours = new Float64Array(BLOCK_ROWS);
  private hasNeighbours = false;
  private readonly residuals = new Float64Array(BLOCK_ROWS);
  private readonly isFirst = new Uint8Array(BLOCK_ROWS);
  private readonly valueStarts = new Uint32Array(BLOCK_ROWS);
  private count = 0;
  private rows: Uint16Array = new Uint16Array(0);
  private firstRow = 0;
  private readonly words = new WordList();

  /** Begins a block. */
  begin(firstRow: number): void {
    this.firstRow = firstRow;
    this.bytes.clear();
    this.bits.clear();
    this.words.clear();
  }

  /** Writes the rows of one layout; `rows` counts from the block's first row. */
  addLayout(context: BlockContext, layout: Layout, rows: Uint16Array): void {
    const { columns, order } = context;
    this.rows = rows;
    this.count = rows.length;
    this.hasNeighbours = false;
    let last = -1;
    for (let row = 0; row < rows.length; row++) {
      const ordered = this.firstRow + (rows[row] ?? 0);
      const key = order.keys[ordered] ?? 0;
      this.isFirst[row] = key === last ? 0 : 1;
      last = key;
      this.valueStarts[row] = columns.starts[order.positions[ordered] ?? 0] ?? 0;
    }
    this.own.clear();
    const { bits } = this.bits;
    for (const column of layout.columns) this.addColumn(context, layout, column);
    // The length in front lets a reader skip the layouts that it does not need.
    this.bytes.varint(this.bits.bits - bits);
    this.bytes.bytes(this.own.view());
  }

  /** Writes the raw lines of a block, which come after its layouts. */
  addRaws({ columns, order }: BlockContext, rows: Uint16Array): void {
    for (const row of rows) {
      const start = columns.starts[order.positions[this.firstRow + row] ?? 0] ?? 0;
      this.bytes.bytes(columns.raws[start] ?? NO_BYTES);
    }
  }

  /** The block: the words, the deflated bytes with their length in front, and the bits. */
  end(texts: LineTexts): Buffer {
    const head = this.trialBytes;
    head.clear();
    this.words.write(head, texts);
    const plain = Buffer.concat([head.view(), this.bytes.view()]);
    const deflated = deflateRawSync(plain, DEFLATE);
    head.clear();
    head.bytes(deflated);
    return Buffer.concat([head.view(), this.bits.finish()]);
  }

  private addColumn(context: BlockContext, layout: Layout, column: Column): void {
    this.gather(context, column);
    let plan = layout.plans[column.offset];
    if (plan === undefined || plan.rowsSince > ROWS_PER_PLAN || this.count > plan.decidedOn * 4) {
      plan = this.decide(context, column);
      layout.plans[column.offset] = plan;
    }
    plan.rowsSince += this.count;
    let { predictor } = plan;
    if (!this.predict(context, column, predictor)) {
      predictor = PREDICTORS.previous;
      this.predict(context, column, predictor);
    }
    this.write(this.own, this.bits, predictor, plan.isBytes);
    if (isMaterial(predictor)) {
      this.neighbours.set(this.values.subarray(0, this.count));
      this.hasNeighbours = true;
    }
  }

  private gather({ columns }: BlockContext, { slot, offset }: Column): void {
    const { values, valueStarts, count } = this;
    const source = columns.values;
    for (let row = 0; row < count; row++) values[row] = source[(valueStarts[row] ?? 0) + offset] ?? 0;
    if (slot.kind !== 'text' && slot.kind !== 'word') return;
    for (let row = 0; row < count; row++) values[row] = this.words.numberOf(values[row] ?? 0);
  }

  /** Tries the candidates and returns the shortest. */
  private decide(context: BlockContext, column: Column): ColumnPlan {
    let best: ColumnPlan | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const predictor of candidates(column, this.hasNeighbours)) {
      if (!this.predict(context, column, predictor)) continue;
      for (const isBytes of [false, true]) {
        this.trialBits.clear();
        this.trialBytes.clear();
        this.write(this.trialBytes, this.trialBits, predictor, isBytes);
        const deflated = deflateRawSync(this.trialBytes.view(), DEFLATE).length;
        const cost = (this.trialBits.bits / 8 + deflated) / (isBytes ? BYTES_MUST_SAVE : 1);
        if (cost >= least) continue;
        least = cost;
        best = { predictor, isBytes, decidedOn: this.count, rowsSince: 0 };
      }
    }
    return best ?? { predictor: PREDICTORS.previous, isBytes: false, decidedOn: this.count, rowsSince: 0 };
  }

  /** Fills the residuals; false when the predictor does not fit these rows. */
  private predict(context: BlockContext, column: Column, predictor: Predictor): boolean {
    switch (predictor) {
      case PREDICTORS.previous:
      case PREDICTORS.subject:
        this.predictBefore(predictor === PREDICTORS.subject);
        return true;
      case PREDICTORS.neighbour:
        if (!this.hasNeighbours) return false;
        for (let row = 0; row < this.count; row++) {
          this.residuals[row] = (this.values[row] ?? 0) - (this.neighbours[row] ?? 0);
        }
        return true;
      case PREDICTORS.time:
        return this.predictTime(context, column);
      case PREDICTORS.name:
        return this.predictName(context);
    }
  }

  private predictBefore(isBySubject: boolean): void {
    const { values, residuals, isFirst, count } = this;
    let before = 0;
    for (let row = 0; row < count; row++) {
      const value = values[row] ?? 0;
      residuals[row] = isBySubject && isFirst[row] === 1 ? value : value - before;
      before = value;
    }
  }

  private predictTime({ columns, order }: BlockContext, { slot }: Column): boolean {
    const { values, residuals, count, rows, firstRow } = this;
    for (let row = 0; row < count; row++) {
      const at = order.positions[firstRow + (rows[row] ?? 0)] ?? 0;
      const time = timeInUnit(columns.times[at] ?? 0, slot.width);
      if (time > MAX_VALUE || time < -MAX_VALUE) return false;
      residuals[row] = (values[row] ?? 0) - time;
    }
    return true;
  }

  private predictName({ names, order }: BlockContext): boolean {
    const { values, count, rows, firstRow } = this;
    for (let row = 0; row < count; row++) {
      if (values[row] !== names[order.keys[firstRow + (rows[row] ?? 0)] ?? 0]) return false;
    }
    return true;
  }

  /** Writes one column: a byte that names the encoding, then its residuals. */
  private write(bytes: ByteWriter, bits: BitWriter, predictor: Predictor, isBytes: boolean): void {
    const { residuals, isFirst, count } = this;
    if (predictor === PREDICTORS.name) {
      bytes.byte(predictor);
      return;
    }
    const base = predictor === PREDICTORS.time ? (residuals[0] ?? 0) : 0;
    if (base !== 0) for (let row = 0; row < count; row++) residuals[row] = (residuals[row] ?? 0) - base;
    const coder = this.coderFor(isBytes);
    bytes.byte(predictor + coder * 8);
    if (predictor === PREDICTORS.time) bytes.signed(base);
    if (coder === CODERS.rice) writeResiduals(bits, residuals, isFirst, count);
    else if (coder === CODERS.firsts) this.writeFirsts(bits);
    else if (coder === CODERS.bytes) for (let row = 0; row < count; row++) bytes.varint(foldSign(residuals[row] ?? 0));
  }

  /** Lower bound of the size of the current residuals. */
  private coderFor(isBytes: boolean): Coder {
    const { residuals, isFirst, count } = this;
    let hasFirst = false;
    for (let row = 0; row < count; row++) {
      if (residuals[row] === 0) continue;
      if (isFirst[row] !== 1) return isBytes ? CODERS.bytes : CODERS.rice;
      hasFirst = true;
    }
    return hasFirst ? CODERS.firsts : CODERS.none;
  }

  private writeFirsts(bits: BitWriter): void {
    const { residuals, isFirst, count } = this;
    let firsts = 0;
    for (let row = 0; row < count; row++) if (isFirst[row] === 1) residuals[firsts++] = residuals[row] ?? 0;
    writeResiduals(bits, residuals, NONE_FIRST, firsts);
  }
}

const NO_BYTES = Buffer.alloc(0);
const NONE_FIRST = new Uint8Array(BLOCK_ROWS);

/** Whether a reader can decode the current column without the times and names of the rows. */
export function isMaterial(predictor: Predictor): boolean {
  return predictor !== PREDICTORS.time && predictor !== PREDICTORS.name;
}

function candidates({ slot }: Column, hasNeighbours: boolean): Predictor[] {
  if (slot.kind === 'stamp' || slot.kind === 'fineStamp') return [PREDICTORS.time, PREDICTORS.previous];
  const usual: Predictor[] = [PREDICTORS.previous, PREDICTORS.subject];
  if (hasNeighbours) usual.push(PREDICTORS.neighbour);
  if (slot.names === 'matchkey' && slot.kind === 'decimal') usual.push(PREDICTORS.name);
  return usual;
}

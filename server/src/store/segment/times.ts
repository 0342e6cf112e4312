import type { BitReader } from './bit-reader.js';
import type { BitWriter } from './bit-writer.js';
import { foldSign, readResiduals, unfoldSign, writeResiduals } from './residuals.js';
import { MOST_CODE_BYTES, putRice, riceParameter, takeRice } from './rice.js';

/** Times by position, in blocks that are decoded one by one: a question for one tunnel needs a few of them. */
const BLOCK_BITS = 10;
const BLOCK = 1 << BLOCK_BITS;
/** Of a block: its first time as a double, its first bit, and how it is written. */
const BLOCK_BYTES = 13;

/** How a block is written. */
const FORMS = {
  /** All times are the first one. */
  constant: 0,
  /** The differences, all of them. */
  differences: 1,
  /** The differences that are not zero, each with the length of the run before it: receiving times of lines read in bulk. */
  runs: 2,
} as const;

/** Runs pay when differences that are not zero are rarer than this. */
const LEAST_RUN = 12;
const STEP_PARAMETER = 3;

const NONE_FIRST = new Uint8Array(BLOCK);
const differences = new Float64Array(BLOCK);

/** Writes `count` times, epoch ms; gives the plain head of the blocks, the bits go to `bits`. */
export function writeTimes(bits: BitWriter, times: Float64Array, count: number): Buffer {
  const head = Buffer.alloc(headBytes(count));
  for (let from = 0, at = 0; from < count; from += BLOCK, at += BLOCK_BYTES) {
    const rows = Math.min(BLOCK, count - from);
    let last = times[from] ?? 0;
    let changes = 0;
    for (let row = 0; row < rows; row++) {
      const time = times[from + row] ?? 0;
      differences[row] = time - last;
      if (time !== last) changes += 1;
      last = time;
    }
    head.writeDoubleLE(times[from] ?? 0, at);
    head.writeUInt32LE(bits.bits, at + 8);
    const form = changes === 0 ? FORMS.constant : changes * LEAST_RUN < rows ? FORMS.runs : FORMS.differences;
    head[at + 12] = form;
    if (form === FORMS.differences) writeResiduals(bits, differences, NONE_FIRST, rows);
    else if (form === FORMS.runs) writeRuns(bits, rows, changes);
  }
  return head;
}

function writeRuns(bits: BitWriter, rows: number, changes: number): void {
  bits.reserve((changes + 1) * 2 * MOST_CODE_BYTES);
  bits.put(changes, BLOCK_BITS);
  const runParameter = riceParameter(rows / changes);
  let start = 0;
  for (let row = 0; row < rows; row++) {
    const difference = differences[row] ?? 0;
    if (difference === 0) continue;
    putRice(bits, row - start, runParameter);
    putRice(bits, foldSign(difference), STEP_PARAMETER);
    start = row;
  }
}

/** Bytes of the head that `writeTimes` gives. */
export function headBytes(count: number): number {
  return Math.ceil(count / BLOCK) * BLOCK_BYTES;
}

/** Times of a segment by position; a block is decoded when one of its times is asked for. */
export class Times {
  private readonly blocks: (Float64Array | undefined)[];
  private openBlocks = 0;

  constructor(
    private readonly head: Buffer,
    private readonly bits: BitReader,
    private readonly count: number,
  ) {
    this.blocks = new Array<Float64Array | undefined>(Math.ceil(count / BLOCK)).fill(undefined);
  }

  get byteLength(): number {
    return this.openBlocks * BLOCK * 8;
  }

  /** Epoch ms of the event at a position. */
  at(position: number): number {
    const block = this.blocks[position >>> BLOCK_BITS] ?? this.open(position >>> BLOCK_BITS);
    return block[position & (BLOCK - 1)] ?? 0;
  }

  /** Epoch ms of all events, in an array of the caller's own. */
  all(): Float64Array {
    const values = new Float64Array(this.count);
    for (let block = 0; block < this.blocks.length; block++) {
      values.set(this.blocks[block] ?? this.open(block), block * BLOCK);
    }
    return values;
  }

  private open(block: number): Float64Array {
    const { head, bits } = this;
    const at = block * BLOCK_BYTES;
    const values = new Float64Array(Math.min(BLOCK, this.count - block * BLOCK));
    let time = head.readDoubleLE(at);
    const form = head.readUInt8(at + 12);
    bits.at = head.readUInt32LE(at + 8);
    if (form === FORMS.differences) readResiduals(bits, values, NONE_FIRST, values.length);
    else if (form === FORMS.runs) readRuns(bits, values);
    else if (form !== FORMS.constant) throw new RangeError(`there is no form of times ${String(form)}`);
    for (let row = 0; row < values.length; row++) {
      time += values[row] ?? 0;
      values[row] = time;
    }
    this.blocks[block] = values;
    this.openBlocks += 1;
    return values;
  }
}

function readRuns(bits: BitReader, values: Float64Array): void {
  const changes = bits.take(BLOCK_BITS);
  const runParameter = riceParameter(values.length / changes);
  let row = 0;
  for (let left = changes; left > 0; left--) {
    row += takeRice(bits, runParameter);
    if (row >= values.length) throw new RangeError('a run of times is too long');
    values[row] = unfoldSign(takeRice(bits, STEP_PARAMETER));
  }
  bits.checkEnd();
}

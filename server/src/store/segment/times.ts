import type { BitReader } from './bit-reader.js';
import type { BitWriter } from './bit-writer.js';
import { foldSign, unfoldSign } from './residuals.js';
import { MAX_CODE_BYTES, putRice, riceParameter, takeRice, takeRices } from './rice.js';

/** Times by position, in blocks that are decoded separately: a query for one tunnel needs a few of them. */
const BLOCK_BITS = 10;
const BLOCK = 1 << BLOCK_BITS;
/**
 * Per block: its first time as a double; how far its times extend below and above that, ms, as 32 bits each; its first
 * bit; and its encoding. Where a query only needs the bucket of a time, most blocks need not be decoded.
 */
const BLOCK_BYTES = 21;
const MAX_REACH = 0xffff_ffff;

/** The encoding of a block. Values above these mean `differences`, with the excess as the Rice parameter. */
const FORMS = {
  /** All times equal the first one. */
  constant: 0,
  /** The non-zero differences, each with the length of the preceding run: receiving times of lines that were read in bulk. */
  runs: 1,
  /** All differences. */
  differences: 2,
} as const;
const MAX_PARAMETER = 30;

/** Runs pay off when non-zero differences are rarer than this. */
const MIN_RUN = 12;
const STEP_PARAMETER = 3;

const differences = new Float64Array(BLOCK);

/** Writes `count` times, epoch ms; returns the uncompressed heads of the blocks, the bits go to `bits`. */
export function writeTimes(bits: BitWriter, times: Float64Array, count: number): Buffer {
  const head = Buffer.alloc(headBytes(count));
  for (let from = 0, at = 0; from < count; from += BLOCK, at += BLOCK_BYTES) {
    const rows = Math.min(BLOCK, count - from);
    const first = times[from] ?? 0;
    let [last, lowest, highest, changes, sum] = [first, first, first, 0, 0];
    for (let row = 0; row < rows; row++) {
      const time = times[from + row] ?? 0;
      const folded = foldSign(time - last);
      differences[row] = folded;
      if (folded !== 0) changes += 1;
      if (time < lowest) lowest = time;
      if (time > highest) highest = time;
      sum += Math.min(folded, MAX_IN_MEAN);
      last = time;
    }
    head.writeDoubleLE(first, at);
    head.writeUInt32LE(Math.min(first - lowest, MAX_REACH), at + 8);
    head.writeUInt32LE(Math.min(highest - first, MAX_REACH), at + 12);
    head.writeUInt32LE(bits.bits, at + 16);
    if (changes === 0) head[at + 20] = FORMS.constant;
    else if (changes * MIN_RUN < rows) {
      head[at + 20] = FORMS.runs;
      writeRuns(bits, rows, changes);
    } else {
      const k = Math.min(MAX_PARAMETER, riceParameter(sum / rows));
      head[at + 20] = FORMS.differences + k;
      bits.reserve(rows * MAX_CODE_BYTES);
      for (let row = 0; row < rows; row++) putRice(bits, differences[row] ?? 0, k);
    }
  }
  return head;
}

/** Larger differences count as this much in the mean, so that one outlier does not make the others longer. */
const MAX_IN_MEAN = 1_048_576;

function writeRuns(bits: BitWriter, rows: number, changes: number): void {
  bits.reserve((changes + 1) * 2 * MAX_CODE_BYTES);
  bits.put(changes, BLOCK_BITS);
  const runParameter = riceParameter(rows / changes);
  let start = 0;
  for (let row = 0; row < rows; row++) {
    const difference = differences[row] ?? 0;
    if (difference === 0) continue;
    putRice(bits, row - start, runParameter);
    putRice(bits, difference, STEP_PARAMETER);
    start = row;
  }
}

/** Size in bytes of the head that `writeTimes` returns. */
export function headBytes(count: number): number {
  return Math.ceil(count / BLOCK) * BLOCK_BYTES;
}

/** Times of a segment by position; a block is decoded when one of its times is requested. */
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

  /**
   * Epoch ms of the events at these positions. Where the query cannot distinguish the lowest time of a block from the highest,
   * according to `areAlike`, any time of the block represents all, and the block is not decoded.
   */
  of(positions: Uint16Array, areAlike: ((lowest: number, highest: number) => boolean) | undefined): Float64Array {
    const standIns = new Float64Array(this.blocks.length).fill(Number.NaN);
    if (areAlike !== undefined) {
      for (let block = 0; block < this.blocks.length; block++) {
        const { first, lowest, highest } = this.reach(block);
        if (areAlike(lowest, highest)) standIns[block] = first;
      }
    }
    const found = new Float64Array(positions.length);
    for (let index = 0; index < positions.length; index++) {
      const position = positions[index] ?? 0;
      const standIn = standIns[position >>> BLOCK_BITS] ?? Number.NaN;
      found[index] = Number.isNaN(standIn) ? this.at(position) : standIn;
    }
    return found;
  }

  private reach(block: number): { first: number; lowest: number; highest: number } {
    const at = block * BLOCK_BYTES;
    const first = this.head.readDoubleLE(at);
    const [below, above] = [this.head.readUInt32LE(at + 8), this.head.readUInt32LE(at + 12)];
    return {
      first,
      lowest: below === MAX_REACH ? Number.NEGATIVE_INFINITY : first - below,
      highest: above === MAX_REACH ? Number.POSITIVE_INFINITY : first + above,
    };
  }

  /** Epoch ms of all events, in an array owned by the caller. */
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
    const form = head.readUInt8(at + 20);
    bits.at = head.readUInt32LE(at + 16);
    if (form === FORMS.runs) readRuns(bits, values);
    else if (form !== FORMS.constant) {
      if (form > FORMS.differences + MAX_PARAMETER) throw new RangeError(`unknown time encoding ${String(form)}`);
      takeRices(bits, form - FORMS.differences, values);
      bits.checkEnd();
    }
    for (let row = 0; row < values.length; row++) {
      time += unfoldSign(values[row] ?? 0);
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
    values[row] = takeRice(bits, STEP_PARAMETER);
  }
  bits.checkEnd();
}

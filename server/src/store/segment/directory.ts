import { BitReader } from './bit-reader.js';
import { BitWriter } from './bit-writer.js';
import { MAX_CODE_BYTES, putRice, riceLength, riceParameter, takeRice, takeRices } from './rice.js';
import type { SubjectOrder } from './subject-order.js';

/**
 * The subjects of a segment, how many events each has, and where its positions begin among the bits of `keys`. In groups,
 * each preceded by its first subject, row and bit as plain numbers: to find one subject, only its group is decoded.
 */
const GROUP = 32;
const GROUP_BYTES = 16;
const HEAD_BYTES = 6;

/** `k` for the gaps between the positions of a subject that has this many of the events. */
function gapParameter(count: number, events: number): number {
  return riceParameter(events / count - 1);
}

/** The result of `writeDirectory`: both parts, without checksums. */
interface WrittenDirectory {
  subjects: Buffer;
  keys: Buffer;
}

const table = new BitWriter();
const gaps = new BitWriter();

export function writeDirectory(order: SubjectOrder, events: number): WrittenDirectory {
  const { subjects, starts, subjectCount: count } = order;
  const idParameter = riceParameter(((subjects[count - 1] ?? 0) - (subjects[0] ?? 0)) / Math.max(1, count) - 1);
  const countParameter = riceParameter(events / Math.max(1, count) / 2);
  const groups = Buffer.alloc(Math.ceil(count / GROUP) * GROUP_BYTES);
  table.clear();
  gaps.clear();
  table.reserve(count * 2 * MAX_CODE_BYTES);
  for (let key = 0; key < count; key++) {
    const own = (starts[key + 1] ?? 0) - (starts[key] ?? 0);
    if (key % GROUP === 0) {
      const at = (key / GROUP) * GROUP_BYTES;
      groups.writeUInt32LE(subjects[key] ?? 0, at);
      groups.writeUInt32LE(starts[key] ?? 0, at + 4);
      groups.writeUInt32LE(table.bits, at + 8);
      groups.writeUInt32LE(gaps.bits, at + 12);
    } else putRice(table, (subjects[key] ?? 0) - (subjects[key - 1] ?? 0) - 1, idParameter);
    putRice(table, own - 1, countParameter);
    writeGaps(order, key, gapParameter(own, events));
  }
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(count, 0);
  head[4] = idParameter;
  head[5] = countParameter;
  return { subjects: Buffer.concat([head, groups, table.finish()]), keys: Buffer.from(gaps.finish()) };
}

/** A list of at least this many gaps is preceded by its length in bits, so that it can be skipped. */
const LONG_LIST = 64;
const LENGTH_BITS = 24;

function writeGaps({ positions, starts }: SubjectOrder, key: number, k: number): void {
  const [first, end] = [starts[key] ?? 0, starts[key + 1] ?? 0];
  gaps.reserve((end - first + 1) * MAX_CODE_BYTES);
  if (end - first >= LONG_LIST) gaps.put(riceBits(positions, first, end, k), LENGTH_BITS);
  let last = -1;
  for (let row = first; row < end; row++) {
    const position = positions[row] ?? 0;
    putRice(gaps, position - last - 1, k);
    last = position;
  }
}

function riceBits(positions: Uint32Array, first: number, end: number, k: number): number {
  let bits = 0;
  let last = -1;
  for (let row = first; row < end; row++) {
    const position = positions[row] ?? 0;
    bits += riceLength(position - last - 1, k);
    last = position;
  }
  return bits;
}

/** One subject of a segment. */
export interface DirectoryEntry {
  /** Its index among the subjects of the segment. */
  key: number;
  firstRow: number;
  count: number;
  /** First bit of its group in `keys`, and the counts of the preceding subjects in the group. */
  groupBit: number;
  before: readonly number[];
}

/** All subjects of a segment. */
export interface WholeDirectory {
  /** Ascending. */
  subjects: Uint32Array;
  /** First row of each subject, followed by the number of rows. */
  starts: Uint32Array;
}

/** Reads the part `subjects` without its checksum. */
export class Directory {
  readonly subjectCount: number;
  private readonly idParameter: number;
  private readonly countParameter: number;
  private readonly bits: BitReader;

  /** @param events events in the segment */
  constructor(
    private readonly part: Buffer,
    private readonly events: number,
  ) {
    this.subjectCount = part.readUInt32LE(0);
    this.idParameter = part.readUInt8(4);
    this.countParameter = part.readUInt8(5);
    this.bits = new BitReader(part.subarray(HEAD_BYTES + Math.ceil(this.subjectCount / GROUP) * GROUP_BYTES));
  }

  get byteLength(): number {
    return this.part.length;
  }

  /** The entry of a subject; undefined when it has no event here. */
  find(subjectId: number): DirectoryEntry | undefined {
    if (this.subjectCount === 0 || this.groupField(0, 0) > subjectId) return undefined;
    return this.findInGroup(this.groupAt(0, subjectId), subjectId);
  }

  /** The last group in which a field is at most `value`. */
  private groupAt(field: number, value: number): number {
    let low = 0;
    let high = Math.ceil(this.subjectCount / GROUP) - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.groupField(middle, field) <= value) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private findInGroup(group: number, subjectId: number): DirectoryEntry | undefined {
    const { bits } = this;
    let id = this.groupField(group, 0);
    let firstRow = this.groupField(group, 4);
    const before: number[] = [];
    bits.at = this.groupField(group, 8);
    for (let key = group * GROUP; key < Math.min(this.subjectCount, (group + 1) * GROUP); key++) {
      if (key % GROUP !== 0) id += takeRice(bits, this.idParameter) + 1;
      const count = takeRice(bits, this.countParameter) + 1;
      if (id === subjectId) return { key, firstRow, count, groupBit: this.groupField(group, 12), before };
      if (id > subjectId) return undefined;
      before.push(count);
      firstRow += count;
    }
    return undefined;
  }

  /** The subjects of `count` rows from `firstRow` on, each with its first row and the row after its last one. */
  rowsFrom(firstRow: number, count: number): { subjectId: number; firstRow: number; end: number }[] {
    const { bits } = this;
    const found: { subjectId: number; firstRow: number; end: number }[] = [];
    let key = this.groupAt(4, firstRow) * GROUP;
    let [id, row] = [0, 0];
    for (; key < this.subjectCount; key++) {
      if (key % GROUP === 0) {
        id = this.groupField(key / GROUP, 0);
        row = this.groupField(key / GROUP, 4);
        bits.at = this.groupField(key / GROUP, 8);
      } else id += takeRice(bits, this.idParameter) + 1;
      if (row >= firstRow + count) break;
      const end = row + takeRice(bits, this.countParameter) + 1;
      if (end > firstRow) found.push({ subjectId: id, firstRow: row, end });
      row = end;
    }
    bits.checkEnd();
    return found;
  }

  whole(): WholeDirectory {
    const { bits, subjectCount } = this;
    const subjects = new Uint32Array(subjectCount);
    const starts = new Uint32Array(subjectCount + 1);
    let id = 0;
    let row = 0;
    bits.at = 0;
    for (let key = 0; key < subjectCount; key++) {
      id = key % GROUP === 0 ? this.groupField(key / GROUP, 0) : id + takeRice(bits, this.idParameter) + 1;
      subjects[key] = id;
      starts[key] = row;
      row += takeRice(bits, this.countParameter) + 1;
    }
    bits.checkEnd();
    if (row !== this.events) throw new RangeError('its counts do not add up');
    starts[subjectCount] = row;
    return { subjects, starts };
  }

  private groupField(group: number, offset: number): number {
    return this.part.readUInt32LE(HEAD_BYTES + group * GROUP_BYTES + offset);
  }
}

/** Positions of the events of each subject, from the part `keys` without its checksum. */
export class Postings {
  private readonly bits: BitReader;

  constructor(
    part: Buffer,
    private readonly events: number,
  ) {
    this.bits = new BitReader(part);
  }

  get byteLength(): number {
    return this.bits.bytes.length;
  }

  /** Positions of one subject's events, ascending. */
  of(entry: DirectoryEntry): Uint16Array {
    const { bits } = this;
    bits.at = entry.groupBit;
    for (const count of entry.before) this.pass(count);
    const positions = new Uint16Array(entry.count);
    this.read(positions, 0, entry.count);
    bits.checkEnd();
    return positions;
  }

  /** Positions of all rows. */
  all({ starts }: WholeDirectory): Uint16Array {
    const positions = new Uint16Array(this.events);
    this.bits.at = 0;
    for (let key = 0; key < starts.length - 1; key++) this.read(positions, starts[key] ?? 0, starts[key + 1] ?? 0);
    this.bits.checkEnd();
    return positions;
  }

  private read(positions: Uint16Array, from: number, to: number): void {
    const { bits } = this;
    if (to - from >= LONG_LIST) bits.at += LENGTH_BITS;
    const own = positions.subarray(from, to);
    takeRices(bits, gapParameter(to - from, this.events), own);
    let last = -1;
    for (let row = 0; row < own.length; row++) {
      last += (own[row] ?? 0) + 1;
      own[row] = last;
    }
    if (last >= this.events) throw new RangeError('a position lies outside');
  }

  private pass(count: number): void {
    const { bits } = this;
    if (count >= LONG_LIST) {
      const length = bits.take(LENGTH_BITS);
      bits.at += length;
      return;
    }
    const k = gapParameter(count, this.events);
    for (let left = count; left > 0; left--) takeRice(bits, k);
  }
}

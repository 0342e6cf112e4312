import { z } from 'zod';
import type { SegmentContent, SegmentPart } from '../../segment/content.js';
import { readable } from '../../segment/guard.js';
import { openContent } from '../../segment/encoded-content.js';

/** The data of a segment outside its columns. */
export interface SegmentHead {
  id: number;
  version: number;
  firstSeq: number;
  count: number;
  /** Epoch ms. */
  firstTime: number;
  lastTime: number;
  kinds: readonly number[];
}

/** What events are counted and filtered by, by position. */
export interface SegmentFacts {
  kindIds: Uint32Array;
  sourceIds: Uint32Array;
  times: Float64Array;
  receivedTimes: Float64Array;
}

/** The number of a segment's last event. */
export function lastSeqOf({ firstSeq, count }: Pick<SegmentHead, 'firstSeq' | 'count'>): number {
  return firstSeq + count - 1;
}

/** A segment whose parts are read on demand. */
export class OpenSegment {
  readonly content: SegmentContent;
  private rows: Uint16Array | undefined;
  private keyArray: Uint16Array | undefined;
  private factArrays: SegmentFacts | undefined;

  /**
   * @param readPart a column of the segment's row
   * @param mostOpenedBytes as of `SegmentOrigin`
   * @throws DamagedSegment when its version is not known
   */
  constructor(
    readonly head: SegmentHead,
    readPart: (id: number, part: SegmentPart) => unknown,
    names: (subjectId: number) => string | undefined,
    mostOpenedBytes?: number,
  ) {
    this.content = openContent(head.version, {
      count: head.count,
      names,
      mostOpenedBytes,
      read: (part) => {
        const bytes = readable(part, () => z.instanceof(Uint8Array).parse(readPart(head.id, part)));
        return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      },
    });
  }

  /** Approximate bytes of memory used by what was decoded. */
  get byteLength(): number {
    const { count } = this.head;
    const arrays = this.factArrays === undefined ? 0 : count * 8;
    return this.content.byteLength + arrays + (this.rows?.byteLength ?? 0) + (this.keyArray?.byteLength ?? 0);
  }

  /** The subjects that occur, ascending. */
  get subjects(): Uint32Array {
    return this.content.directory().subjects;
  }

  /** For each event the index of its subject in `subjects`. */
  get keys(): Uint16Array {
    if (this.keyArray !== undefined) return this.keyArray;
    const { starts } = this.content.directory();
    const positions = this.content.positions();
    const keys = new Uint16Array(this.head.count);
    let key = 0;
    for (let row = 0; row < positions.length; row++) {
      while ((starts[key + 1] ?? Number.POSITIVE_INFINITY) <= row) key += 1;
      keys[positions[row] ?? 0] = key;
    }
    this.keyArray = keys;
    return keys;
  }

  /** Kinds, sources and times of all events. */
  get facts(): SegmentFacts {
    if (this.factArrays !== undefined) return this.factArrays;
    const { count } = this.head;
    const table = this.content.symbolTable();
    const symbols = this.content.symbols(0, count);
    const positions = this.content.positions();
    const [kindIds, sourceIds] = [new Uint32Array(count), new Uint32Array(count)];
    for (let row = 0; row < count; row++) {
      const at = positions[row] ?? 0;
      kindIds[at] = table.kindIds[symbols[row] ?? 0] ?? 0;
      sourceIds[at] = table.sourceIds[symbols[row] ?? 0] ?? 0;
    }
    const { content } = this;
    this.factArrays = { kindIds, sourceIds, times: content.times(), receivedTimes: content.receivedTimes() };
    return this.factArrays;
  }

  /** The line of the event at a position, byte for byte. */
  line(at: number): Buffer {
    return this.content.line(this.rowOf(at), at);
  }

  /** The row of the event at a position. */
  rowOf(at: number): number {
    if (this.rows === undefined) {
      const positions = this.content.positions();
      const rows = new Uint16Array(positions.length);
      for (let row = 0; row < positions.length; row++) rows[positions[row] ?? 0] = row;
      this.rows = rows;
    }
    return this.rows[at] ?? 0;
  }
}

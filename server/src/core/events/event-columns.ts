import type { LineTemplate } from '../decode/template/template-tree.js';
import { placeholderText } from '../decode/template/placeholder.js';

/** Room for this many values per event on average; gateway messages have about 5 to 12. */
const USUAL_VALUES = 16;
/** Maximum number of values of one event's line. */
export const MAX_VALUES = 256;
/** Template number of an event whose line is stored verbatim. */
export const NO_TEMPLATE = -1;

/** Provides the texts of templates and of interned words. */
export interface LineTexts {
  shape: (index: number) => LineTemplate;
  text: (index: number) => string;
}

/** The texts of lines whose templates and words are in lists. */
export function textsOf({ shapes, words }: { shapes: readonly LineTemplate[]; words: readonly string[] }): LineTexts {
  return {
    shape: (index) => {
      const shape = shapes[index];
      if (shape === undefined) throw new Error(`unknown template ${String(index)}`);
      return shape;
    },
    text: (index) => words[index] ?? '',
  };
}

/**
 * Events in columns, in the order of their lines. A line with a known template is stored as its values, any other one as
 * its bytes; either way it is restored byte for byte. Plain typed arrays: the hot path writes here, and a row object for each
 * of a million lines per second would be garbage. In shared memory, one thread fills the columns and another
 * one stores them without a copy.
 */
export class EventColumns {
  count = 0;
  readonly times: Float64Array;
  readonly receivedTimes: Float64Array;
  readonly subjectIds: Uint32Array;
  readonly kindIds: Uint32Array;
  readonly sourceIds: Uint32Array;
  readonly shapes: Int32Array;
  /** Index of an event's first value; for a raw line, its index among the raw lines. */
  readonly starts: Uint32Array;
  readonly values: Float64Array;
  valueCount = 0;
  raws: Buffer[] = [];

  /** @param memory of `EventColumns.bytesFor(capacity)` bytes; allocated if not given */
  constructor(
    readonly capacity: number,
    readonly memory: ArrayBuffer | SharedArrayBuffer = new ArrayBuffer(EventColumns.bytesFor(capacity)),
  ) {
    let at = 0;
    const doubles = (length: number) => {
      const array = new Float64Array(memory, at, length);
      at += array.byteLength;
      return array;
    };
    const words = () => {
      const array = new Uint32Array(memory, at, capacity);
      at += array.byteLength;
      return array;
    };
    this.times = doubles(capacity);
    this.receivedTimes = doubles(capacity);
    this.values = doubles(valuesFor(capacity));
    this.subjectIds = words();
    this.kindIds = words();
    this.sourceIds = words();
    this.starts = words();
    this.shapes = new Int32Array(memory, at, capacity);
  }

  /** Bytes of memory for this many events. */
  static bytesFor(capacity: number): number {
    return 8 * (2 * capacity + valuesFor(capacity)) + 4 * 5 * capacity;
  }

  /** True when another event fits, whatever its line contains. */
  get hasRoom(): boolean {
    return this.count < this.capacity && this.hasRoomForValues;
  }

  /** True when the values of another line fit, whatever its template. */
  get hasRoomForValues(): boolean {
    return this.valueCount + MAX_VALUES <= this.values.length;
  }

  /** Adds what all events have; `addShaped` or `addRaw` then adds the line. */
  addEvent(time: number, receivedTime: number, subjectId: number, kindId: number, sourceId: number): void {
    const at = this.count;
    this.times[at] = time;
    this.receivedTimes[at] = receivedTime;
    this.subjectIds[at] = subjectId;
    this.kindIds[at] = kindId;
    this.sourceIds[at] = sourceId;
  }

  /** Completes the event with a line of a template, whose values are at the beginning of `values`. */
  addShaped(shape: LineTemplate, values: Float64Array): void {
    this.putShaped(this.count, shape, values);
    this.count += 1;
  }

  /** Gives the event at a position a line of a template, whose values are at the beginning of `values`. */
  putShaped(at: number, shape: LineTemplate, values: Float64Array): void {
    const { valueCount: start } = this;
    const { valueCount } = shape;
    const own = this.values;
    this.shapes[at] = shape.index;
    this.starts[at] = start;
    for (let index = 0; index < valueCount; index++) own[start + index] = values[index] ?? 0;
    this.valueCount = start + valueCount;
  }

  /** Completes the event with a verbatim line; the bytes are kept, so they must not be modified afterwards. */
  addRaw(raw: Buffer): void {
    this.putRaw(this.count, raw);
    this.count += 1;
  }

  /** Gives the event at a position a verbatim line; the bytes are kept, so they must not be modified afterwards. */
  putRaw(at: number, raw: Buffer): void {
    this.shapes[at] = NO_TEMPLATE;
    this.starts[at] = this.raws.push(raw) - 1;
  }

  /** The line of an event, byte for byte. */
  line(at: number, texts: LineTexts): Buffer {
    const index = this.shapes[at] ?? NO_TEMPLATE;
    const start = this.starts[at] ?? 0;
    if (index === NO_TEMPLATE) return this.raws[start] ?? Buffer.alloc(0);
    return Buffer.from(shapedLine(texts.shape(index), this.values, start, texts.text), 'latin1');
  }

  /** Removes all events, so that the columns can be reused. */
  clear(): void {
    this.count = 0;
    this.valueCount = 0;
    this.raws = [];
  }
}

function valuesFor(capacity: number): number {
  return capacity * USUAL_VALUES + MAX_VALUES;
}

/** Latin-1 text of a line from its template and its values. */
export function shapedLine(
  shape: LineTemplate,
  values: ArrayLike<number>,
  start: number,
  text: (index: number) => string,
): string {
  let line = shape.texts[0] ?? '';
  let at = start;
  for (let index = 0; index < shape.slots.length; index++) {
    const slot = shape.slots[index];
    if (slot === undefined) continue;
    line += placeholderText(slot, values[at] ?? 0, values[at + 1] ?? 0, text) + (shape.texts[index + 1] ?? '');
    at += slot.kind === 'long' ? 2 : 1;
  }
  return line;
}

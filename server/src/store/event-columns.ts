import type { Shape } from '../decode/shape/shape-tree.js';
import { slotText } from '../decode/shape/slot.js';

const START_VALUES = 64 * 1024;
/** Shape of an event whose line is kept as it is. */
export const RAW_SHAPE = -1;

/** Where the texts of shapes and of interned words are. */
export interface LineTexts {
  shape: (index: number) => Shape;
  text: (index: number) => string;
}

/**
 * Events in columns, in the order of their lines. A line of a known shape is kept as its values, any other one as its
 * bytes; either way it comes back byte for byte. Plain typed arrays: the hot path writes here, and a row object for each
 * of a million lines a second would be garbage.
 */
export class EventColumns {
  count = 0;
  readonly times: Float64Array;
  readonly receivedTimes: Float64Array;
  readonly subjectIds: Uint32Array;
  readonly kindIds: Uint32Array;
  readonly sourceIds: Uint32Array;
  readonly shapes: Int32Array;
  /** Where an event's values begin; for a raw line, its number among the raw lines. */
  readonly starts: Uint32Array;
  values = new Float64Array(START_VALUES);
  valueCount = 0;
  readonly raws: Buffer[] = [];

  constructor(capacity: number) {
    this.times = new Float64Array(capacity);
    this.receivedTimes = new Float64Array(capacity);
    this.subjectIds = new Uint32Array(capacity);
    this.kindIds = new Uint32Array(capacity);
    this.sourceIds = new Uint32Array(capacity);
    this.shapes = new Int32Array(capacity);
    this.starts = new Uint32Array(capacity);
  }

  /** Adds what all events have; the line follows by `addShaped` or `addRaw`. */
  addEvent(time: number, receivedTime: number, subjectId: number, kindId: number, sourceId: number): void {
    const at = this.count;
    this.times[at] = time;
    this.receivedTimes[at] = receivedTime;
    this.subjectIds[at] = subjectId;
    this.kindIds[at] = kindId;
    this.sourceIds[at] = sourceId;
  }

  /** Ends the event with a line of a shape, whose values stand at the beginning of `values`. */
  addShaped(shape: Shape, values: Float64Array): void {
    const needed = this.valueCount + shape.valueCount;
    if (needed > this.values.length) {
      const larger = new Float64Array(Math.max(needed, this.values.length * 2));
      larger.set(this.values.subarray(0, this.valueCount));
      this.values = larger;
    }
    this.shapes[this.count] = shape.index;
    this.starts[this.count] = this.valueCount;
    for (let index = 0; index < shape.valueCount; index++) this.values[this.valueCount++] = values[index] ?? 0;
    this.count += 1;
  }

  /** Ends the event with a line as it is; the bytes are kept, so they must not be written to afterwards. */
  addRaw(raw: Buffer): void {
    this.shapes[this.count] = RAW_SHAPE;
    this.starts[this.count] = this.raws.push(raw) - 1;
    this.count += 1;
  }
}

/** Latin-1 text of a line from its shape and its values. */
export function shapedLine(
  shape: Shape,
  values: ArrayLike<number>,
  start: number,
  text: (index: number) => string,
): string {
  let line = shape.texts[0] ?? '';
  let at = start;
  for (let index = 0; index < shape.slots.length; index++) {
    const slot = shape.slots[index];
    if (slot === undefined) continue;
    line += slotText(slot, values[at] ?? 0, values[at + 1] ?? 0, text) + (shape.texts[index + 1] ?? '');
    at += slot.kind === 'long' ? 2 : 1;
  }
  return line;
}

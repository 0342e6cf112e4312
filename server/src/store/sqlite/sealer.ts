import { cutLine } from '../../decode/shape/cutter.js';
import { type Shape, ShapeTree } from '../../decode/shape/shape-tree.js';
import { EventColumns, type LineTexts } from '../event-columns.js';
import { encodeSegment, type SubjectNames } from '../segment/encode.js';
import type { Segment } from '../segment/segment.js';
import type { EventRecord } from '../store.js';
import { TextPool } from '../text-pool.js';

/** Distinct shapes of lines that are told apart; lines of further ones are kept as they are, only less small. */
const MOST_SHAPES = 4000;
/** Longer lines are no ordinary messages: their shapes would be of no use to any other line. */
const MOST_SHAPED_BYTES = 2048;
const OPEN_BRACE = 0x7b;

/** Turns rows into segments. It remembers the shapes of lines from one segment to the next. */
export class Sealer {
  private readonly pool = new TextPool();
  private readonly tree = new ShapeTree(this.pool.intern, MOST_SHAPES);
  private readonly texts: LineTexts = { shape: (index) => this.shapeAt(index), text: this.pool.text };

  /** @param names the name of a tunnel's subject, undefined for other subjects */
  constructor(private readonly names: SubjectNames) {}

  /** A segment of all these events, at most 65,536. */
  seal(events: readonly EventRecord[]): Segment {
    const columns = new EventColumns(events.length);
    for (const { time, receivedTime, subjectId, kindId, sourceId, raw } of events) {
      columns.addEvent(time, receivedTime, subjectId, kindId, sourceId);
      const shape = this.shapeOf(raw);
      if (shape === undefined) columns.addRaw(raw);
      else columns.addShaped(shape, this.tree.values);
    }
    const segment = encodeSegment(columns, this.texts, this.names);
    this.pool.clear();
    return segment;
  }

  /** The shape of a line, whose values then stand in the tree; undefined when the line is kept as it is. */
  private shapeOf(raw: Buffer): Shape | undefined {
    const known = this.tree.match(raw, 0, raw.length);
    if (known !== undefined) return known;
    // JSON lines hold numbers in quotes and everywhere else: nearly each would be a shape of its own.
    if (raw.length > MOST_SHAPED_BYTES || raw[0] === OPEN_BRACE) return undefined;
    if (this.tree.add(cutLine(raw.toString('latin1'), this.pool.intern)) === undefined) return undefined;
    return this.tree.match(raw, 0, raw.length);
  }

  private shapeAt(index: number): Shape {
    const shape = this.tree.shapes[index];
    if (shape === undefined) throw new Error(`there is no shape ${String(index)}`);
    return shape;
  }
}

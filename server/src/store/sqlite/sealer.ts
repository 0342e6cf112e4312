import { KnownShapes } from '../../decode/shape/known-shapes.js';
import type { Shape } from '../../decode/shape/shape-tree.js';
import { EventColumns, type LineTexts } from '../event-columns.js';
import { encodeSegment, type SubjectNames } from '../segment/encode.js';
import type { Segment } from '../segment/segment.js';
import type { EventRecord } from '../store.js';
import { TextPool } from '../text-pool.js';

/** Turns rows into segments. It remembers the shapes of lines from one segment to the next. */
export class Sealer {
  private readonly pool = new TextPool();
  private readonly shapes = new KnownShapes(this.pool.intern);
  private readonly texts: LineTexts = { shape: (index) => this.shapeAt(index), text: this.pool.text };

  /** @param names the name of a tunnel's subject, undefined for other subjects */
  constructor(private readonly names: SubjectNames) {}

  /** A segment of all these events, at most 65,536. */
  seal(events: readonly EventRecord[]): Segment {
    const columns = new EventColumns(events.length);
    for (const { time, receivedTime, subjectId, kindId, sourceId, raw } of events) {
      columns.addEvent(time, receivedTime, subjectId, kindId, sourceId);
      const shape = this.shapes.learn(raw);
      if (shape === undefined) columns.addRaw(raw);
      else columns.addShaped(shape, this.shapes.values);
    }
    const segment = encodeSegment(columns, this.texts, this.names);
    this.pool.clear();
    return segment;
  }

  private shapeAt(index: number): Shape {
    const shape = this.shapes.shape(index);
    if (shape === undefined) throw new Error(`there is no shape ${String(index)}`);
    return shape;
  }
}

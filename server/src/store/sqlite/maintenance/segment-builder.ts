import { KnownShapes } from '../../../decode/shape/known-shapes.js';
import type { Shape } from '../../../decode/shape/shape-tree.js';
import { EventColumns } from '../../event-columns.js';
import { encodeSegment, type SubjectNames } from '../../segment/encode.js';
import type { Segment } from '../../segment/segment.js';
import type { EventRecord } from '../../store.js';
import { TextPool } from '../../text-pool.js';

/** Builds one segment event by event, so that the work can be done in small steps. */
export class SegmentBuilder {
  private readonly pool = new TextPool();
  private readonly shapes = new KnownShapes(this.pool.intern);
  private readonly columns: EventColumns;

  /**
   * @param capacity most events that will be added, at most 65,536
   * @param names the name of a tunnel's subject, undefined for other subjects
   */
  constructor(
    capacity: number,
    private readonly names: SubjectNames,
  ) {
    this.columns = new EventColumns(capacity);
  }

  add({ time, receivedTime, subjectId, kindId, sourceId, raw }: EventRecord): void {
    this.columns.addEvent(time, receivedTime, subjectId, kindId, sourceId);
    const shape = this.shapes.learn(raw);
    if (shape === undefined) this.columns.addRaw(raw);
    else this.columns.addShaped(shape, this.shapes.values);
  }

  /** The segment of all that was added. */
  build(): Segment {
    return encodeSegment(this.columns, { shape: (index) => this.shapeAt(index), text: this.pool.text }, this.names);
  }

  private shapeAt(index: number): Shape {
    const shape = this.shapes.shape(index);
    if (shape === undefined) throw new Error(`there is no shape ${String(index)}`);
    return shape;
  }
}

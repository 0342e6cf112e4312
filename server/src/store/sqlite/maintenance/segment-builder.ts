import { KnownTemplates } from '../../../core/decode/template/known-templates.js';
import { EventColumns, textsOf } from '../../../core/events/event-columns.js';
import { addRecord, type EventRecord } from '../../../core/events/event-record.js';
import { encodeSegment, type SubjectNames } from '../../segment/encode.js';
import type { Segment } from '../../segment/segment.js';
import { TextPool } from '../../../core/events/text-pool.js';

/** Builds one segment event by event, so that the work can be done in small steps. */
export class SegmentBuilder {
  private readonly pool = new TextPool();
  private readonly shapes = new KnownTemplates(this.pool.intern);
  private readonly columns: EventColumns;

  /**
   * @param capacity maximum number of events, at most 65,536
   * @param names returns the name of a tunnel's subject, undefined for other subjects
   */
  constructor(
    capacity: number,
    private readonly names: SubjectNames,
  ) {
    this.columns = new EventColumns(capacity);
  }

  add(event: EventRecord): void {
    const { columns, shapes } = this;
    addRecord(columns, event);
    const shape = columns.hasRoom ? shapes.learn(event.raw, 0, event.raw.length) : undefined;
    if (shape === undefined) columns.addRaw(event.raw);
    else columns.addShaped(shape, shapes.values);
  }

  /** The segment of all added events. */
  build(): Segment {
    return encodeSegment(this.columns, textsOf({ shapes: this.shapes.all, words: this.pool.take() }), this.names);
  }
}

import { KnownTemplates } from '../../../core/decode/template/known-templates.js';
import { EventColumns, textsOf } from '../../../core/events/event-columns.js';
import { addRecord, type EventRecord } from '../../../core/events/event-record.js';
import { encodeSegment, type SubjectNames } from '../../segment/encode.js';
import type { Segment } from '../../segment/segment.js';
import { TextPool } from '../../../core/events/text-pool.js';

/** Turns rows into segments. It remembers line templates from one segment to the next. */
export class Sealer {
  private readonly pool = new TextPool();
  private shapes = new KnownTemplates(this.pool.intern);

  /** @param names returns the name of a tunnel's subject, undefined for other subjects */
  constructor(private readonly names: SubjectNames) {}

  /** A segment of all these events, at most 65,536. */
  seal(events: readonly EventRecord[]): Segment {
    if (this.shapes.isFull) this.shapes = new KnownTemplates(this.pool.intern);
    const columns = new EventColumns(events.length);
    for (const event of events) {
      addRecord(columns, event);
      const shape = columns.hasRoom ? this.shapes.learn(event.raw, 0, event.raw.length) : undefined;
      if (shape === undefined) columns.addRaw(event.raw);
      else columns.addShaped(shape, this.shapes.values);
    }
    return encodeSegment(columns, textsOf({ shapes: this.shapes.all, words: this.pool.take() }), this.names);
  }
}

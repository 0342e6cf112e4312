import { KnownTemplates, MAX_SHAPES } from '../../../core/decode/template/known-templates.js';
import { TemplateAdmission } from '../../../core/decode/template/template-admission.js';
import { EventColumns, textsOf } from '../../../core/events/event-columns.js';
import { addRecord, type EventRecord } from '../../../core/events/event-record.js';
import { encodeSegment, type SubjectNames } from '../../segment/encode.js';
import type { Segment } from '../../segment/segment.js';
import { TextPool } from '../../../core/events/text-pool.js';

/**
 * Turns rows into segments. It remembers the shapes of lines from one segment to the next, of those that were seen again: to
 * learn the shape of each of many lines that all differ would take longer than all the rest, and a commit waits for it.
 */
export class Sealer {
  private readonly pool = new TextPool();
  private shapes = new KnownTemplates(this.pool.intern);
  private admission = new TemplateAdmission(MAX_SHAPES);

  /** @param names returns the name of a tunnel's subject, undefined for other subjects */
  constructor(private readonly names: SubjectNames) {}

  /** A segment of all these events, at most 65,536. */
  seal(events: readonly EventRecord[]): Segment {
    const { shapes, admission } = this;
    const columns = new EventColumns(events.length);
    for (const event of events) {
      const { raw } = event;
      addRecord(columns, event);
      const shape = columns.hasRoom ? shapes.learn(raw, 0, raw.length, admission) : undefined;
      if (shape === undefined) columns.addRaw(raw);
      else columns.addShaped(shape, shapes.values);
    }
    const segment = encodeSegment(columns, textsOf({ shapes: shapes.all, words: this.pool.take() }), this.names);
    if (shapes.isFull) this.forget();
    return segment;
  }

  private forget(): void {
    this.shapes = new KnownTemplates(this.pool.intern);
    this.admission = new TemplateAdmission(MAX_SHAPES);
  }
}

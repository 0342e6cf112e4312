import { KnownTemplates } from '../../../core/decode/template/known-templates.js';
import { EventColumns, textsOf } from '../../../core/events/event-columns.js';
import { addRecord, type EventRecord } from '../../../core/events/event-record.js';
import { encodeSegment, type SubjectNames } from '../../segment/encode.js';
import type { Segment } from '../../segment/segment.js';
import { TextPool } from '../../../core/events/text-pool.js';

/** Builds one segment event by event, so that the work can be done in small steps. */
export class SegmentBuilder {
  private readonly columns: EventColumns;

  /**
   * @param capacity most events that will be added, at most 65,536
   * @param names the name of a tunnel's subject, undefined for other subjects
   * @param pool,shapes what is known of earlier segments, with the texts of `shapes` in `pool`
   */
  constructor(
    capacity: number,
    private readonly names: SubjectNames,
    private readonly pool = new TextPool(),
    private readonly shapes = new KnownTemplates(pool.intern),
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

  /** The segment of all that was added. */
  build(): Segment {
    return encodeSegment(this.columns, textsOf({ shapes: this.shapes.all, words: this.pool.take() }), this.names);
  }
}

/** More shapes than a network's gateways write: lines that all differ have no use for them in the next segment, and each takes some KB. */
const MAX_KEPT_SHAPES = 1000;

/** Turns rows into segments. It remembers the shapes of lines from one segment to the next. */
export class Sealer {
  private readonly pool = new TextPool();
  private shapes = new KnownTemplates(this.pool.intern);

  /** @param names returns the name of a tunnel's subject, undefined for other subjects */
  constructor(private readonly names: SubjectNames) {}

  /** A segment of all these events, at most 65,536. */
  seal(events: readonly EventRecord[]): Segment {
    const builder = new SegmentBuilder(events.length, this.names, this.pool, this.shapes);
    for (const event of events) builder.add(event);
    const segment = builder.build();
    if (this.shapes.all.length > MAX_KEPT_SHAPES) this.shapes = new KnownTemplates(this.pool.intern);
    return segment;
  }
}

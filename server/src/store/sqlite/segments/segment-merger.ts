import { KnownTemplates, MAX_SHAPES } from '../../../core/decode/template/known-templates.js';
import { TemplateAdmission } from '../../../core/decode/template/template-admission.js';
import type { LineTemplate } from '../../../core/decode/template/template-tree.js';
import { EventColumns, MAX_VALUES, textsOf } from '../../../core/events/event-columns.js';
import { TextPool } from '../../../core/events/text-pool.js';
import type { SegmentEncoder, SubjectNames } from '../../segment/encode.js';
import type { Segment } from '../../segment/segment.js';
import { SubjectOrder } from '../../segment/subject-order.js';
import type { OpenSegment } from './open-segment.js';

/** Rows between two pauses: about a millisecond. */
const ROWS_A_STEP = 256;

/**
 * Makes one segment of several, each event with its place and its line byte for byte. Lines that are stored as the values of a
 * template are copied as values, without being put together and read again; only verbatim lines are, and those become a
 * template's where many are alike. Both methods are generators that pause every few milliseconds.
 */
export class SegmentMerger {
  private readonly columns: EventColumns;
  private readonly pool = new TextPool();
  private readonly shapes = new KnownTemplates(this.pool.intern);
  private readonly admission = new TemplateAdmission(MAX_SHAPES);
  /** What templates of the merged segments have become here. */
  private readonly adopted = new WeakMap<LineTemplate, LineTemplate>();
  private readonly values = new Float64Array(MAX_VALUES);

  /** @param capacity most events that will be added, at most 65,536 */
  constructor(capacity: number) {
    this.columns = new EventColumns(capacity);
  }

  /**
   * Adds the events of a segment behind those added before.
   * @throws DamagedSegment when it cannot be read; the merger is of no use then
   */
  *add(segment: OpenSegment): Generator<undefined, void> {
    const { columns } = this;
    const { subjects, starts } = segment.content.directory();
    const positions = segment.content.positions();
    const base = columns.count;
    this.addFacts(segment, base);
    yield;
    for (let key = 0; key < subjects.length; key++) {
      const subjectId = subjects[key] ?? 0;
      for (let row = starts[key] ?? 0; row < (starts[key + 1] ?? 0); row++) {
        const position = positions[row] ?? 0;
        columns.subjectIds[base + position] = subjectId;
        this.putLine(segment, { row, position, subjectId }, base);
        if (row % ROWS_A_STEP === ROWS_A_STEP - 1) yield;
      }
    }
    columns.count = base + positions.length;
  }

  /** The segment of all that was added. */
  *build(encoder: SegmentEncoder, names: SubjectNames): Generator<undefined, Segment> {
    const { columns } = this;
    const order = new SubjectOrder();
    order.sort(columns.subjectIds, columns.count);
    yield;
    return yield* encoder.inSteps(columns, textsOf({ shapes: this.shapes.all, words: this.pool.take() }), names, order);
  }

  private addFacts({ facts }: OpenSegment, base: number): void {
    const { columns } = this;
    columns.times.set(facts.times, base);
    columns.receivedTimes.set(facts.receivedTimes, base);
    columns.kindIds.set(facts.kindIds, base);
    columns.sourceIds.set(facts.sourceIds, base);
  }

  private putLine(
    { content }: OpenSegment,
    at: { row: number; position: number; subjectId: number },
    base: number,
  ): void {
    const { columns, shapes, values } = this;
    if (columns.hasRoomForValues) {
      const stored = content.values(at, values, this.pool.intern);
      const shape = stored === undefined ? undefined : this.adopt(stored);
      if (shape !== undefined) {
        columns.putShaped(base + at.position, shape, values);
        return;
      }
    }
    const raw = content.line(at.row, at.position);
    const shape = columns.hasRoomForValues ? shapes.learn(raw, 0, raw.length, this.admission) : undefined;
    if (shape === undefined) columns.putRaw(base + at.position, raw);
    else columns.putShaped(base + at.position, shape, shapes.values);
  }

  private adopt(stored: LineTemplate): LineTemplate | undefined {
    const known = this.adopted.get(stored);
    if (known !== undefined) return known;
    const shape = this.shapes.adopt(stored);
    if (shape !== undefined) this.adopted.set(stored, shape);
    return shape;
  }
}

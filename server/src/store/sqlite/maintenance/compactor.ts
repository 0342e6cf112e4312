import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SegmentDamage } from '@tunnelwatch/shared/storage';
import { DAY_MS } from '@tunnelwatch/shared/time-units';
import { DamagedSegment, SEGMENT_EVENTS } from '../../segment/segment.js';
import type { EventRecord } from '../../../core/events/event-record.js';
import type { OpenSegment } from '../segments/open-segment.js';
import { SegmentBuilder } from '../segments/sealer.js';
import { damageOf, SegmentWriter } from '../segments/segment-table.js';
import { type MergeLimits, planMerge } from './merge-plan.js';
import { openSegment, type SegmentSpan, segmentSpans } from './segment-rows.js';

/** Segments that one step plans over. */
const SPANS_PER_PLAN = 256;

const USUAL_LIMITS: MergeLimits = { mostEvents: SEGMENT_EVENTS, leastNewest: 8, mostGapMs: DAY_MS };

/** A step decodes for this long: whatever waits for a commit waits for this too. */
const STEP_MS = 10;
/** The clock is read once per this many events. */
const EVENTS_A_CLOCK = 256;

export interface CompactorParts {
  /** The writer's connection; no transaction is open when `step` is called. */
  database: DatabaseSyncInstance;
  /** The name of a tunnel's subject, undefined for other subjects. */
  tunnelName: (subjectId: number) => string | undefined;
  onDamage: (damage: SegmentDamage) => void;
  limits?: MergeLimits;
}

interface Merge {
  run: SegmentSpan[];
  /** The segment of the run that is being decoded, and what is left of it. */
  at: number;
  rest: Generator<EventRecord> | undefined;
  builder: SegmentBuilder;
}

/**
 * Merges small neighbouring segments, which bursts leave behind, into large ones: a query then opens fewer, and they
 * take less space. Every event keeps its number and its bytes, so no answer changes. A step decodes for a few milliseconds,
 * or stores the merged segment in one transaction; unfinished work can be dropped without harm.
 */
export class Compactor {
  private readonly limits: MergeLimits;
  private readonly writer: SegmentWriter;
  /** Damaged segments, which stay where they are: what is still readable in them is read there. */
  private readonly leaveAlone = new Set<number>();
  private settledBefore = 0;
  private merge: Merge | undefined;

  constructor(private readonly parts: CompactorParts) {
    this.limits = parts.limits ?? USUAL_LIMITS;
    this.writer = new SegmentWriter(parts.database);
  }

  /** Drops unfinished work: segments have been removed. */
  abandon(): void {
    this.merge = undefined;
  }

  /** One small step; true when there is more to do at once. */
  step(): boolean {
    const { merge } = this;
    if (merge === undefined) return this.plan();
    const span = merge.run[merge.at];
    if (span === undefined) this.store(merge);
    else this.decode(merge, span);
    return true;
  }

  private plan(): boolean {
    const spans = segmentSpans(
      this.parts.database,
      `WHERE first_seq >= ? ORDER BY first_seq LIMIT ${String(SPANS_PER_PLAN)}`,
      this.settledBefore,
    );
    const isEnd = spans.length < SPANS_PER_PLAN;
    const { run, settledBefore } = planMerge(spans, isEnd, this.leaveAlone, this.limits);
    const hasMoved = spans.length > 0 && settledBefore > this.settledBefore;
    if (hasMoved) this.settledBefore = settledBefore;
    if (run.length === 0) return !isEnd && hasMoved;
    const count = run.reduce((sum, span) => sum + span.count, 0);
    this.merge = { run, at: 0, rest: undefined, builder: new SegmentBuilder(count, this.parts.tunnelName) };
    return true;
  }

  private decode(merge: Merge, span: SegmentSpan): void {
    try {
      merge.rest ??= eventsOf(openSegment(this.parts.database, span, this.parts.tunnelName));
      const end = performance.now() + STEP_MS;
      for (let done = 0; done % EVENTS_A_CLOCK !== 0 || done === 0 || performance.now() < end; done++) {
        const next = merge.rest.next();
        if (next.done === true) {
          merge.rest = undefined;
          merge.at += 1;
          return;
        }
        merge.builder.add(next.value);
      }
    } catch (error) {
      if (!(error instanceof DamagedSegment)) throw error;
      this.leaveAlone.add(span.id);
      this.parts.onDamage(damageOf(span, error));
      this.merge = undefined;
    }
  }

  private store({ run, builder }: Merge): void {
    this.merge = undefined;
    const { database } = this.parts;
    const segment = builder.build();
    const remove = database.prepare('DELETE FROM segment WHERE id = ?');
    database.exec('BEGIN IMMEDIATE');
    try {
      this.writer.add(segment, run[0]?.firstSeq ?? 0);
      for (const { id } of run) remove.run(id);
      database.exec('COMMIT');
    } catch (error) {
      // SQLite has rolled back by itself after some errors, a full disk among them.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}

/** The events of a segment in their order. */
export function* eventsOf(segment: OpenSegment): Generator<EventRecord> {
  const { subjects, keys } = segment;
  const { times, receivedTimes, kindIds, sourceIds } = segment.facts;
  for (let at = 0; at < segment.head.count; at++) {
    yield {
      time: times[at] ?? 0,
      receivedTime: receivedTimes[at] ?? 0,
      subjectId: subjects[keys[at] ?? 0] ?? 0,
      kindId: kindIds[at] ?? 0,
      sourceId: sourceIds[at] ?? 0,
      raw: segment.line(at),
    };
  }
}

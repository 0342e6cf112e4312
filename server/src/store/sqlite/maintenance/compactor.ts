import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SegmentDamage } from '@tunnelwatch/shared/storage';
import { DAY_MS } from '@tunnelwatch/shared/time-units';
import { SegmentEncoder } from '../../segment/encode.js';
import { DamagedSegment, type Segment, SEGMENT_EVENTS } from '../../segment/segment.js';
import type { EventRecord } from '../../../core/events/event-record.js';
import type { OpenSegment } from '../segments/open-segment.js';
import { SegmentMerger } from '../segments/segment-merger.js';
import { damageOf, SegmentWriter } from '../segments/segment-table.js';
import { type MergeLimits, planMerge } from './merge-plan.js';
import { openSegment, type SegmentSpan, segmentSpans } from './segment-rows.js';

/** Segments that one step plans over. */
const SPANS_PER_PLAN = 256;

const USUAL_LIMITS: MergeLimits = {
  mostEvents: SEGMENT_EVENTS,
  mostBytes: 1024 * 1024,
  leastNewest: 8,
  mostGapMs: DAY_MS,
};

/** A step works for this long: whatever waits for a commit waits for this too. */
const STEP_MS = 10;

export interface CompactorParts {
  /** The writer's connection; no transaction is open when `step` is called. */
  database: DatabaseSyncInstance;
  /** The name of a tunnel's subject, undefined for other subjects. */
  tunnelName: (subjectId: number) => string | undefined;
  onDamage: (damage: SegmentDamage) => void;
  limits?: MergeLimits;
}

interface Merge {
  run: readonly SegmentSpan[];
  work: Generator<undefined, Segment>;
  merged: Segment | undefined;
}

/**
 * Merges small neighbouring segments, which bursts leave behind, into large ones: a query then opens fewer, and they
 * take less space. Every event keeps its number and its bytes, so no answer changes. A step reads or encodes for a few
 * milliseconds, or stores the merged segment in one transaction; unfinished work can be dropped without harm. What a merge
 * holds is bounded by the events and the bytes of a merged segment: lines that all differ merge into smaller ones.
 */
export class Compactor {
  private readonly limits: MergeLimits;
  private readonly writer: SegmentWriter;
  /** Of its own: the writer encodes between two steps of a merge. */
  private readonly encoder = new SegmentEncoder();
  /** Damaged segments, which stay where they are: what is still readable in them is read there. */
  private readonly leaveAlone = new Set<number>();
  private settledBefore = 0;
  private merge: Merge | undefined;
  /** The segment that a merge is reading. */
  private reading: SegmentSpan | undefined;

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
    if (merge.merged === undefined) this.work(merge);
    else this.store(merge.run, merge.merged);
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
    this.merge = { run, work: this.mergeOf(run), merged: undefined };
    return true;
  }

  private *mergeOf(run: readonly SegmentSpan[]): Generator<undefined, Segment> {
    const { database, tunnelName } = this.parts;
    const merger = new SegmentMerger(run.reduce((sum, { count }) => sum + count, 0));
    for (const span of run) {
      this.reading = span;
      // Its rows are read in their order: one opened block at a time is enough.
      yield* merger.add(openSegment(database, span, tunnelName, 0));
    }
    this.reading = undefined;
    return yield* merger.build(this.encoder, tunnelName);
  }

  private work(merge: Merge): void {
    const end = performance.now() + STEP_MS;
    try {
      do {
        const step = merge.work.next();
        if (step.done === true) {
          merge.merged = step.value;
          return;
        }
      } while (performance.now() < end);
    } catch (error) {
      const { reading } = this;
      if (!(error instanceof DamagedSegment) || reading === undefined) throw error;
      this.leaveAlone.add(reading.id);
      this.parts.onDamage(damageOf(reading, error));
      this.merge = undefined;
    }
  }

  private store(run: readonly SegmentSpan[], segment: Segment): void {
    this.merge = undefined;
    const { database } = this.parts;
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

import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SegmentDamage } from '@tunnelwatch/shared/storage';
import { DamagedSegment, SEGMENT_EVENTS, type Segment } from '../../segment/segment.js';
import type { EventRecord } from '../../store.js';
import { damageOf, type OpenSegment, SegmentWriter } from '../segment-table.js';
import { type MergeLimits, planMerge } from './merge-plan.js';
import { openSegment, type SegmentSpan, segmentSpans } from './segment-rows.js';

const DAY_MS = 86_400_000;
/** Segments looked at in one step. */
const LOOK_AT = 256;

const USUAL_LIMITS: MergeLimits = { mostEvents: SEGMENT_EVENTS, leastNewest: 8, mostGapMs: DAY_MS };

export interface CompactorParts {
  /** The writer's connection; no transaction is open when `step` is called. */
  database: DatabaseSyncInstance;
  /** The name of a tunnel's subject, undefined for other subjects. */
  tunnelName: (subjectId: number) => string | undefined;
  /** Makes a segment of events with consecutive numbers. */
  seal: (events: readonly EventRecord[]) => Segment;
  onDamage: (damage: SegmentDamage) => void;
  limits?: MergeLimits;
}

interface Merge {
  run: SegmentSpan[];
  /** How many of the run have been decoded. */
  decoded: number;
  events: EventRecord[];
}

/**
 * Merges small neighbouring segments, which bursts leave behind, into large ones: a question then opens fewer, and they
 * take less room. Every event keeps its number and its bytes, so no answer changes. One step decodes one segment, or
 * seals and stores the merged one; what was begun and not stored is lost without harm.
 */
export class Compactor {
  private readonly limits: MergeLimits;
  private readonly writer: SegmentWriter;
  /** Damaged segments: what can still be read of them is read where they are. */
  private readonly leaveAlone = new Set<number>();
  private settledBefore = 0;
  private merge: Merge | undefined;

  constructor(private readonly parts: CompactorParts) {
    this.limits = parts.limits ?? USUAL_LIMITS;
    this.writer = new SegmentWriter(parts.database);
  }

  /** Forgets what was begun: segments have been removed. */
  abandon(): void {
    this.merge = undefined;
  }

  /** One small step; true when there is more to do at once. */
  step(): boolean {
    if (this.merge === undefined) return this.look();
    if (this.merge.decoded < this.merge.run.length) this.decodeNext(this.merge);
    else this.store(this.merge);
    return true;
  }

  private look(): boolean {
    const { database } = this.parts;
    const spans = segmentSpans(
      database,
      `WHERE first_seq >= ? ORDER BY first_seq LIMIT ${String(LOOK_AT)}`,
      this.settledBefore,
    );
    const isEnd = spans.length < LOOK_AT;
    const { run, settledBefore } = planMerge(spans, isEnd, this.leaveAlone, this.limits);
    const hasMoved = settledBefore > this.settledBefore;
    if (spans.length > 0) this.settledBefore = settledBefore;
    if (run.length === 0) return !isEnd && hasMoved;
    this.merge = { run, decoded: 0, events: [] };
    return true;
  }

  private decodeNext(merge: Merge): void {
    const span = merge.run[merge.decoded];
    if (span === undefined) return;
    try {
      for (const event of eventsOf(openSegment(this.parts.database, span, this.parts.tunnelName))) {
        merge.events.push(event);
      }
      merge.decoded += 1;
    } catch (error) {
      if (!(error instanceof DamagedSegment)) throw error;
      this.leaveAlone.add(span.id);
      this.parts.onDamage(damageOf(span, error));
      this.merge = undefined;
    }
  }

  private store({ run, events }: Merge): void {
    this.merge = undefined;
    const { database, seal } = this.parts;
    const segment = seal(events);
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

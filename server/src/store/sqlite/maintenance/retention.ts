import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { SegmentDamage } from '@tunnelwatch/shared/storage';
import { z } from 'zod';
import { DamagedSegment } from '../../segment/segment.js';
import { pragmaOf } from '../database.js';
import { damageOf } from '../segments/segment-table.js';
import type { NameCache } from '../name-cache.js';
import { CountSums, CountTables } from './count-tables.js';
import { removalOf, type Removal } from './removal.js';
import { RemovedRanges, type SeqRange } from './removed-ranges.js';
import { recount } from './recount.js';
import { openSegment, type SegmentSpan, segmentSpans } from './segment-rows.js';
import { StoredMarks } from './stored-marks.js';

/** Limits of the store. */
export interface RetentionLimits {
  /** Events older than this are removed, milliseconds; null keeps all. */
  maxAgeMs: number | null;
  /** Beyond this many bytes the oldest events are removed; null for no limit. */
  maxBytes: number | null;
}

export interface RetentionParts {
  /** The writer's connection; no transaction is open when a method is called. */
  database: DatabaseSyncInstance;
  names: NameCache;
  limits: RetentionLimits;
  /**
   * Runs work as one transaction and one step of the store, and returns the step's number. The work returns how many rows
   * of new events it removed.
   */
  asStep: (work: () => number) => number;
  onDamage: (damage: SegmentDamage) => void;
}

interface Victim {
  range: SeqRange;
  sums: CountSums;
  /** Time of the newest event to be removed, epoch ms. */
  until: number;
  /** Removes the events themselves and returns how many rows that were. */
  remove: () => number;
}

/**
 * Removes the oldest events: whole segments, and rows of new events where the oldest numbers have all expired. Their
 * counts are removed in the same transaction, so that all answers agree. Alerts, subjects and sources stay.
 *
 * Age is measured from now, or from the newest event where that is older: a store that receives nothing any more, or whose
 * clock has jumped ahead, keeps what it has. An event is removed when both its time and its storing lie that far back.
 */
export class Retention {
  private readonly counts: CountTables;
  private readonly ranges: RemovedRanges;
  private readonly marks: StoredMarks;
  private readonly note: StatementSyncInstance;

  constructor(private readonly parts: RetentionParts) {
    const { database } = parts;
    this.counts = new CountTables(database);
    this.ranges = new RemovedRanges(database);
    this.marks = new StoredMarks(database);
    this.note = database.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)');
  }

  /** Records up to which event all is stored now, so that its age is known later. */
  mark(now: number): void {
    if (this.parts.limits.maxAgeMs !== null) this.marks.note(now);
  }

  /** True when the events exceed the size limit. */
  isTooLarge(): boolean {
    const { maxBytes } = this.parts.limits;
    return maxBytes !== null && this.usedBytes() > maxBytes;
  }

  /** Removes one segment, or some rows, beyond a limit; undefined when there are none. */
  trim(now: number): Removal | undefined {
    this.parts.names.refresh();
    const victim = this.expired(now) ?? (this.isTooLarge() ? this.oldest() : undefined);
    return victim === undefined ? undefined : this.remove(victim, now);
  }

  private expired(now: number): Victim | undefined {
    const { database, limits } = this.parts;
    const newest = this.time(
      'SELECT max(last) AS time FROM (SELECT max(last_ms) AS last FROM segment UNION ALL SELECT max(time_ms) FROM event)',
    );
    if (limits.maxAgeMs === null || newest === null) return undefined;
    const limit = Math.min(now, newest) - limits.maxAgeMs;
    const storedBefore = this.marks.seqBefore(limit);
    const [span] = segmentSpans(
      database,
      'WHERE last_ms < ? AND first_seq + count - 1 <= ? ORDER BY last_ms, id LIMIT 1',
      limit,
      storedBefore,
    );
    return span === undefined ? this.expiredRows(limit, storedBefore) : this.segment(span);
  }

  /** The segment whose newest event is the oldest; the newest segment always stays, whatever the limit. */
  private oldest(): Victim | undefined {
    const [span, other] = segmentSpans(this.parts.database, 'ORDER BY last_ms, id LIMIT 2');
    return span === undefined || other === undefined ? undefined : this.segment(span);
  }

  private segment(span: SegmentSpan): Victim {
    const { database, names, onDamage } = this.parts;
    const remove = () => {
      database.prepare('DELETE FROM segment WHERE id = ?').run(span.id);
      return 0;
    };
    const range = { first: span.firstSeq, last: span.firstSeq + span.count - 1 };
    const victim = { range, until: span.lastTime, remove };
    try {
      const sums = this.newSums();
      const segment = openSegment(database, span, (id) => names.tunnelName(id));
      const { subjects, keys, facts } = segment;
      for (let at = 0; at < span.count; at++) {
        const subjectId = subjects[keys[at] ?? 0] ?? 0;
        sums.add({ time: facts.times[at] ?? 0, subjectId, kindId: facts.kindIds[at] ?? 0 });
      }
      return { ...victim, sums };
    } catch (error) {
      if (!(error instanceof DamagedSegment)) throw error;
      // Its content is unreadable: the excess of the counts over all other events must have been its.
      onDamage(damageOf(span, error));
      return { ...victim, sums: recount(database, span, names, this.counts) };
    }
  }

  /** Rows from the oldest number on, as far as all have expired, so that the numbers of the remaining ones have no gap. */
  private expiredRows(limit: number, storedBefore: number): Victim | undefined {
    const { database } = this.parts;
    const bounds = rowBoundsSchema.parse(
      database
        .prepare(
          `SELECT min(seq) AS first, (SELECT min(seq) FROM event WHERE time_ms >= ? OR seq > ?) AS next, max(seq) AS last
           FROM event`,
        )
        .get(limit, storedBefore),
    );
    const { first } = bounds;
    if (first === null || bounds.last === null || bounds.next === first) return undefined;
    const last = bounds.next === null ? bounds.last : bounds.next - 1;
    const sums = this.newSums();
    let until = Number.NEGATIVE_INFINITY;
    const rows =
      'SELECT time_ms AS time, subject_id AS subjectId, kind_id AS kindId FROM event WHERE seq BETWEEN ? AND ?';
    for (const row of database.prepare(rows).iterate(first, last)) {
      const event = rowSchema.parse(row);
      until = Math.max(until, event.time);
      sums.add(event);
    }
    const remove = () => {
      database.prepare('DELETE FROM event WHERE seq BETWEEN ? AND ?').run(first, last);
      return last - first + 1;
    };
    return { range: { first, last }, sums, until, remove };
  }

  private remove({ range, sums, until, remove }: Victim, now: number): Removal {
    let oldest: number | null = null;
    const step = this.parts.asStep(() => {
      const rows = remove();
      oldest = this.time(
        'SELECT min(first) AS time FROM (SELECT min(first_ms) AS first FROM segment UNION ALL SELECT min(time_ms) FROM event)',
      );
      this.counts.subtract(sums, oldest);
      this.ranges.add(range);
      const before = this.removedBefore();
      this.note.run('removedEvents', String(before.events + range.last - range.first + 1));
      this.note.run('removedUntil', String(Math.max(until, before.until)));
      this.note.run('removedAt', String(now));
      return rows;
    });
    return removalOf({ step, at: now, range, sums, oldest, names: this.parts.names });
  }

  private removedBefore(): { events: number; until: number } {
    const value = (key: string) =>
      valueSchema.parse(
        this.parts.database.prepare('SELECT max(CAST(value AS INTEGER)) AS n FROM meta WHERE key = ?').get(key),
      ).n;
    return { events: value('removedEvents') ?? 0, until: value('removedUntil') ?? Number.NEGATIVE_INFINITY };
  }

  private newSums(): CountSums {
    return new CountSums((id) => this.parts.names.gatewayIdOf(id));
  }

  private time(sql: string): number | null {
    return timeSchema.parse(this.parts.database.prepare(sql).get()).time;
  }

  private usedBytes(): number {
    const { database } = this.parts;
    const pages = pragmaOf(database, 'page_count') - pragmaOf(database, 'freelist_count');
    return pages * pragmaOf(database, 'page_size');
  }
}

const timeSchema = z.object({ time: z.number().nullable() });
const valueSchema = z.object({ n: z.number().nullable() });
const rowSchema = z.object({ time: z.number(), subjectId: z.number(), kindId: z.number() });
const rowBoundsSchema = z.object({
  first: z.number().nullable(),
  next: z.number().nullable(),
  last: z.number().nullable(),
});

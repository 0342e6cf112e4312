import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import type { CountedEvents } from '../count-tables.js';
import { Tally } from '../tally.js';
import type { Findings } from './finding.js';

const entrySchema = z.object({ bucket: z.number(), key: z.number(), kindId: z.number(), count: z.number() });
const totalSchema = z.object({
  key: z.number(),
  kindId: z.number(),
  count: z.number(),
  first: z.number(),
  last: z.number(),
});
const REMEDY = 'restore a backup; until then rely on event lists, not on charts of this time';

/** Checks the stored counts against the events, which arrive segment by segment in the order of their first times. */
export class CountCheck {
  private readonly hours: TableCheck;
  private readonly minutes: TableCheck;
  private readonly totals = new Map<number, Map<number, { count: number; first: number; last: number }>>();
  /** Times of unreadable events: their counts cannot be checked. */
  private readonly dark: { from: number; to: number }[] = [];
  /** Whether events between two times (epoch ms) cannot be read. */
  readonly isDark = (from: number, to: number): boolean => this.dark.some((each) => each.from < to && each.to >= from);

  constructor(
    private readonly database: DatabaseSyncInstance,
    private readonly gatewayOf: (subjectId: number) => number,
    private readonly findings: Findings,
  ) {
    this.hours = new TableCheck(
      database,
      { table: 'count_hour', bucket: 'hour', key: 'subject_id' },
      HOUR_MS,
      findings,
      this.isDark,
    );
    this.minutes = new TableCheck(
      database,
      { table: 'count_minute', bucket: 'minute', key: 'gateway_id' },
      MINUTE_MS,
      findings,
      this.isDark,
    );
  }

  add({ time, subjectId, kindId }: CountedEvents): void {
    this.hours.add(time, subjectId, kindId);
    this.minutes.add(time, this.gatewayOf(subjectId), kindId);
    let byKind = this.totals.get(subjectId);
    if (byKind === undefined)
      this.totals.set(subjectId, (byKind = new Map<number, { count: number; first: number; last: number }>()));
    const total = byKind.get(kindId);
    if (total === undefined) byKind.set(kindId, { count: 1, first: time, last: time });
    else {
      total.count += 1;
      total.first = Math.min(total.first, time);
      total.last = Math.max(total.last, time);
    }
  }

  /** Events between these times (epoch ms, inclusive) cannot be read. */
  darken(from: number, to: number): void {
    this.dark.push({ from, to });
  }

  /** No further event will have a time before this one, epoch ms. */
  completeBefore(time: number): void {
    this.hours.completeBefore(time);
    this.minutes.completeBefore(time);
  }

  finish(): void {
    this.completeBefore(Number.MAX_SAFE_INTEGER);
    if (this.dark.length > 0) return;
    const rows = this.database.prepare(
      'SELECT subject_id AS key, kind_id AS kindId, n AS count, first_ms AS first, last_ms AS last FROM count_total',
    );
    for (const value of rows.iterate()) {
      const kept = totalSchema.parse(value);
      const found = this.totals.get(kept.key)?.get(kept.kindId) ?? { count: 0, first: kept.first, last: kept.last };
      this.totals.get(kept.key)?.delete(kept.kindId);
      if (found.count !== kept.count) this.totalIsOff(kept.key, kept.kindId, kept.count, found.count);
      else if (kept.first > found.first || kept.last < found.last) {
        this.findings.add(
          'counts',
          `the first and last times of subject ${String(kept.key)}, kind ${String(kept.kindId)} omit events`,
          REMEDY,
        );
      }
    }
    for (const [key, byKind] of this.totals) {
      for (const [kindId, { count }] of byKind) this.totalIsOff(key, kindId, 0, count);
    }
  }

  private totalIsOff(key: number, kindId: number, kept: number, found: number): void {
    this.findings.add(
      'counts',
      `the total of subject ${String(key)}, kind ${String(kindId)} is ${String(kept)}, but there are ${String(found)} events`,
      REMEDY,
    );
  }
}

interface TableNames {
  table: string;
  bucket: string;
  key: string;
}

/** Checks one table of counts; complete parts are compared and dropped, so that memory stays small. */
class TableCheck {
  private readonly found = new Tally();
  private readonly rows: StatementSyncInstance;
  private comparedTo = Number.MIN_SAFE_INTEGER;

  constructor(
    database: DatabaseSyncInstance,
    private readonly names: TableNames,
    private readonly widthMs: number,
    private readonly findings: Findings,
    private readonly isDark: (from: number, to: number) => boolean,
  ) {
    const { table, bucket, key } = names;
    this.rows = database.prepare(
      `SELECT ${bucket} AS bucket, ${key} AS key, kind_id AS kindId, n AS count FROM ${table} WHERE ${bucket} >= ? AND ${bucket} < ?`,
    );
  }

  add(time: number, key: number, kindId: number): void {
    this.found.add(Math.floor(time / this.widthMs), key, kindId);
  }

  completeBefore(time: number): void {
    const to = Math.floor(time / this.widthMs);
    if (to <= this.comparedTo) return;
    const off = new Map<number, { kept: number; found: number; keys: number }>();
    const note = (bucket: number, kept: number, found: number) => {
      if (kept === found) return;
      const sum = off.get(bucket) ?? { kept: 0, found: 0, keys: 0 };
      off.set(bucket, { kept: sum.kept + kept, found: sum.found + found, keys: sum.keys + 1 });
    };
    for (const value of this.rows.iterate(this.comparedTo, to)) {
      const { bucket, key, kindId, count } = entrySchema.parse(value);
      note(bucket, count, this.found.take(bucket, key, kindId));
    }
    for (const { bucket, count } of this.found.takeBefore(to)) note(bucket, 0, count);
    this.comparedTo = to;
    for (const [bucket, sum] of off) this.tell(bucket, sum);
  }

  private tell(bucket: number, { kept, found, keys }: { kept: number; found: number; keys: number }): void {
    const from = bucket * this.widthMs;
    if (this.isDark(from, from + this.widthMs)) return;
    this.findings.add(
      'counts',
      `the counts by ${this.names.bucket} at ${new Date(from).toISOString()} differ from the events for ${String(keys)} ` +
        `${keys === 1 ? 'entry' : 'entries'}: ${String(kept)} kept, ${String(found)} events`,
      REMEDY,
    );
  }
}

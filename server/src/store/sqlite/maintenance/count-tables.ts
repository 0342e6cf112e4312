import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import { Tally } from './tally.js';

const entrySchema = z.object({ bucket: z.number(), key: z.number(), kindId: z.number(), count: z.number() });

/** Events of some kind at some time, to be subtracted from the counts. */
export interface CountedEvents {
  /** Epoch ms. */
  time: number;
  subjectId: number;
  kindId: number;
}

/** What is subtracted from the counts: sums by hour and subject, by minute and gateway, and in total by subject. */
export class CountSums {
  /** By second and subject, for the live model. */
  readonly seconds = new Tally();
  readonly hours = new Tally();
  readonly minutes = new Tally();
  /** In total; the bucket is always 0. */
  readonly totals = new Tally();

  constructor(private readonly gatewayOf: (subjectId: number) => number) {}

  add({ time, subjectId, kindId }: CountedEvents): void {
    this.seconds.add(Math.floor(time / 1000), subjectId, kindId);
    this.hours.add(Math.floor(time / HOUR_MS), subjectId, kindId);
    this.minutes.add(Math.floor(time / MINUTE_MS), this.gatewayOf(subjectId), kindId);
    this.totals.add(0, subjectId, kindId);
  }
}

/** Subtracts from the three tables of counts; rows that reach zero are deleted. Call it within a transaction. */
export class CountTables {
  private readonly hour: Subtraction;
  private readonly minute: Subtraction;
  private readonly total: Subtraction;
  private readonly raiseFirst: StatementSyncInstance;

  constructor(private readonly database: DatabaseSyncInstance) {
    this.hour = new Subtraction(database, 'count_hour', 'hour = ? AND subject_id = ?');
    this.minute = new Subtraction(database, 'count_minute', 'minute = ? AND gateway_id = ?');
    this.total = new Subtraction(database, 'count_total', '? = 0 AND subject_id = ?');
    this.raiseFirst = database.prepare('UPDATE count_total SET first_ms = ? WHERE first_ms < ?');
  }

  /**
   * @param oldest time of the oldest remaining event, epoch ms; null when there is none. No first time lies before it:
   * that is exact for subjects with events soon after, and the latest that is certain for the others.
   */
  subtract({ hours, minutes, totals }: CountSums, oldest: number | null): void {
    this.hour.subtract(hours);
    this.minute.subtract(minutes);
    this.total.subtract(totals);
    if (oldest !== null) this.raiseFirst.run(oldest, oldest);
  }

  /** The counts by hour for the hours `from` to `to`, both inclusive. */
  hours(from: number, to: number): Tally {
    return this.read(
      'SELECT hour AS bucket, subject_id AS key, kind_id AS kindId, n AS count FROM count_hour WHERE hour BETWEEN ? AND ?',
      from,
      to,
    );
  }

  /** The counts by minute for the minutes `from` to `to`, both inclusive. */
  minutes(from: number, to: number): Tally {
    return this.read(
      'SELECT minute AS bucket, gateway_id AS key, kind_id AS kindId, n AS count FROM count_minute WHERE minute BETWEEN ? AND ?',
      from,
      to,
    );
  }

  private read(sql: string, from: number, to: number): Tally {
    const tally = new Tally();
    for (const row of this.database.prepare(sql).iterate(from, to)) {
      const { bucket, key, kindId, count } = entrySchema.parse(row);
      tally.add(bucket, key, kindId, count);
    }
    return tally;
  }
}

/** Subtracts from one table of counts. */
class Subtraction {
  private readonly remove: StatementSyncInstance;
  private readonly lower: StatementSyncInstance;

  constructor(database: DatabaseSyncInstance, table: string, key: string) {
    this.remove = database.prepare(`DELETE FROM ${table} WHERE ${key} AND kind_id = ? AND n <= ?`);
    this.lower = database.prepare(`UPDATE ${table} SET n = n - ? WHERE ${key} AND kind_id = ?`);
  }

  subtract(tally: Tally): void {
    for (const { bucket, key, kindId, count } of tally.entries()) {
      if (this.remove.run(bucket, key, kindId, count).changes === 0) this.lower.run(count, bucket, key, kindId);
    }
  }
}

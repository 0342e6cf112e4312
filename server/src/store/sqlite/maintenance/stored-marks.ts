import { HOUR_MS } from '@tunnelwatch/shared/time-units';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';

/** Fine enough for limits in days, and a year of them is 9,000 rows. */
const MARK_EVERY_MS = HOUR_MS;

const markSchema = z.object({ at: z.number().nullable(), seq: z.number().nullable() });

/** Remembers when events were stored, by their numbers: events up to a mark's number were stored at its time. */
export class StoredMarks {
  private last: { at: number; seq: number } | undefined;

  constructor(private readonly database: DatabaseSyncInstance) {}

  /** Sets a mark when events were added and the last mark is an hour old. */
  note(now: number): void {
    this.last ??= this.read();
    if (now - this.last.at < MARK_EVERY_MS) return;
    const seq = this.newestSeq();
    if (seq === this.last.seq) return;
    this.database.prepare('INSERT OR REPLACE INTO stored_mark VALUES (?, ?)').run(now, seq);
    this.last = { at: now, seq };
  }

  /** The highest number that was certainly stored before `time` (epoch ms); older marks are removed. */
  seqBefore(time: number): number {
    const row = this.database
      .prepare('SELECT at_ms AS at, seq FROM stored_mark WHERE at_ms < ? ORDER BY at_ms DESC LIMIT 1')
      .get(time);
    if (row === undefined) return 0;
    const mark = markSchema.parse(row);
    this.database.prepare('DELETE FROM stored_mark WHERE at_ms < ?').run(mark.at ?? 0);
    return mark.seq ?? 0;
  }

  private read(): { at: number; seq: number } {
    const row = markSchema.parse(
      this.database.prepare('SELECT max(at_ms) AS at, max(seq) AS seq FROM stored_mark').get(),
    );
    return { at: row.at ?? Number.NEGATIVE_INFINITY, seq: row.seq ?? 0 };
  }

  private newestSeq(): number {
    const row = this.database
      .prepare(
        'SELECT max(seq) AS seq, NULL AS at FROM (SELECT max(first_seq + count - 1) AS seq FROM segment UNION ALL SELECT max(seq) FROM event)',
      )
      .get();
    return markSchema.parse(row).seq ?? 0;
  }
}

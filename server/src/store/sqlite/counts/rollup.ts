import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { type BucketCounts, PairCounts } from '../../../core/aggregate/pair-counts.js';
import type { PendingCounts } from './pending-counts.js';

/** Rows of one statement. */
const ROWS_AT_ONCE = 32;

/** Adds to the counts of a table, many rows a statement: calling a statement takes twice the time of writing a row. */
class CountWriter {
  private readonly one: StatementSyncInstance;
  private readonly many: StatementSyncInstance;
  /** Values of the rows that wait for a statement. */
  private waiting: number[] = [];

  /** @param onConflict what to set in a row that is there */
  constructor(
    database: DatabaseSyncInstance,
    table: string,
    private readonly columns: number,
    onConflict: string,
  ) {
    const row = `(${Array.from({ length: columns }, () => '?').join(', ')})`;
    const insert = (rows: number) =>
      database.prepare(
        `INSERT INTO ${table} VALUES ${Array.from({ length: rows }, () => row).join(', ')}
         ON CONFLICT DO UPDATE SET ${onConflict}`,
      );
    this.one = insert(1);
    this.many = insert(ROWS_AT_ONCE);
  }

  /** Adds one row, with a value for each column. */
  add(...row: readonly number[]): void {
    for (const value of row) this.waiting.push(value);
    const { waiting } = this;
    if (waiting.length < ROWS_AT_ONCE * this.columns) return;
    // Before the statement: one that fails is written anew with all others of its commit.
    this.waiting = [];
    this.many.run(...waiting);
  }

  /** Writes the rows that wait. */
  finish(): void {
    const { waiting, columns } = this;
    this.waiting = [];
    for (let at = 0; at < waiting.length; at += columns) this.one.run(...waiting.slice(at, at + columns));
  }
}

/** Adds counts to the stored ones: a table is accessed once per key and commit, not once per event. */
export class RollupWriter {
  private readonly hour: CountWriter;
  private readonly minute: CountWriter;
  private readonly total: CountWriter;

  constructor(database: DatabaseSyncInstance) {
    this.hour = new CountWriter(database, 'count_hour', 4, 'n = n + excluded.n');
    this.minute = new CountWriter(database, 'count_minute', 4, 'n = n + excluded.n');
    this.total = new CountWriter(
      database,
      'count_total',
      5,
      'n = n + excluded.n, first_ms = min(first_ms, excluded.first_ms), last_ms = max(last_ms, excluded.last_ms)',
    );
  }

  write({ hours, minutes }: PendingCounts): void {
    writeBuckets(this.hour, hours);
    writeBuckets(this.minute, minutes);
    const totals = totalsOf(hours);
    const { counts, firstTimes, lastTimes } = totals;
    for (const at of totals.inOrder()) {
      this.total.add(totals.id(at), totals.kindId(at), counts[at] ?? 0, firstTimes[at] ?? 0, lastTimes[at] ?? 0);
    }
    this.total.finish();
  }
}

function writeBuckets(writer: CountWriter, { buckets }: BucketCounts): void {
  for (const [bucket, pairs] of buckets) {
    for (const at of pairs.inOrder()) writer.add(bucket, pairs.id(at), pairs.kindId(at), pairs.counts[at] ?? 0);
  }
  writer.finish();
}

/** Nearly always all events of a commit lie in one hour, whose counts are then the totals. */
function totalsOf({ buckets }: BucketCounts): PairCounts {
  const [only] = buckets.values();
  if (only !== undefined && buckets.size === 1) return only;
  const totals = new PairCounts();
  for (const pairs of buckets.values()) totals.addAll(pairs);
  return totals;
}

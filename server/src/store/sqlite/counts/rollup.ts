import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { type BucketCounts, PairCounts } from '../../../core/aggregate/pair-counts.js';
import type { PendingCounts } from './pending-counts.js';

/** Adds counts to the stored ones: a table is accessed once per key and commit, not once per event. */
export class RollupWriter {
  private readonly hour: StatementSyncInstance;
  private readonly minute: StatementSyncInstance;
  private readonly total: StatementSyncInstance;

  constructor(database: DatabaseSyncInstance) {
    this.hour = database.prepare(
      'INSERT INTO count_hour VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n',
    );
    this.minute = database.prepare(
      'INSERT INTO count_minute VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n',
    );
    this.total = database.prepare(
      `INSERT INTO count_total VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n,
       first_ms = min(first_ms, excluded.first_ms), last_ms = max(last_ms, excluded.last_ms)`,
    );
  }

  write({ hours, minutes }: PendingCounts): void {
    writeBuckets(this.hour, hours);
    writeBuckets(this.minute, minutes);
    const totals = totalsOf(hours);
    for (const at of totals.inOrder()) {
      const { counts, firstTimes, lastTimes } = totals;
      this.total.run(totals.id(at), totals.kindId(at), counts[at] ?? 0, firstTimes[at] ?? 0, lastTimes[at] ?? 0);
    }
  }
}

function writeBuckets(statement: StatementSyncInstance, { buckets }: BucketCounts): void {
  for (const [bucket, pairs] of buckets) {
    for (const at of pairs.inOrder()) {
      statement.run(bucket, pairs.id(at), pairs.kindId(at), pairs.counts[at] ?? 0);
    }
  }
}

/** Nearly always all events of a commit lie in one hour, whose counts are then the totals. */
function totalsOf({ buckets }: BucketCounts): PairCounts {
  const [only] = buckets.values();
  if (only !== undefined && buckets.size === 1) return only;
  const totals = new PairCounts();
  for (const pairs of buckets.values()) totals.addAll(pairs);
  return totals;
}

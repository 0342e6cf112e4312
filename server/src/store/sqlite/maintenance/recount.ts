import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import type { NameCache } from '../name-cache.js';
import { scanSegments } from '../segments/segment-scan.js';
import { SegmentTable } from '../segments/segment-table.js';
import { CountSums, type CountTables } from './count-tables.js';
import type { SegmentSpan } from './segment-rows.js';
import type { Tally } from './tally.js';

const rowSchema = z.object({ time: z.number(), subjectId: z.number(), kindId: z.number() });
const SECONDS_AN_HOUR = HOUR_MS / 1000;
const MINUTES_AN_HOUR = HOUR_MS / MINUTE_MS;

/**
 * The excess of the counts, in the hours that a segment spans, over all readable events: when one segment is
 * unreadable, that is what it held. With several damaged ones in the same hours it is what they held together.
 */
export function recount(
  database: DatabaseSyncInstance,
  { firstTime, lastTime }: SegmentSpan,
  names: NameCache,
  counts: CountTables,
): CountSums {
  const [from, to] = [Math.floor(firstTime / HOUR_MS), Math.floor(lastTime / HOUR_MS)];
  const found = new CountSums((id) => names.gatewayIdOf(id));
  const range = { from: from * HOUR_MS, to: (to + 1) * HOUR_MS };
  // Damaged ones are skipped here; the caller reports them.
  const table = new SegmentTable(
    database,
    (id) => names.tunnelName(id),
    () => undefined,
  );
  scanSegments(table, { ...range, subjects: undefined, kinds: undefined }, ({ facts }, at, subjectId) => {
    found.add({ time: facts.times[at] ?? 0, subjectId, kindId: facts.kindIds[at] ?? 0 });
  });
  const rows =
    'SELECT time_ms AS time, subject_id AS subjectId, kind_id AS kindId FROM event WHERE time_ms >= ? AND time_ms < ?';
  for (const row of database.prepare(rows).iterate(range.from, range.to)) found.add(rowSchema.parse(row));
  const missing = new CountSums((id) => names.gatewayIdOf(id));
  for (const { key, kindId, bucket, count } of beyond(counts.hours(from, to), found.hours)) {
    missing.hours.add(bucket, key, kindId, count);
    missing.totals.add(0, key, kindId, count);
    missing.seconds.add(bucket * SECONDS_AN_HOUR, key, kindId, count);
  }
  const minutes = counts.minutes(from * MINUTES_AN_HOUR, (to + 1) * MINUTES_AN_HOUR - 1);
  for (const { key, kindId, bucket, count } of beyond(minutes, found.minutes)) {
    missing.minutes.add(bucket, key, kindId, count);
  }
  return missing;
}

function* beyond(kept: Tally, found: Tally) {
  for (const entry of kept.entries()) {
    const count = entry.count - found.get(entry.bucket, entry.key, entry.kindId);
    if (count > 0) yield { ...entry, count };
  }
}

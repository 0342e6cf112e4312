import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import { stretchOf } from '../events/event-where.js';
import type { NameCache } from '../name-cache.js';
import type { OpenSegment } from '../segments/open-segment.js';
import { subjectRuns } from '../segments/segment-scan.js';
import type { SegmentTable } from '../segments/segment-table.js';

interface MinuteCount {
  subjectId: number;
  minute: number;
  kindId: number;
  count: number;
  firstSecond: number;
  lastSecond: number;
}

const rowSchema = z.object({
  subjectId: z.number(),
  minute: z.number(),
  kindId: z.number(),
  count: z.number(),
  firstTime: z.number(),
  lastTime: z.number(),
});

/**
 * Counts by subject, minute and kind with the second of the first and the last event, of all events with
 * `from` <= time < `to` (epoch ms): the initial state of the rate rules. Six numbers per row, as in `StoreState.recent`.
 */
export function recentCounts(
  database: DatabaseSyncInstance,
  segments: SegmentTable,
  names: NameCache,
  { from, to }: { from: number; to: number },
): Float64Array {
  const found: number[] = [];
  const add = ({ subjectId, minute, kindId, count, firstSecond, lastSecond }: MinuteCount) => {
    found.push(names.canonicalOf(subjectId), minute, kindId, count * names.repeatsOf(kindId), firstSecond, lastSecond);
  };
  const rows = database.prepare(
    `SELECT subject_id AS subjectId, ${stretchOf('time_ms', MINUTE_MS)} AS minute, kind_id AS kindId, count(*) AS count,
            min(time_ms) AS firstTime, max(time_ms) AS lastTime
     FROM event WHERE time_ms >= ? AND time_ms < ? GROUP BY 1, 2, 3`,
  );
  for (const row of rows.iterate(from, to)) {
    const { firstTime, lastTime, ...pair } = rowSchema.parse(row);
    add({ ...pair, firstSecond: secondOf(firstTime), lastSecond: secondOf(lastTime) });
  }
  for (const head of segments.overlapping(from, to)) {
    segments.use(head, (segment) => {
      addSegment(segment, from, to, add);
    });
  }
  return Float64Array.from(found);
}

function addSegment(segment: OpenSegment, from: number, to: number, add: (count: MinuteCount) => void): void {
  const { content, head } = segment;
  const { kindIds } = content.symbolTable();
  const times = content.timesAt(content.positions());
  const symbols = content.symbols(0, head.count);
  for (const { subjectId, firstRow, count } of subjectRuns(segment, undefined)) {
    const cells = new Map<number, MinuteCount>();
    for (let row = firstRow; row < firstRow + count; row++) {
      const time = times[row] ?? 0;
      if (time < from || time >= to) continue;
      const [symbol, minute, second] = [symbols[row] ?? 0, Math.floor(time / MINUTE_MS), secondOf(time)];
      const key = minute * kindIds.length + symbol;
      const known = cells.get(key);
      if (known === undefined) {
        const kindId = kindIds[symbol] ?? 0;
        cells.set(key, { subjectId, minute, kindId, count: 1, firstSecond: second, lastSecond: second });
        continue;
      }
      known.count += 1;
      known.firstSecond = Math.min(known.firstSecond, second);
      known.lastSecond = Math.max(known.lastSecond, second);
    }
    for (const cell of cells.values()) add(cell);
  }
}

/** Second within its minute of a time, epoch ms. */
function secondOf(time: number): number {
  return Math.floor(time / 1000) - Math.floor(time / MINUTE_MS) * 60;
}

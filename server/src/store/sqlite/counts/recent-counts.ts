import { MINUTE_MS, SECOND_MS } from '@tunnelwatch/shared/time-units';
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
    // Most rows of a subject have the minute and the symbol of the one before, and need no search.
    let cell: MinuteCount | undefined;
    let lastKey = Number.NaN;
    for (let row = firstRow; row < firstRow + count; row++) {
      const time = times[row] ?? 0;
      if (time < from || time >= to) continue;
      const symbol = symbols[row] ?? 0;
      const minute = Math.floor(time / MINUTE_MS);
      const key = minute * kindIds.length + symbol;
      if (key !== lastKey || cell === undefined) {
        lastKey = key;
        cell = cells.get(key) ?? newCell(subjectId, minute, kindIds[symbol] ?? 0);
        cells.set(key, cell);
      }
      const second = Math.floor(time / SECOND_MS) - minute * 60;
      cell.count += 1;
      if (second < cell.firstSecond) cell.firstSecond = second;
      if (second > cell.lastSecond) cell.lastSecond = second;
    }
    for (const each of cells.values()) add(each);
  }
}

function newCell(subjectId: number, minute: number, kindId: number): MinuteCount {
  return { subjectId, minute, kindId, count: 0, firstSecond: 59, lastSecond: 0 };
}

/** Second within its minute of a time, epoch ms. */
function secondOf(time: number): number {
  return Math.floor(time / SECOND_MS) - Math.floor(time / MINUTE_MS) * 60;
}

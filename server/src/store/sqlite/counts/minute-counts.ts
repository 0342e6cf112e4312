import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { z } from 'zod';
import { CellCounter } from './count-sums.js';
import { numberIn } from '../rows.js';
import { stretchOf } from '../events/event-where.js';
import type { NameCache } from '../name-cache.js';
import type { OpenSegment } from '../segments/open-segment.js';
import type { ReadContext } from '../read-context.js';
import { subjectRuns } from '../segments/segment-scan.js';

const START_NUMBERS = 16_384;
/** Maximum span in minutes of a segment that is counted in cells; only hostile times exceed it. */
const MAX_CELLS = 4_194_304;

/** Counts in growing arrays of plain numbers: an hour of a busy day has a million of them, and they go to another thread. */
class FlatCounts {
  private numbers = new Float64Array(START_NUMBERS);
  private used = 0;

  /** @param names by which subjects are counted as they are shown */
  constructor(private readonly names: NameCache) {}

  add(subjectId: number, minute: number, kindId: number, count: number): void {
    if (this.used === this.numbers.length) {
      const larger = new Float64Array(this.numbers.length * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.used++] = this.names.canonicalOf(subjectId);
    this.numbers[this.used++] = minute;
    this.numbers[this.used++] = kindId;
    this.numbers[this.used++] = count;
  }

  list(): Float64Array {
    return this.numbers.slice(0, this.used);
  }
}

/** Multiplies counts, a few numbers each, by how many events one of their kind counts for. */
function unfold(numbers: Float64Array, width: number, kindAt: number, names: NameCache): Float64Array {
  if (names.folded.size === 0) return numbers;
  const countAt = kindAt + 1;
  for (let at = 0; at < numbers.length; at += width) {
    numbers[at + countAt] = (numbers[at + countAt] ?? 0) * names.repeatsOf(numbers[at + kindAt] ?? 0);
  }
  return numbers;
}

const rowSchema = z.object({ subjectId: z.number(), minute: z.number(), kindId: z.number(), count: z.number() });

const TOTAL_FIELDS = ['subject_id', 'kind_id', 'n', 'first_ms', 'last_ms'] as const;

/**
 * All stored events by subject and kind, five numbers each: subject, kind, count, oldest and newest time (epoch ms).
 * @param subjects the stored subjects to be counted; all of them when undefined
 */
export function totalCounts({ database, names }: ReadContext, subjects?: ReadonlySet<number>): Float64Array {
  const all = 'SELECT subject_id, kind_id, n, first_ms, last_ms FROM count_total';
  const rows =
    subjects === undefined
      ? database.prepare(all).all()
      : database
          .prepare(`${all} WHERE subject_id IN (SELECT value FROM json_each(?)) ORDER BY subject_id`)
          .all(JSON.stringify([...subjects]));
  const numbers = new Float64Array(rows.length * TOTAL_FIELDS.length);
  let at = 0;
  for (const row of rows) for (const field of TOTAL_FIELDS) numbers[at++] = numberIn(row, field);
  return unfold(names.hasJoined ? mergeTotals(numbers, names) : numbers, TOTAL_FIELDS.length, 1, names);
}

/** Totals of stored subjects as those of the subjects that they are shown as. */
function mergeTotals(numbers: Float64Array, names: NameCache): Float64Array {
  const width = TOTAL_FIELDS.length;
  const placeOf = new Map<string, number>();
  let used = 0;
  for (let at = 0; at < numbers.length; at += width) {
    const [stored = 0, kindId = 0, count = 0, first = 0, last = 0] = numbers.subarray(at, at + width);
    const subjectId = names.canonicalOf(stored);
    const key = `${String(subjectId)}.${String(kindId)}`;
    const place = placeOf.get(key);
    if (place === undefined) {
      placeOf.set(key, used);
      numbers.set([subjectId, kindId, count, first, last], used);
      used += width;
      continue;
    }
    numbers[place + 2] = (numbers[place + 2] ?? 0) + count;
    numbers[place + 3] = Math.min(numbers[place + 3] ?? first, first);
    numbers[place + 4] = Math.max(numbers[place + 4] ?? last, last);
  }
  return numbers.slice(0, used);
}

/**
 * Counts by subject, minute and kind of all events from the minute that begins at `since` (epoch ms) on; four numbers
 * each: subject, minutes since the epoch, kind, count. The same three may come more than once.
 * @param subjects the stored subjects to be counted; all of them when undefined
 */
export function minuteCounts(
  { database, segments, names }: ReadContext,
  since: number,
  subjects?: ReadonlySet<number>,
): Float64Array {
  const counts = new FlatCounts(names);
  const rows = database.prepare(
    `SELECT subject_id AS subjectId, ${stretchOf('time_ms', MINUTE_MS)} AS minute, kind_id AS kindId, count(*) AS count
     FROM event WHERE time_ms >= ? GROUP BY 1, 2, 3`,
  );
  for (const row of rows.iterate(since)) {
    const { subjectId, minute, kindId, count } = rowSchema.parse(row);
    if (subjects?.has(subjectId) ?? true) counts.add(subjectId, minute, kindId, count);
  }
  for (const head of segments.overlapping(since, Number.MAX_SAFE_INTEGER)) {
    segments.use(head, (segment) => {
      addSegment(counts, segment, since, subjects);
    });
  }
  return unfold(counts.list(), 4, 2, names);
}

function addSegment(
  counts: FlatCounts,
  segment: OpenSegment,
  since: number,
  subjects: ReadonlySet<number> | undefined,
): void {
  const { content, head } = segment;
  const { kindIds } = content.symbolTable();
  const first = Math.floor(Math.max(head.firstTime, since) / MINUTE_MS);
  const minutes = Math.floor(head.lastTime / MINUTE_MS) - first + 1;
  const times = minutes === 1 && head.firstTime >= since ? undefined : content.timesAt(content.positions());
  const symbols = content.symbols(0, head.count);
  const isCounted = minutes * kindIds.length <= MAX_CELLS;
  const cells = new CellCounter(isCounted ? minutes * kindIds.length : 0);
  const give = (cell: number, n: number, subjectId: number) => {
    counts.add(subjectId, first + Math.floor(cell / kindIds.length), kindIds[cell % kindIds.length] ?? 0, n);
  };
  const take = (cell: number, n: number, subjectId: number) => {
    if (isCounted) cells.add(cell, n);
    else give(cell, n, subjectId);
  };
  for (const { subjectId, firstRow, count } of subjectRuns(segment, subjects)) {
    // Most rows of a subject have the minute and the symbol of the one before: they are counted together.
    let cell = -1;
    let alike = 0;
    for (let row = firstRow; row < firstRow + count; row++) {
      const time = times?.[row] ?? since;
      if (time < since) continue;
      const minute = times === undefined ? 0 : Math.floor(time / MINUTE_MS) - first;
      const own = minute * kindIds.length + (symbols[row] ?? 0);
      if (own === cell) {
        alike += 1;
        continue;
      }
      if (alike > 0) take(cell, alike, subjectId);
      cell = own;
      alike = 1;
    }
    if (alike > 0) take(cell, alike, subjectId);
    cells.empty((own, n) => {
      give(own, n, subjectId);
    });
  }
}

import { COUNTED_CLASSES, countedIndex, FAILURES, type FailureClass } from '@tunnelwatch/shared/failure-class';
import type { ClassBucket, Series } from '@tunnelwatch/shared/series';
import { type Comparison, EARLIER_LABEL } from './comparison.js';
import { formatCount } from '@tunnelwatch/shared/format-number';

/** One point of a chart by class: its start and a count for every class, so that data keys never change. */
export type ChartRow = { readonly t: number } & Readonly<Record<FailureClass, number>>;

/** Rows and the time they cover, in the form for a chart. Epoch milliseconds. */
export interface ChartData {
  readonly rows: readonly ChartRow[];
  readonly from: number;
  readonly to: number;
  /** End of the last bucket, where the closing row is. */
  readonly end: number;
  readonly stepMs: number;
}

interface BucketSpan {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  readonly buckets: readonly ClassBucket[];
}

/**
 * Rows of live buckets; a bucket that the server did not send is a zero. Empty buckets that begin after `until` (epoch ms)
 * are left out: they belong to the rest of the minute, which is not known yet.
 */
export function rowsOfBuckets(span: BucketSpan, until = span.to): ChartData {
  const byTime = new Map(span.buckets.map((bucket) => [bucket.t, bucket.n]));
  const first = Math.floor(span.from / span.stepMs) * span.stepMs;
  const newest = Math.max(until, span.buckets.at(-1)?.t ?? until);
  const end = Math.min(span.to, (Math.floor(newest / span.stepMs) + 1) * span.stepMs);
  const rows: ChartRow[] = [];
  for (let t = first; t < end; t += span.stepMs) rows.push(rowOf(t, byTime.get(t) ?? []));
  return { rows: closed(rows, end), from: span.from, to: span.to, end, stepMs: span.stepMs };
}

/** Rows of series that were fetched with `by=class`. */
export function rowsOfSeries(answer: {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  readonly series: readonly Series[];
}): ChartData {
  const byTime = new Map<number, number[]>();
  for (const series of answer.series) {
    const index = series.class === null ? -1 : countedIndex(series.class);
    if (index >= 0) addPoints(byTime, index, series.points);
  }
  const times = [...byTime.keys()].sort((a, b) => a - b);
  const rows = times.map((t) => rowOf(t, byTime.get(t) ?? []));
  return { rows: closed(rows, answer.to), from: answer.from, to: answer.to, end: answer.to, stepMs: answer.stepMs };
}

function addPoints(byTime: Map<number, number[]>, index: number, points: Series['points']): void {
  for (const [t, count] of points) {
    const counts = byTime.get(t) ?? new Array<number>(COUNTED_CLASSES.length).fill(0);
    counts[index] = (counts[index] ?? 0) + count;
    byTime.set(t, counts);
  }
}

/** The last bucket for drawing as steps: it needs an end as well as a start. */
function closed(rows: ChartRow[], end: number): readonly ChartRow[] {
  const last = rows.at(-1);
  return last === undefined || last.t >= end ? rows : [...rows, { ...last, t: end }];
}

function rowOf(t: number, n: readonly number[]): ChartRow {
  const at = (index: number): number => n[index] ?? 0;
  return {
    t,
    replay: at(0),
    integrity: at(1),
    decryption: at(2),
    encryption: at(3),
    malformed: at(4),
    reassembly: at(5),
    ecn: at(6),
    sequence: at(7),
    routing: at(8),
    policy: at(9),
    memory: at(10),
    unknown: at(11),
  };
}

/** Sum of each class over a chart's rows; the closing row repeats the last bucket and is not counted. */
export function totalsOf(data: ChartData): Readonly<Record<FailureClass, number>> {
  const sums: Record<FailureClass, number> = { ...rowOf(0, []) };
  for (const row of bucketsOf(data)) {
    for (const name of COUNTED_CLASSES) sums[name] += row[name];
  }
  return sums;
}

/** The failures among sums by class, without unknown messages. */
export function failuresIn(totals: Readonly<Record<FailureClass, number>>): number {
  return FAILURES.reduce((sum, name) => sum + totals[name], 0);
}

/** The content of a chart in words: "1,204 failures", "1 failure, 3 unknown messages". */
export function sumLabel(failures: number, unknown: number): string {
  const words = `${formatCount(failures)} ${failures === 1 ? 'failure' : 'failures'}`;
  if (unknown === 0) return words;
  return `${words}, ${formatCount(unknown)} unknown ${unknown === 1 ? 'message' : 'messages'}`;
}

/** The rows of a chart without the closing one, which repeats the last bucket. */
export function bucketsOf({ rows, end }: ChartData): readonly ChartRow[] {
  return rows.at(-1)?.t === end ? rows.slice(0, -1) : rows;
}

/** The same rows later by some milliseconds: an earlier time beside a later one. */
export function shiftedRows({ rows, from, to, end, stepMs }: ChartData, byMs: number): ChartData {
  return {
    rows: rows.map((row) => ({ ...row, t: row.t + byMs })),
    from: from + byMs,
    to: to + byMs,
    end: end + byMs,
    stepMs,
  };
}

/** How many failures there were at the compared time, to append to a sum; empty without a comparison. */
export function comparedLabel(
  compare: Comparison | null,
  ghost: ChartData | null,
  classes: readonly FailureClass[] = FAILURES,
): string {
  if (compare === null || ghost === null) return '';
  const totals = totalsOf(ghost);
  const failures = FAILURES.filter((name) => classes.includes(name)).reduce((sum, name) => sum + totals[name], 0);
  return `, ${failures === 0 ? 'none recorded' : formatCount(failures)} ${EARLIER_LABEL[compare]}`;
}

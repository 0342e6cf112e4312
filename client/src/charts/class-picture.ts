import type { FailureClass } from '@tunnelwatch/shared/failure-class';
import { formatCount, formatRate } from '@tunnelwatch/shared/format-number';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type uPlot from 'uplot';
import { formatClock, formatDateTime } from '../format/format-time.js';
import { CLASS_STYLE } from '../theme/class-style.js';
import { bucketsOf, type ChartData, type ChartRow } from './chart-rows.js';
import type { ChartTable } from './chart-table.js';

/** How classes share a chart: on top of each other, or each from zero. */
export type ClassChartKind = 'stack' | 'lines';

export interface ClassContent {
  readonly data: ChartData;
  /** Classes to draw, bottom first. */
  readonly classes: readonly FailureClass[];
  readonly kind: ClassChartKind;
  /** The same classes at an earlier time, moved to this one; null without a comparison. */
  readonly ghost: ChartData | null;
}

/** Rates per minute: buckets differ in width with the time range, and rates do not shrink when somebody zooms in. */
function perMinute({ stepMs }: ChartData): number {
  return MINUTE_MS / stepMs;
}

/**
 * The columns of a chart: times, then each class, in a stack on top of those before it, then the ghost, which is one line for a stack
 * and one for each class otherwise.
 */
export function classColumns({ data, classes, kind, ghost }: ClassContent): uPlot.AlignedData {
  const times = data.rows.map(({ t }) => t);
  const factor = perMinute(data);
  const columns: (number | null)[][] = classes.map(() => []);
  for (const row of data.rows) {
    let below = 0;
    for (const [index, name] of classes.entries()) {
      const rate = row[name] * factor;
      below = kind === 'stack' ? below + rate : rate;
      columns[index]?.push(below);
    }
  }
  if (ghost === null) return [times, ...columns];
  const earlier = new Map(ghost.rows.map((row) => [row.t, row]));
  const groups = kind === 'stack' ? [classes] : classes.map((name) => [name]);
  const ghosts = groups.map((names) =>
    times.map((t) => {
      const row = earlier.get(t);
      return row === undefined ? null : sumOf(row, names) * factor;
    }),
  );
  return [times, ...columns, ...ghosts];
}

/** The highest value of some columns. */
export function highestOf([, ...columns]: uPlot.AlignedData): number {
  let most = 0;
  for (const column of columns) for (const value of column) most = Math.max(most, value ?? 0);
  return most;
}

function sumOf(row: ChartRow, names: readonly FailureClass[]): number {
  return names.reduce((sum, name) => sum + row[name], 0);
}

/** What can be seen in the chart, in sentences. */
export function classText({ data, classes, ghost }: ClassContent): string {
  const rows = bucketsOf(data);
  const factor = perMinute(data);
  const total = rows.reduce((sum, row) => sum + sumOf(row, classes), 0);
  if (total === 0) return 'No events in this time range.';
  const peak = rows.reduce((most, row) => (sumOf(row, classes) > sumOf(most, classes) ? row : most));
  const last = rows.at(-1);
  const parts = [
    `Highest: ${formatRate(sumOf(peak, classes) * factor)} per minute at ${formatDateTime(peak.t)}.`,
    ...(last === undefined ? [] : [`Last: ${formatRate(sumOf(last, classes) * factor)} per minute.`]),
    `${formatCount(total)} events in all${ghost === null ? '.' : `; ${formatCount(ghostSum(ghost, classes))} in the compared time.`}`,
  ];
  return parts.join(' ');
}

/** Events of some classes in the compared time. */
export function ghostSum(ghost: ChartData, classes: readonly FailureClass[]): number {
  return bucketsOf(ghost).reduce((sum, row) => sum + sumOf(row, classes), 0);
}

/** The buckets with events as rows, newest first. */
export function classTable({ data, classes, ghost }: ClassContent): ChartTable {
  const rows = bucketsOf(data);
  const used = classes.filter((name) => rows.some((row) => row[name] > 0));
  const earlier = new Map((ghost === null ? [] : bucketsOf(ghost)).map((row) => [row.t, row]));
  const isOfDays = data.to - data.from > LONG_MS;
  return {
    columns: [
      `From, for ${stepLabel(data.stepMs)}`,
      ...used.map((name) => CLASS_STYLE[name].label),
      'All',
      'Per minute',
      ...(ghost === null ? [] : ['Compared']),
    ],
    rows: rows
      .filter((row) => sumOf(row, classes) > 0 || sumOf(earlier.get(row.t) ?? row, classes) > 0)
      .toReversed()
      .map((row) => [
        isOfDays ? formatDateTime(row.t) : formatClock(row.t),
        ...used.map((name) => formatCount(row[name])),
        formatCount(sumOf(row, classes)),
        formatRate(sumOf(row, classes) * perMinute(data)),
        ...(ghost === null ? [] : [comparedCell(earlier.get(row.t), classes)]),
      ]),
    note: 'Times without events are left out.',
  };
}

/** A clock time alone says which day it is up to this span. */
const LONG_MS = 12 * 60 * MINUTE_MS;

function comparedCell(row: ChartRow | undefined, classes: readonly FailureClass[]): string {
  return row === undefined ? '–' : formatCount(sumOf(row, classes));
}

/** The width of a bucket in words. */
export function stepLabel(ms: number): string {
  if (ms < MINUTE_MS) return `${String(ms / 1000)} s`;
  return ms < 60 * MINUTE_MS ? `${String(ms / MINUTE_MS)} min` : `${String(ms / (60 * MINUTE_MS))} h`;
}

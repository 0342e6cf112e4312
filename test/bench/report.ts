import { formatValue, type Unit } from './support/format-value.js';
import type { Plot } from './support/plot.js';

/** Something measured, beside something else that was measured in the same run, and what we aim at. */
export interface Row {
  what: string;
  /** Undefined when it could not be measured; the note says why. */
  value: number | undefined;
  unit: Unit;
  /** The lowest and the highest of several measurements, whose median the value is. */
  spread?: Spread | undefined;
  beside?: { name: string; value: number; spread?: Spread | undefined } | undefined;
  goal?: Goal | undefined;
  note?: string | undefined;
}

export interface Spread {
  min: number;
  max: number;
}

export interface Goal {
  kind: 'at least' | 'at most';
  value: number;
  /** The goal is about the ratio and not about the value. */
  isRatio?: boolean;
}

export interface Table {
  title: string;
  rows: readonly Row[];
  /** Sentences below the table. */
  notes?: readonly string[];
  /** Where it stands in the document when it is not among the results, with its figure there. */
  section?: { name: string; plot: Plot };
}

/** Our figure divided by what stands beside it. */
export function ratioOf({ value, beside }: Row): number | undefined {
  return value === undefined || beside === undefined || beside.value === 0 ? undefined : value / beside.value;
}

/** Whether a goal is met; undefined without a goal, and a figure that is missing meets none. */
export function isMet(row: Row): boolean | undefined {
  if (row.goal === undefined) return undefined;
  const figure = row.goal.isRatio === true ? ratioOf(row) : row.value;
  if (figure === undefined) return false;
  return row.goal.kind === 'at least' ? figure >= row.goal.value : figure <= row.goal.value;
}

const HEAD = ['', 'figure', 'beside', 'ratio', 'goal', '', 'note'];

/** A table as Markdown, which is as readable on a terminal. */
export function renderTable({ title, rows, notes = [] }: Table, picture?: string): string {
  const cells = [HEAD, ...rows.map(cellsOf)];
  const used = HEAD.map((_, column) => column < 2 || cells.slice(1).some((row) => row[column] !== ''));
  const kept = cells.map((row) => row.filter((_, column) => used[column]));
  const widths = (kept[0] ?? []).map((_, column) => Math.max(3, ...kept.map((row) => row[column]?.length ?? 0)));
  const lines = kept.map((row) => `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`);
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const table = [lines[0], rule, ...lines.slice(1)].join('\n');
  return [`### ${title}`, ...(picture === undefined ? [] : [`![${title}](${picture})`]), table, ...notes].join('\n\n');
}

function cellsOf(row: Row): string[] {
  const ratio = ratioOf(row);
  const met = isMet(row);
  return [
    row.what,
    row.value === undefined ? '–' : `${formatValue(row.value, row.unit)}${formatSpread(row.spread, row.unit)}`,
    row.beside === undefined
      ? ''
      : `${formatValue(row.beside.value, row.unit)}${formatSpread(row.beside.spread, row.unit)} ${row.beside.name}`,
    ratio === undefined ? '' : formatRatio(ratio),
    row.goal === undefined ? '' : formatGoal(row.goal, row.unit),
    met === undefined ? '' : met ? 'pass' : 'MISS',
    row.note ?? '',
  ];
}

/** In brackets behind the median: the unit stands there already. */
function formatSpread(spread: Spread | undefined, unit: Unit): string {
  if (spread === undefined) return '';
  const [min, max] = [spread.min, spread.max].map((value) => formatValue(value, unit).replace(/ .*$/, ''));
  return ` (${min ?? ''}–${max ?? ''})`;
}

function formatGoal({ kind, value, isRatio }: Goal, unit: Unit): string {
  return `${kind === 'at least' ? '≥' : '≤'} ${isRatio === true ? formatRatio(value) : formatValue(value, unit)}`;
}

function formatRatio(ratio: number): string {
  return `${ratio >= 10 ? ratio.toFixed(0) : ratio >= 2 ? ratio.toFixed(1) : ratio.toFixed(2)}×`;
}

/** Goals met and missed, in one line. */
export function summarise(tables: readonly Table[]): string {
  const rows = tables
    .flatMap(({ title, rows: all }) => all.map((row) => ({ ...row, title })))
    .filter(({ goal }) => goal);
  const missed = rows.filter((row) => isMet(row) !== true);
  const names = missed.map(({ title, what }) => `${title}: ${what}`).join('; ');
  return `${String(rows.length - missed.length)} of ${String(rows.length)} goals met${names === '' ? '' : `; missed: ${names}`}`;
}

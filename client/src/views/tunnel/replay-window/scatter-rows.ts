import {
  DROP_KIND_LABEL,
  DROP_KINDS,
  type DropKind,
  type DropPoint,
  type WindowAnalysis,
} from '@tunnelwatch/shared/diagnosis';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { beyondLabel, focusedAxis, placeOnAxis } from '@tunnelwatch/shared/number-axis';

/** A refused packet at its place in the chart. */
export interface ScatterRow extends DropPoint {
  readonly drawn: number;
}

/** Packets by their lag behind the right edge. A logarithmic axis has no 0: the edge itself is drawn at 1. */
export function lagRows(points: readonly DropPoint[]): readonly ScatterRow[] {
  return points.flatMap((point) => (point.lag === null ? [] : [{ ...point, drawn: Math.max(1, point.lag + 1) }]));
}

/** Packets by their numbers, and the axis around the window; outliers are drawn at its ends. */
export function numberRows(points: readonly DropPoint[], { course }: Pick<WindowAnalysis, 'course'>) {
  const edges = course
    .filter(({ counter }) => counter === 'peer')
    .flatMap(({ samples }) => samples.map(({ seqno }) => seqno));
  const focused = focusedAxis(
    edges,
    points.map(({ seqno }) => seqno),
  );
  const { axis } = focused;
  const rows = points.map((point): ScatterRow => ({ ...point, drawn: placeOnAxis(axis, point.seqno) }));
  return { axis, rows, beyond: beyondLabel(focused) };
}

/** From the first to the last drawn item, at least a second. Epoch ms. */
export function spanOf(rows: readonly { readonly time: number }[], { course }: Pick<WindowAnalysis, 'course'>) {
  const times = [
    ...rows.map(({ time }) => time),
    ...course.filter(({ counter }) => counter === 'peer').flatMap(({ samples }) => samples.map(({ time }) => time)),
  ];
  const from = Math.min(...times);
  return { from, to: Math.max(from + 1000, ...times) };
}

/** How many packets of each kind are drawn, for the kinds that occur. */
export function drawnByKind(
  rows: readonly ScatterRow[],
): readonly { readonly kind: DropKind; readonly drawn: number }[] {
  return DROP_KINDS.map((kind) => ({ kind, drawn: rows.filter((row) => row.kind === kind).length })).filter(
    ({ drawn }) => drawn > 0,
  );
}

/** What can be seen in a scatter, in a sentence. */
export function scatterText(rows: readonly ScatterRow[]): string {
  const kinds = drawnByKind(rows).map(({ kind, drawn }) => `${formatCount(drawn)} ${DROP_KIND_LABEL[kind]}`);
  return `Drawn: ${kinds.join(', ')}.`;
}

/** Total packets of a kind, drawn or not; undefined if they were not counted. */
export function countOf(kind: DropKind, window: WindowAnalysis): number | undefined {
  return kind === 'integrity' ? undefined : window[kind];
}

/** How a kind of drop looks in charts: a colour, and a shape for those who do not see it. */
export const DROP_STYLE: Readonly<
  Record<DropKind, { color: string; shape: 'circle' | 'square' | 'cross' | 'triangle' }>
> = {
  late: { color: 'var(--class-replay)', shape: 'circle' },
  duplicate: { color: 'var(--class-other)', shape: 'square' },
  inconsistent: { color: 'var(--class-crypto)', shape: 'cross' },
  integrity: { color: 'var(--class-integrity)', shape: 'triangle' },
};

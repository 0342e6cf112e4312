import { DROP_KINDS, type DropKind } from '@tunnelwatch/shared/diagnosis';
import { short, type PlotPoint } from '@tunnelwatch/shared/plot-paths';
import { html, type Html } from './html.js';
import type { LegendItem } from './plot.js';

/** Style of a kind of drop in print: a colour, and a shape that identifies it without one. */
const LOOK: Readonly<Record<DropKind, { color: string; words: string; shape: string }>> = {
  late: { color: '#6d3fd6', words: 'late', shape: 'm-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0' },
  duplicate: { color: '#8a6d1f', words: 'duplicate', shape: 'm-3 -3h6v6h-6z' },
  inconsistent: { color: '#b0408c', words: 'above the window', shape: 'm-1 -4h2v3h3v2h-3v3h-2v-3h-3v-2h3z' },
  integrity: { color: '#0b8a7d', words: 'integrity failed', shape: 'm0 -4l4 7h-8z' },
};

/** Refused packets as marks. */
export function marksOf(points: readonly (PlotPoint & { kind: DropKind })[]): Html[] {
  return DROP_KINDS.flatMap((kind) => {
    const own = points.filter((point) => point.kind === kind);
    if (own.length === 0) return [];
    const path = own.map(({ x, y }) => `M${String(short(x))} ${String(short(y))}${LOOK[kind].shape}`).join('');
    return [html`<path fill="${LOOK[kind].color}" fill-opacity="0.8" d="${path}" />`];
  });
}

/** The legend of the marks, and how many of each are drawn. */
export function marksLegend(points: readonly { kind: DropKind }[]): LegendItem[] {
  return DROP_KINDS.flatMap((kind) => {
    const drawn = points.filter((point) => point.kind === kind).length;
    const { color, words, shape } = LOOK[kind];
    const mark = html`<path fill="${color}" d="M6 6${shape}" />`;
    return drawn === 0 ? [] : [{ color, words: `${words}, ${String(drawn)} drawn`, mark }];
  });
}

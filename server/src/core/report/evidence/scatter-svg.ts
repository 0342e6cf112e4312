import {
  DROP_KIND_LABEL,
  DROP_KINDS,
  type DropKind,
  type DropPoint,
  type TunnelDiagnosis,
} from '@tunnelwatch/shared/diagnosis';
import { niceTicks, tickLabel } from '@tunnelwatch/shared/nice-ticks';
import { beyondLabel, focusedAxis, groupDigits, type NumberAxis, placeOnAxis } from '@tunnelwatch/shared/number-axis';
import { bandPath, linePath, type PlotPoint, short } from '@tunnelwatch/shared/plot-paths';
import { windowBands } from '@tunnelwatch/shared/window-band';
import { html, type Html } from './html.js';
import {
  type LegendItem,
  linearScale,
  logScale,
  picture,
  PLOT,
  rekeyMarks,
  timeAxis,
  timeScale,
  valueAxis,
} from './plot.js';

const EDGE = '#1763a6';
const TICKS = 6;

type Diagnosed = Pick<TunnelDiagnosis, 'points' | 'window'>;

/** Dropped packets by sequence number over time, and the window as a band; undefined if no line has the number. */
export function numbersSvg({ points, window }: Diagnosed): Html | undefined {
  if (points.length === 0) return undefined;
  const edges = window.course.filter(({ counter }) => counter === 'peer').flatMap(({ samples }) => samples);
  const focused = focusedAxis(edges.map(seqnoOf), points.map(seqnoOf));
  const { axis } = focused;
  const span = spanOf([...points, ...edges]);
  const toX = timeScale(span);
  const ticks = ticksOf(axis);
  const toY = linearScale(axis.least, axis.most, PLOT.bottom - 4, PLOT.top + 4);
  const bands = windowBands(window.course, axis).map((band) => ({
    top: band.map(({ time, top }) => ({ x: toX(time), y: toY(top) })),
    bottom: band.map(({ time, bottom }) => ({ x: toX(time), y: toY(Math.max(bottom, axis.least)) })),
  }));
  const marks = points.map(({ kind, time, seqno }) => ({ kind, x: toX(time), y: toY(placeOnAxis(axis, seqno)) }));
  const base = axis.base === 0n ? '' : `, numbers from ${groupDigits(String(axis.base))} on`;
  const beyond = beyondLabel(focused);
  return picture(
    `Dropped packets by sequence number over time, with the window and ${String(window.rekeys.length)} new SAs${base}${beyond === undefined ? '' : `. ${beyond}`}`,
    [
      ...valueAxis(ticks, toY),
      ...bands.map(({ top, bottom }) => html`<path fill="${EDGE}" fill-opacity="0.25" d="${bandPath(top, bottom)}" />`),
      ...rekeyMarks(window.rekeys, toX),
      ...marksOf(marks),
      ...bands.map(({ top }) => html`<path fill="none" stroke="${EDGE}" d="${linePath(top)}" />`),
      ...timeAxis(span),
    ],
    [...marksLegend(points), ...(edges.length === 0 ? [] : [{ color: EDGE, words: `window${base}` }])],
  );
}

const seqnoOf = ({ seqno }: { readonly seqno: string }): string => seqno;

/** Refused packets by lag behind the right edge over time; undefined if no line has the window. */
export function lagSvg({ points, window }: Diagnosed): Html | undefined {
  const lags = points.flatMap((point) => (point.lag === null ? [] : [{ ...point, drawn: Math.max(1, point.lag + 1) }]));
  if (lags.length === 0) return undefined;
  const size = window.windowSizes.at(-1) ?? 1;
  const most = lags.reduce((largest, { drawn }) => Math.max(largest, drawn * 1.5), size * 2);
  const span = spanOf(lags);
  const toX = timeScale(span);
  const toY = logScale(1, most, PLOT.bottom, PLOT.top);
  const ticks = Array.from({ length: Math.floor(Math.log10(most)) + 1 }, (_, power) => 10 ** power);
  const marks = lags.map(({ kind, time, drawn }) => ({ kind, x: toX(time), y: toY(drawn) }));
  const end = [
    { x: PLOT.left, y: toY(size) },
    { x: PLOT.right, y: toY(size) },
  ];
  return picture(
    'Dropped packets by lag behind the right edge of the window over time, in packets, logarithmic',
    [
      ...valueAxis(
        ticks.map((value) => ({ value, words: tickLabel(value, value) })),
        toY,
      ),
      ...rekeyMarks(window.rekeys, toX),
      ...marksOf(marks),
      html`<path fill="none" stroke="${EDGE}" d="${linePath(end)}" />`,
      ...timeAxis(span),
    ],
    [...marksLegend(lags), { color: EDGE, words: `end of the window of ${String(size)} packets` }],
  );
}

/** Round numbers of an axis, relative to its base if it has one. */
export function ticksOf({ base, least, most }: NumberAxis): { value: number; words: string }[] {
  const values = niceTicks(least, most, TICKS);
  const step = (values[1] ?? 1) - (values[0] ?? 0);
  const sign = base === 0n ? '' : '+';
  return values.map((value) => ({ value, words: (value > 0 ? sign : '') + tickLabel(value, step) }));
}

/** From the first to the last of some times, at least a second. Epoch ms. */
function spanOf(moments: readonly Pick<DropPoint, 'time'>[]): { from: number; to: number } {
  const times = moments.map(({ time }) => time);
  const from = Math.min(...times);
  return { from, to: Math.max(from + 1000, ...times) };
}

/** How a kind of drop looks on paper: a colour, and a shape that tells it without one. */
const LOOK: Readonly<Record<DropKind, { color: string; shape: string }>> = {
  late: { color: '#6d3fd6', shape: 'm-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0' },
  duplicate: { color: '#8a6d1f', shape: 'm-3 -3h6v6h-6z' },
  inconsistent: { color: '#b0408c', shape: 'm-1 -4h2v3h3v2h-3v3h-2v-3h-3v-2h3z' },
  integrity: { color: '#0b8a7d', shape: 'm0 -4l4 7h-8z' },
};

/** Refused packets as marks. */
function marksOf(points: readonly (PlotPoint & { kind: DropKind })[]): Html[] {
  return DROP_KINDS.flatMap((kind) => {
    const own = points.filter((point) => point.kind === kind);
    if (own.length === 0) return [];
    const path = own.map(({ x, y }) => `M${String(short(x))} ${String(short(y))}${LOOK[kind].shape}`).join('');
    return [html`<path fill="${LOOK[kind].color}" fill-opacity="0.8" d="${path}" />`];
  });
}

/** What the marks mean, and how many of each are drawn. */
function marksLegend(points: readonly { kind: DropKind }[]): LegendItem[] {
  return DROP_KINDS.flatMap((kind) => {
    const drawn = points.filter((point) => point.kind === kind).length;
    const { color, shape } = LOOK[kind];
    const mark = html`<path fill="${color}" d="M6 6${shape}" />`;
    return drawn === 0 ? [] : [{ color, words: `${DROP_KIND_LABEL[kind]}, ${String(drawn)} drawn`, mark }];
  });
}

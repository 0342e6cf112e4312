import { COUNTED_CLASSES, type FailureClass } from '@tunnelwatch/shared/failure-class';
import { niceStep } from '@tunnelwatch/shared/nice-ticks';
import { short } from '@tunnelwatch/shared/plot-paths';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { SeriesGroup } from '../../aggregate/series-group.js';
import { html, type Html } from './html.js';
import { linearScale, picture, PLOT, timeAxis, valueAxis } from './plot.js';

/** Counts by class over time, as the store gives them. Times are epoch ms. */
export interface ChartSeries {
  from: number;
  stepMs: number;
  buckets: number;
  groups: readonly SeriesGroup[];
}

/** Colours that differ on white paper; classes that share one are distinguished by the name beside it. */
const COLORS: Readonly<Record<FailureClass, string>> = {
  replay: '#6d3fd6',
  integrity: '#0b8a7d',
  decryption: '#b0408c',
  encryption: '#d98cc0',
  malformed: '#8a6d1f',
  reassembly: '#c7a44a',
  ecn: '#e0cd94',
  sequence: '#7a2a5f',
  routing: '#333333',
  policy: '#777777',
  memory: '#aaaaaa',
  unknown: '#c8d2dc',
};

interface Band {
  name: FailureClass;
  counts: readonly number[];
  total: number;
}

/** A chart of counts by class over time: stacked bars, the axis from zero. */
export function chartSvg(series: ChartSeries): Html {
  const { from, stepMs, buckets } = series;
  const bands = bandsOf(series);
  const totals = Array.from({ length: buckets }, (_, at) => sum(bands.map(({ counts }) => counts[at] ?? 0)));
  const most = niceStep(Math.max(1, ...totals));
  const ticks = [0, 0.5, 1].map((share) => ({ value: most * share, words: String(short(most * share)) }));
  const span = { from, to: from + stepMs * buckets };
  const toY = linearScale(0, most, PLOT.bottom, PLOT.top);
  return picture(
    `Events by class, each bar ${spanWords(stepMs)}, ${String(sum(totals))} in all`,
    [...valueAxis(ticks, toY), ...barsOf(bands, buckets, most), ...timeAxis(span)],
    bands.map(({ name, total }) => ({ color: COLORS[name], words: `${name} ${String(total)}` })),
  );
}

function bandsOf({ groups, buckets }: ChartSeries): Band[] {
  return COUNTED_CLASSES.flatMap((name) => {
    const own = groups.filter((group) => group.class === name);
    const counts = Array.from({ length: buckets }, (_, at) => sum(own.map((group) => group.counts[at] ?? 0)));
    const total = sum(counts);
    return total === 0 ? [] : [{ name, counts, total }];
  });
}

function barsOf(bands: readonly Band[], buckets: number, most: number): Html[] {
  const width = (PLOT.right - PLOT.left) / buckets;
  const bar = short(Math.max(0.5, width - 0.5));
  const heights = new Array<number>(buckets).fill(0);
  return bands.map(({ name, counts }) => {
    let path = '';
    for (const [at, count] of counts.entries()) {
      if (count === 0) continue;
      const height = (count / most) * (PLOT.bottom - PLOT.top);
      const base = heights[at] ?? 0;
      heights[at] = base + height;
      path += `M${short(PLOT.left + at * width)} ${short(PLOT.bottom - base - height)}h${bar}v${short(height)}h-${bar}z`;
    }
    return html`<path fill="${COLORS[name]}" d="${path}" />`;
  });
}

function spanWords(stepMs: number): string {
  return stepMs < MINUTE_MS ? `${String(short(stepMs / 1000))} s` : `${String(short(stepMs / MINUTE_MS))} min`;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

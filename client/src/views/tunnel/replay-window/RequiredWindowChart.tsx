import type { LagBucket, WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { formatCount, formatShare, formatShort, formatTick } from '@tunnelwatch/shared/format-number';
import { type NeededHistogram, neededHistogram } from '@tunnelwatch/shared/needed-histogram';
import { useCallback, useMemo } from 'react';
import type uPlot from 'uplot';
import type { ChartTable } from '../../../charts/chart-table.js';
import { ChartFrame } from '../../../charts/ChartFrame.js';
import { drawText, drawVerticals } from '../../../charts/plot/draw.js';
import { Plot } from '../../../charts/plot/Plot.js';
import { numberAxisBelow, valueAxis } from '../../../charts/plot/plot-axes.js';
import type { Hover, Picture, PlotForm } from '../../../charts/plot/plot-host.js';
import type { PlotTheme } from '../../../charts/plot/plot-theme.js';
import { INVISIBLE } from './scatter-form.js';

const HEIGHT_REM = 11;
const TICKS = 7;
/** Labels of the lines are above the bars. */
const HEADROOM = 1.45;

/** Late packets by the smallest window that would have accepted them, on a logarithmic axis. */
export function RequiredWindowChart({ window }: { readonly window: WindowAnalysis }) {
  const histogram = useMemo(() => neededHistogram(window, TICKS), [window]);
  if (histogram === undefined) return null;
  return <Histogram histogram={histogram} late={window.late} />;
}

function Histogram({ histogram, late }: { readonly histogram: NeededHistogram; readonly late: number }) {
  const { bars, current, advised, ticks } = histogram;
  const form = useMemo(() => formOf(ticks), [ticks]);
  const picture = useMemo(() => pictureOf(histogram), [histogram]);
  const tooltip = useCallback(
    ({ at }: Hover) => {
      const bar = bars.find(({ from, to }) => at >= from - 1 && at <= to);
      return bar === undefined ? null : `${formatCount(bar.count)} needed a window of ${rangeLabel(bar)}`;
    },
    [bars],
  );
  const table = useCallback(() => tableOf(histogram), [histogram]);
  const lines = [
    ...(current === null ? [] : [`The current window is ${formatCount(current)}.`]),
    ...(advised === null
      ? []
      : [`${formatCount(advised.window)} would have accepted ${formatShare(advised.share, 1)}.`]),
  ];
  return (
    <ChartFrame
      label={`${formatCount(late)} late packets by required window`}
      text={lines.join(' ')}
      table={table}
      heightRem={HEIGHT_REM}
    >
      <Plot form={form} picture={picture} tooltip={tooltip} />
    </ChartFrame>
  );
}

function formOf(ticks: readonly number[]): PlotForm {
  return {
    isTime: false,
    isLogX: true,
    axes: (theme) => [
      numberAxisBelow(theme, { format: formatWindow, ticks: () => [...ticks] }),
      valueAxis(theme, { format: formatTick }),
    ],
    series: () => [INVISIBLE],
  };
}

/** Windows are powers of two: they are labelled in full as long as there is room. */
function formatWindow(size: number): string {
  return size < 100_000 ? formatCount(size) : formatShort(size);
}

function pictureOf(histogram: NeededHistogram): Picture {
  const { bars, from, to, most } = histogram;
  return {
    data: [bars.map((bar) => bar.to), bars.map(({ count }) => count)],
    x: [from, to],
    y: [0, Math.max(1, Math.ceil(most * HEADROOM))],
    over: (plot, theme) => drawHistogram(plot, theme, histogram),
  };
}

function drawHistogram(plot: uPlot, theme: PlotTheme, { bars, current, advised, most }: NeededHistogram): void {
  for (const bar of bars) drawBar(plot, theme, bar, advised !== null && bar.to <= advised.window);
  const top = most * HEADROOM;
  const middle = plot.bbox.left + plot.bbox.width / 2;
  const line = (size: number, label: string, row: number, dash: readonly number[]): void => {
    drawVerticals(plot, theme, [size], { color: 'var(--text)', widthRem: 0.1, dash });
    const align = plot.valToPos(size, 'x', true) > middle ? 'right' : 'left';
    drawText(plot, theme, label, { x: size, y: top, align, row });
  };
  if (advised !== null) {
    const { window, share } = advised;
    line(window, `recommended ${formatCount(window)}: accepts ${formatShare(share, 1)}`, 1.8, []);
  }
  // Labels of lines that are close together are put into separate rows.
  if (current !== null) line(current, `current ${formatCount(current)}`, 0.7, [5, 3]);
}

/** A bar spans from the smallest to the largest window of its packets, and is never too thin to be visible. */
function drawBar(plot: uPlot, theme: PlotTheme, { from, to, count }: LagBucket, isSaved: boolean): void {
  const { ctx, bbox } = plot;
  const left = plot.valToPos(Math.max(1, from - 1), 'x', true);
  const right = plot.valToPos(to, 'x', true);
  const bottom = bbox.top + bbox.height;
  const top = Math.min(plot.valToPos(count, 'y', true), bottom - devicePixelRatio);
  ctx.fillStyle = theme.color(isSaved ? 'var(--accent)' : 'var(--class-replay)');
  ctx.fillRect(left + 0.5, top, Math.max(devicePixelRatio, right - left - 1), bottom - top);
}

function rangeLabel({ from, to }: LagBucket): string {
  return `${formatCount(from)} to ${formatCount(to)}`;
}

function tableOf({ bars }: NeededHistogram): ChartTable {
  return {
    columns: ['Required window', 'Late packets'],
    rows: bars.map((bar) => [rangeLabel(bar), formatCount(bar.count)]),
  };
}

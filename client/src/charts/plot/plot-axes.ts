import type uPlot from 'uplot';
import { formatAxisTime } from '../../format/format-time.js';
import { timeTicks } from '../time-ticks.js';
import type { PlotTheme } from './plot-theme.js';

const HEIGHT_REM = 1.75;
const WIDTH_REM = 3;
const GAP_REM = 0.35;
/** Room that the label of a time takes. */
const TIME_REM = 6;

function common(theme: PlotTheme): uPlot.Axis {
  return {
    stroke: theme.color('var(--text-faint)'),
    font: theme.font,
    gap: theme.rem * GAP_REM,
    ticks: { show: false },
    grid: { show: false },
  };
}

/** The horizontal axis of a plot over time, with round times of the shown zone. */
export function timeAxis(theme: PlotTheme): uPlot.Axis {
  return {
    ...common(theme),
    size: theme.rem * HEIGHT_REM,
    border: { show: true, stroke: theme.color('var(--line-strong)'), width: 1 },
    splits: ({ bbox }, _axis, from, to) =>
      timeTicks(from, to, Math.max(2, Math.floor(bbox.width / devicePixelRatio / (theme.rem * TIME_REM)))),
    values: ({ scales }, splits) => {
      const { min = 0, max = 0 } = scales['x'] ?? {};
      return splits.map((at) => formatAxisTime(at, (max ?? 0) - (min ?? 0)));
    },
  };
}

interface NumberAxisOptions {
  readonly format: (value: number, step: number) => string;
  /** The labelled numbers; round ones otherwise. */
  readonly ticks?: (from: number, to: number) => number[];
  readonly widthRem?: number;
}

/** Ticks that were chosen are all labelled; uPlot leaves out those of a logarithmic axis that are no power of ten. */
function chosen(ticks: NumberAxisOptions['ticks']): Pick<uPlot.Axis, 'splits' | 'filter'> {
  if (ticks === undefined) return {};
  return { splits: (_plot, _axis, from, to) => ticks(from, to), filter: (_plot, splits) => splits };
}

/** The labels of ticks; those that uPlot leaves out are null, which would read as 0. */
function labels(splits: readonly (number | null)[], labelOf: (value: number) => string): string[] {
  return splits.map((value) => (value === null ? '' : labelOf(value)));
}

/** The vertical axis, with lines across the plot. */
export function valueAxis(theme: PlotTheme, { format, ticks, widthRem = WIDTH_REM }: NumberAxisOptions): uPlot.Axis {
  return {
    ...common(theme),
    size: theme.rem * widthRem,
    grid: { show: true, stroke: theme.color('var(--line)'), width: 1 },
    space: theme.rem * 2,
    ...chosen(ticks),
    values: (_plot, splits) => {
      const step = (splits[1] ?? 1) - (splits[0] ?? 0);
      return labels(splits, (value) => format(value, step));
    },
  };
}

/** A horizontal axis of numbers. */
export function numberAxisBelow(theme: PlotTheme, { format, ticks }: NumberAxisOptions): uPlot.Axis {
  return {
    ...common(theme),
    size: theme.rem * HEIGHT_REM,
    border: { show: true, stroke: theme.color('var(--line-strong)'), width: 1 },
    ...chosen(ticks),
    values: (_plot, splits) => labels(splits, (value) => format(value, 0)),
  };
}

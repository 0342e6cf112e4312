import type { FailureClass } from '@tunnelwatch/shared/failure-class';
import { formatTick } from '@tunnelwatch/shared/format-number';
import { type ReactNode, useCallback, useMemo } from 'react';
import type uPlot from 'uplot';
import { CLASS_STYLE } from '../theme/class-style.js';
import type { TimeRange } from '../url-state/use-time-range.js';
import { useUrlChoice } from '../url-state/use-url-param.js';
import { type ChartMark, drawBands, drawFlags, marksAt } from './chart-mark.js';
import type { ChartData } from './chart-rows.js';
import { ChartFrame } from './ChartFrame.js';
import { ChartTooltip } from './ChartTooltip.js';
import {
  classColumns,
  type ClassChartKind,
  type ClassContent,
  classTable,
  classText,
  highestOf,
} from './class-picture.js';
import { logEnds, logTicks } from './log-scale.js';
import { stepped } from './plot/paths.js';
import { Plot } from './plot/Plot.js';
import { timeAxis, valueAxis } from './plot/plot-axes.js';
import type { Hover, Picture, PlotForm } from './plot/plot-host.js';
import type { PlotTheme } from './plot/plot-theme.js';

interface ClassTimeChartProps {
  readonly data: ChartData;
  /** Classes to draw, bottom first; a constant list keeps the chart from being rebuilt. */
  readonly classes: readonly FailureClass[];
  /** Stacked areas, or lines. */
  readonly kind: ClassChartKind;
  /** Accessible description of the chart. */
  readonly label: string;
  readonly legend?: ReactNode;
  readonly heightRem?: number;
  /** The same classes at an earlier time, moved to this one. */
  readonly ghost?: ChartData | null;
  /** What happened meanwhile; a constant list keeps the chart from being drawn again. */
  readonly marks?: readonly ChartMark[];
  /** Called with the range that was drawn with the pointer. */
  readonly onZoom?: ((range: TimeRange) => void) | undefined;
}

/** In a stack a dash is not visible, and an outline would draw empty classes: classes of one hue differ in brightness. */
const STACK_OPACITY: Readonly<Record<string, number>> = { '': 0.72, '6 3': 0.54, '2 2': 0.38 };
/** Room above the highest value. */
const HEADROOM = 1.06;
/** How near the pointer must be to a mark, CSS pixels. */
const REACH_PX = 8;
/** The scale of the vertical axis, where it is not the usual one. */
const SCALES = ['log'] as const;
const NO_MARKS: readonly ChartMark[] = [];

/** Failures over time by class, as rates per minute. Drag to zoom. */
export function ClassTimeChart(props: ClassTimeChartProps) {
  const { data, classes, kind, label, legend, heightRem = 15, ghost = null, marks = NO_MARKS, onZoom } = props;
  const [scale, setScale] = useUrlChoice('scale', SCALES);
  const isLog = scale === 'log';
  // Heights of a stack mean nothing on a logarithmic axis: there each class is a line.
  const shownKind = isLog ? 'lines' : kind;
  const content = useMemo(
    (): ClassContent => ({ data, classes, kind: shownKind, ghost }),
    [data, classes, shownKind, ghost],
  );
  const hasGhost = ghost !== null;
  const form = useMemo(
    () => formOf(classes, { kind: shownKind, hasGhost, isLog }),
    [classes, shownKind, hasGhost, isLog],
  );
  const picture = useMemo(() => pictureOf(content, marks, isLog), [content, marks, isLog]);
  const { stepMs } = data;
  const onSelect = useCallback(
    (from: number, to: number) =>
      onZoom?.({ from: Math.floor(from / stepMs) * stepMs, to: Math.ceil(to / stepMs) * stepMs }),
    [onZoom, stepMs],
  );
  const tooltip = useCallback(
    ({ index, at, plot }: Hover) => {
      const row = index === null ? undefined : content.data.rows[index];
      const reachMs = plot.posToVal(REACH_PX, 'x') - plot.posToVal(0, 'x');
      return row === undefined ? null : (
        <ChartTooltip row={row} content={content} marks={marksAt(marks, at, reachMs)} />
      );
    },
    [content, marks],
  );
  const table = useCallback(() => classTable(content), [content]);
  return (
    <ChartFrame
      label={label}
      text={classText(content)}
      table={table}
      legend={legend}
      unit={isLog ? 'per min, log scale' : 'per min'}
      log={{ isOn: isLog, onSwitch: () => setScale(isLog ? null : 'log') }}
      heightRem={heightRem}
    >
      <Plot form={form} picture={picture} onSelect={onZoom === undefined ? undefined : onSelect} tooltip={tooltip} />
    </ChartFrame>
  );
}

function pictureOf(content: ClassContent, marks: readonly ChartMark[], isLog: boolean): Picture {
  const columns = classColumns(content);
  const { from, to } = content.data;
  return {
    data: columns,
    x: [from, to],
    y: isLog ? logEnds(columns) : [0, (highestOf(columns) || 1) * HEADROOM],
    under: (plot, theme) => drawBands(plot, theme, marks),
    over: (plot, theme) => drawFlags(plot, theme, marks),
  };
}

interface FormOptions {
  readonly kind: ClassChartKind;
  readonly hasGhost: boolean;
  readonly isLog: boolean;
}

function formOf(classes: readonly FailureClass[], { kind, hasGhost, isLog }: FormOptions): PlotForm {
  const isStack = kind === 'stack';
  return {
    isTime: true,
    isLogY: isLog,
    axes: (theme) => [timeAxis(theme), valueAxis(theme, { format: formatTick, ...(isLog ? { ticks: logTicks } : {}) })],
    series: (theme) => [
      ...classes.map((name) => (isStack ? stackedArea(name, theme) : classLine(name, theme))),
      ...(hasGhost
        ? isStack
          ? [ghostLine('var(--text)', theme)]
          : classes.map((name) => ghostLine(CLASS_STYLE[name].color, theme))
        : []),
    ],
    // Each area ends at the one below it. The first series is the horizontal axis.
    bands: isStack ? classes.slice(1).map((_, index) => ({ series: [index + 2, index + 1] })) : [],
  };
}

function stackedArea(name: FailureClass, theme: PlotTheme): uPlot.Series {
  const { color, dash } = CLASS_STYLE[name];
  return {
    fill: translucent(theme.color(color), STACK_OPACITY[dash] ?? 1),
    stroke: 'transparent',
    width: 0,
    points: { show: false },
    paths: stepped,
  };
}

function translucent(color: string, share: number): string {
  return `color-mix(in srgb, ${color} ${String(share * 100)}%, transparent)`;
}

function classLine(name: FailureClass, theme: PlotTheme): uPlot.Series {
  const { color, dash } = CLASS_STYLE[name];
  return {
    stroke: theme.color(color),
    width: theme.rem * 0.11,
    dash: dash === '' ? [] : dash.split(' ').map(Number),
    points: { show: false },
    paths: stepped,
  };
}

function ghostLine(color: string, theme: PlotTheme): uPlot.Series {
  return {
    stroke: theme.color(color),
    alpha: 0.75,
    width: theme.rem * 0.09,
    dash: [theme.rem * 0.15, theme.rem * 0.25],
    points: { show: false },
    paths: stepped,
  };
}

import type { FailureClass } from '@tunnelwatch/shared/failure-class';
import { useMemo } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatRate } from '@tunnelwatch/shared/format-number';
import { formatAxisTime } from '../format/format-time.js';
import { CLASS_STYLE } from '../theme/class-style.js';
import type { TimeRange } from '../url-state/use-time-range.js';
import { AXIS_LINE, AXIS_TICK } from './axis-style.js';
import type { ChartData, ChartRow } from './chart-rows.js';
import { ChartTooltip } from './ChartTooltip.js';
import styles from './ClassTimeChart.module.css';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { timeTicks } from './time-ticks.js';
import { useDragZoom } from './use-drag-zoom.js';

interface ClassTimeChartProps {
  readonly data: ChartData;
  /** Classes to draw, bottom first; a constant list keeps the chart from being rebuilt. */
  readonly classes: readonly FailureClass[];
  /** Stacked areas, or lines. */
  readonly kind: 'stack' | 'lines';
  /** Accessible description of the chart. */
  readonly label: string;
  readonly heightRem?: number;
  /** Called with the range that was drawn with the pointer. */
  readonly onZoom?: ((range: TimeRange) => void) | undefined;
}

const MARGIN = { top: 18, right: 8, bottom: 0, left: 0 };
const CURSOR = { stroke: 'var(--text-faint)', strokeDasharray: '3 3' };
const INITIAL_SIZE = { width: 600, height: 200 };
const TICKS = 7;
/** In a stack a dash is not visible, and an outline would draw empty classes: classes of one hue differ in brightness. */
const STACK_OPACITY: Readonly<Record<string, number>> = { '': 0.72, '6 3': 0.54, '2 2': 0.38 };

/** Failures over time by class. Drag to zoom. At most about 300 rows are drawn, without animation. */
export function ClassTimeChart({ data, classes, kind, label, heightRem = 15, onZoom }: ClassTimeChartProps) {
  const zoom = useDragZoom(data.stepMs, onZoom);
  const ticks = useMemo(() => timeTicks(data.from, data.to, TICKS), [data.from, data.to]);
  const domain = useMemo(() => [data.from, data.to], [data.from, data.to]);
  const spanMs = data.to - data.from;
  // Buckets differ in width with the time range: rates do not shrink when somebody zooms in.
  const perMinute = MINUTE_MS / data.stepMs;
  const series = useMemo(
    () => classes.map((name) => (kind === 'stack' ? stackArea(name, perMinute) : classLine(name, perMinute))),
    [classes, kind, perMinute],
  );
  return (
    <figure className={styles.figure} style={{ height: `${heightRem}rem` }} role="img" aria-label={label}>
      <span className={styles.unit}>per min</span>
      <ResponsiveContainer width="100%" height="100%" initialDimension={INITIAL_SIZE}>
        <ComposedChart data={data.rows} margin={MARGIN} {...zoom.handlers}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="t"
            type="number"
            scale="time"
            domain={domain}
            ticks={ticks}
            tickFormatter={(at: number) => formatAxisTime(at, spanMs)}
            tick={AXIS_TICK}
            axisLine={AXIS_LINE}
            tickLine={false}
            allowDataOverflow
          />
          <YAxis width={44} tickFormatter={formatRate} tick={AXIS_TICK} axisLine={false} tickLine={false} />
          <Tooltip
            content={<ChartTooltip stepMs={data.stepMs} classes={classes} />}
            cursor={CURSOR}
            isAnimationActive={false}
          />
          {series}
          {zoom.band === null ? null : (
            <ReferenceArea x1={zoom.band.from} x2={zoom.band.to} fill="var(--accent)" fillOpacity={0.18} />
          )}
        </ComposedChart>
      </ResponsiveContainer>
    </figure>
  );
}

function stackArea(name: FailureClass, perMinute: number) {
  const style = CLASS_STYLE[name];
  return (
    <Area
      key={name}
      dataKey={(row: ChartRow) => row[name] * perMinute}
      name={style.label}
      stackId="classes"
      type="stepAfter"
      stroke="none"
      fill={style.color}
      fillOpacity={STACK_OPACITY[style.dash] ?? 1}
      isAnimationActive={false}
      activeDot={false}
    />
  );
}

function classLine(name: FailureClass, perMinute: number) {
  const style = CLASS_STYLE[name];
  return (
    <Line
      key={name}
      dataKey={(row: ChartRow) => row[name] * perMinute}
      name={style.label}
      type="stepAfter"
      stroke={style.color}
      strokeWidth={1.75}
      strokeDasharray={style.dash}
      dot={false}
      isAnimationActive={false}
      activeDot={false}
    />
  );
}

import type { CounterLife } from '@tunnelwatch/shared/counter-life';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { drawLife, type LifeDrawing, type LifePoint, type LifeScale } from '@tunnelwatch/shared/life-drawing';
import { niceTicks, tickLabel } from '@tunnelwatch/shared/nice-ticks';
import { groupDigits } from '@tunnelwatch/shared/number-axis';
import { useCallback, useMemo } from 'react';
import type { ChartTable } from '../../charts/chart-table.js';
import { ChartFrame } from '../../charts/ChartFrame.js';
import { endsOf } from '../../charts/number-ends.js';
import { drawArea, drawLine } from '../../charts/plot/draw.js';
import { Plot } from '../../charts/plot/Plot.js';
import { timeAxis, valueAxis } from '../../charts/plot/plot-axes.js';
import type { Hover, Picture, PlotForm } from '../../charts/plot/plot-host.js';
import { formatDateTime } from '../../format/format-time.js';
import type { TimeRange } from '../../url-state/use-time-range.js';
import styles from './Diagnosis.module.css';
import { drawRekeys } from './draw-rekeys.js';
import { COUNTER_LABEL } from './life-labels.js';

const HEIGHT_REM = 11;
const TICKS = 6;

interface LifeChartProps {
  readonly life: CounterLife;
  readonly scale: LifeScale;
  /** Called with the range that was drawn with the pointer. */
  readonly onZoom?: ((range: TimeRange) => void) | undefined;
}

/** A counter over time, one line per SA: marks for new SAs, and the forecast to its last number. */
export function LifeChart({ life, scale, onZoom }: LifeChartProps) {
  const drawing = useMemo(() => drawLife(life, scale), [life, scale]);
  const { axis, runs } = drawing;
  const rows = useMemo(() => runs.flat().toSorted((a, b) => a.time - b.time), [runs]);
  const picture = useMemo(() => pictureOf(drawing, rows, life.rekeys), [drawing, rows, life.rekeys]);
  const sign = axis.base === 0n ? '' : '+';
  const form = useMemo(() => formOf(sign), [sign]);
  const written = useCallback((value: number) => groupDigits(String(BigInt(Math.round(value)) + axis.base)), [axis]);
  const tooltip = useCallback(
    ({ index }: Hover) => {
      const row = index === null ? undefined : rows[index];
      return row === undefined ? null : (
        <>
          <div>{formatDateTime(row.time)}</div>
          <strong>{written(row.value)}</strong>
        </>
      );
    },
    [rows, written],
  );
  const table = useCallback(() => tableOf(rows, written), [rows, written]);
  const last = rows.at(-1);
  return (
    <>
      <ChartFrame
        label={`${COUNTER_LABEL[life.counter]} over time, with ${String(life.rekeys.length)} new SAs${life.forecast === null ? '' : ' and its forecast'}`}
        text={`${formatCount(rows.length)} readings of ${formatCount(runs.length)} SAs${last === undefined ? '' : `, the last ${written(last.value)} at ${formatDateTime(last.time)}`}.`}
        table={table}
        heightRem={HEIGHT_REM}
      >
        <Plot
          form={form}
          picture={picture}
          tooltip={tooltip}
          onSelect={
            onZoom === undefined ? undefined : (from, to) => onZoom({ from: Math.floor(from), to: Math.ceil(to) })
          }
        />
      </ChartFrame>
      <p className={styles.caption}>
        {axis.base === 0n ? '' : `The axis starts at ${groupDigits(String(axis.base))}. `}
        {drawing.ceiling === null ? '' : 'The line at the top is the maximum 4,294,967,295.'}
      </p>
    </>
  );
}

function formOf(sign: string): PlotForm {
  const format = (value: number, step: number): string => (value > 0 ? sign : '') + tickLabel(value, step);
  return {
    isTime: true,
    axes: (theme) => [
      timeAxis(theme),
      valueAxis(theme, { format, ticks: (from, to) => niceTicks(from, to, TICKS), widthRem: 4 }),
    ],
    series: () => [{ paths: () => null, points: { show: false } }],
  };
}

/** The observed part, the assumed beginning, and the forecast with its uncertainty. */
function pictureOf(drawing: LifeDrawing, rows: readonly LifePoint[], rekeys: readonly number[]): Picture {
  const { from, to, axis, runs, before, forecast, uncertainty, foreseen, ceiling } = drawing;
  return {
    data: [rows.map(({ time }) => time), rows.map(({ value }) => value)],
    x: [from, to],
    y: endsOf(axis),
    under: (plot, theme) => drawArea(plot, theme, placed(uncertainty), 'var(--caution)', 0.18),
    over: (plot, theme) => {
      drawRekeys(plot, theme, rekeys);
      drawLine(plot, theme, placed(before), { color: 'var(--text-faint)', dash: [2, 4] });
      drawLine(plot, theme, placed(foreseen), { color: 'var(--caution)', dash: [2, 4] });
      drawLine(plot, theme, placed(forecast), { color: 'var(--caution)', dash: [6, 4] });
      for (const run of runs) drawLine(plot, theme, placed(run), { color: 'var(--accent)' });
      if (ceiling === null) return;
      const ends = [from, to].map((x) => ({ x, y: ceiling }));
      drawLine(plot, theme, ends, { color: 'var(--fault)' });
    },
  };
}

function placed(points: readonly LifePoint[]) {
  return points.map(({ time, value }) => ({ x: time, y: value }));
}

function tableOf(rows: readonly LifePoint[], written: (value: number) => string): ChartTable {
  return {
    columns: ['Time', 'Counter'],
    rows: rows.toReversed().map(({ time, value }) => [formatDateTime(time), written(value)]),
  };
}

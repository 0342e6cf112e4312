import { DROP_KIND_LABEL } from '@tunnelwatch/shared/diagnosis';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { groupDigits } from '@tunnelwatch/shared/number-axis';
import type uPlot from 'uplot';
import type { ChartTable } from '../../../charts/chart-table.js';
import { timeAxis, valueAxis } from '../../../charts/plot/plot-axes.js';
import type { PlotForm } from '../../../charts/plot/plot-host.js';
import { formatDateTime } from '../../../format/format-time.js';
import type { TimeRange } from '../../../url-state/use-time-range.js';
import type { ScatterRow } from './scatter-rows.js';

const WIDTH_REM = 4;

interface ScatterForm {
  readonly format: (value: number, step: number) => string;
  readonly ticks: (from: number, to: number) => number[];
  readonly isLog?: boolean;
}

/** A plot of packets over time: the packets are drawn over it, and no line connects them. */
export function scatterForm({ format, ticks, isLog = false }: ScatterForm): PlotForm {
  return {
    isTime: true,
    isLogY: isLog,
    axes: (theme) => [timeAxis(theme), valueAxis(theme, { format, ticks, widthRem: WIDTH_REM })],
    series: () => [INVISIBLE],
  };
}

/** Gives a plot its data without drawing them. */
export const INVISIBLE: uPlot.Series = { paths: () => null, points: { show: false } };

/** The columns of a scatter for its cursor. */
export function scatterColumns(rows: readonly ScatterRow[]): uPlot.AlignedData {
  return [rows.map(({ time }) => time), rows.map(({ drawn }) => drawn)];
}

/** The packets as rows, newest first. */
export function scatterTable(rows: readonly ScatterRow[]): ChartTable {
  return {
    columns: ['Time', 'Kind', 'Sequence number', 'Packets behind the right edge', 'Window'],
    rows: rows
      .toReversed()
      .map(({ time, kind, seqno, lag, windowSize }) => [
        formatDateTime(time),
        DROP_KIND_LABEL[kind],
        groupDigits(seqno),
        lag === null ? '–' : formatCount(lag),
        windowSize === null ? '–' : formatCount(windowSize),
      ]),
  };
}

/** A range whose ends can be read and typed. */
export function wholeSeconds(from: number, to: number): TimeRange {
  return { from: Math.floor(from / 1000) * 1000, to: Math.ceil(to / 1000) * 1000 };
}

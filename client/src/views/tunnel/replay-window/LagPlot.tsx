import type { DropPoint, WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { formatCount, formatShort } from '@tunnelwatch/shared/format-number';
import { useCallback, useMemo } from 'react';
import { ChartFrame } from '../../../charts/ChartFrame.js';
import { drawLine, drawText } from '../../../charts/plot/draw.js';
import { Plot } from '../../../charts/plot/Plot.js';
import type { Hover, Picture } from '../../../charts/plot/plot-host.js';
import styles from '../../../components/diagnosis/Diagnosis.module.css';
import { drawRekeys } from '../../../components/diagnosis/draw-rekeys.js';
import { useRem } from '../../../components/layout/use-rem.js';
import type { TimeRange } from '../../../url-state/use-time-range.js';
import { drawMarks, nearestRow } from './draw-marks.js';
import { PointTooltip } from './PointTooltip.js';
import { scatterColumns, scatterForm, scatterTable, wholeSeconds } from './scatter-form.js';
import { lagRows, type ScatterRow, scatterText, spanOf } from './scatter-rows.js';
import { ScatterLegend } from './ScatterLegend.js';

const HEIGHT_REM = 20;

interface LagPlotProps {
  readonly points: readonly DropPoint[];
  readonly window: WindowAnalysis;
  readonly onZoom: (range: TimeRange) => void;
}

/** Refused packets over time by their lag behind the right edge of the window; the window itself is a line. */
export function LagPlot({ points, window, onZoom }: LagPlotProps) {
  const rem = useRem();
  const rows = useMemo(() => lagRows(points), [points]);
  const windowSize = window.windowSizes.at(-1) ?? 0;
  const picture = useMemo(() => pictureOf(rows, window, windowSize), [rows, window, windowSize]);
  const tooltip = useCallback(
    ({ plot, left, top }: Hover) => {
      const row = nearestRow(plot, rows, { left, top, rem });
      return row === undefined ? null : <PointTooltip row={row} />;
    },
    [rows, rem],
  );
  const table = useCallback(() => scatterTable(rows), [rows]);
  if (rows.length === 0) {
    return <p className={styles.soft}>The anti-replay check dropped no packets in this time range: no lag to show.</p>;
  }
  return (
    <>
      <ChartFrame
        label={`${formatCount(rows.length)} dropped packets by lag over time`}
        text={scatterText(rows)}
        table={table}
        heightRem={HEIGHT_REM}
        legend={<ScatterLegend rows={rows} window={window} />}
      >
        <Plot form={FORM} picture={picture} tooltip={tooltip} onSelect={(from, to) => onZoom(wholeSeconds(from, to))} />
      </ChartFrame>
      <p className={styles.caption}>
        Packets behind the right edge, logarithmic scale. Above the line a packet is late; on or below it, it is a
        duplicate. The window is {formatCount(windowSize)} packets wide.
      </p>
    </>
  );
}

const FORM = scatterForm({ isLog: true, ticks: (_from, to) => decadesTo(to), format: formatShort });

function pictureOf(rows: readonly ScatterRow[], window: WindowAnalysis, windowSize: number): Picture {
  const { from, to } = spanOf(rows, window);
  const most = rows.reduce((largest, { drawn }) => Math.max(largest, drawn * 1.5), Math.max(2, windowSize * 2));
  return {
    data: scatterColumns(rows),
    x: [from, to],
    y: [1, most],
    over: (plot, theme) => {
      drawRekeys(plot, theme, window.rekeys);
      drawMarks(plot, theme, rows);
      if (windowSize === 0) return;
      const ends = [from, to].map((x) => ({ x, y: windowSize }));
      drawLine(plot, theme, ends, { color: 'var(--accent)' });
      drawText(plot, theme, 'window size', { x: to, y: windowSize, align: 'right', row: -0.7 });
    },
  };
}

/** Powers of ten from 1 to a number, every second or third one if there are many. */
function decadesTo(most: number): number[] {
  const last = Math.floor(Math.log10(most));
  const step = Math.ceil((last + 1) / 6);
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, at) => 10 ** (at * step));
}

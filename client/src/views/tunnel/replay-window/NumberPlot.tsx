import type { DropPoint, WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { niceTicks, tickLabel } from '@tunnelwatch/shared/nice-ticks';
import { groupDigits } from '@tunnelwatch/shared/number-axis';
import { type BandPoint, isHairline, windowBands } from '@tunnelwatch/shared/window-band';
import { useCallback, useMemo } from 'react';
import type uPlot from 'uplot';
import { ChartFrame } from '../../../charts/ChartFrame.js';
import { endsOf } from '../../../charts/number-ends.js';
import { drawArea, drawLine } from '../../../charts/plot/draw.js';
import { Plot } from '../../../charts/plot/Plot.js';
import type { Hover, Picture } from '../../../charts/plot/plot-host.js';
import type { PlotTheme } from '../../../charts/plot/plot-theme.js';
import styles from '../../../components/diagnosis/Diagnosis.module.css';
import { drawRekeys } from '../../../components/diagnosis/draw-rekeys.js';
import { useRem } from '../../../components/layout/use-rem.js';
import type { TimeRange } from '../../../url-state/use-time-range.js';
import { drawMarks, nearestRow } from './draw-marks.js';
import { PointTooltip } from './PointTooltip.js';
import { scatterColumns, scatterForm, scatterTable, wholeSeconds } from './scatter-form.js';
import { numberRows, scatterText, spanOf } from './scatter-rows.js';
import { ScatterLegend } from './ScatterLegend.js';

const HEIGHT_REM = 20;
const TICKS = 6;

interface NumberPlotProps {
  readonly points: readonly DropPoint[];
  readonly window: WindowAnalysis;
  readonly onZoom: (range: TimeRange) => void;
}

/** Refused packets by sequence number over time, with the window as a band. */
export function NumberPlot({ points, window, onZoom }: NumberPlotProps) {
  const rem = useRem();
  const { axis, rows, beyond, picture } = useMemo(() => pictureOf(points, window), [points, window]);
  const sign = axis.base === 0n ? '' : '+';
  const form = useMemo(
    () =>
      scatterForm({
        ticks: (from, to) => niceTicks(from, to, TICKS),
        format: (value, step) => (value > 0 ? sign : '') + tickLabel(value, step),
      }),
    [sign],
  );
  const tooltip = useCallback(
    ({ plot, left, top }: Hover) => {
      const row = nearestRow(plot, rows, { left, top, rem });
      return row === undefined ? null : <PointTooltip row={row} />;
    },
    [rows, rem],
  );
  const table = useCallback(() => scatterTable(rows), [rows]);
  return (
    <>
      <ChartFrame
        label={`${formatCount(rows.length)} dropped packets by sequence number over time, with the window and ${formatCount(window.rekeys.length)} new SAs`}
        text={scatterText(rows)}
        table={table}
        heightRem={HEIGHT_REM}
        legend={
          <ScatterLegend rows={rows} window={window}>
            <WindowKey window={window} />
          </ScatterLegend>
        }
      >
        <Plot form={form} picture={picture} tooltip={tooltip} onSelect={(from, to) => onZoom(wholeSeconds(from, to))} />
      </ChartFrame>
      <p className={styles.caption}>
        {axis.base === 0n ? '' : `The axis starts at ${groupDigits(String(axis.base))}. `}
        <WindowText window={window} isThin={isHairline(window.windowSizes.at(-1) ?? 0, axis)} />
        {beyond === undefined ? null : ` ${beyond}`}
      </p>
    </>
  );
}

function pictureOf(points: readonly DropPoint[], window: WindowAnalysis) {
  const { axis, rows, beyond } = numberRows(points, window);
  const bands = windowBands(window.course, axis);
  const { from, to } = spanOf(rows, window);
  const picture: Picture = {
    data: scatterColumns(rows),
    x: [from, to],
    y: endsOf(axis),
    under: (plot, theme) => {
      for (const band of bands) drawArea(plot, theme, outlineOf(band), 'var(--accent)', 0.28);
    },
    over: (plot, theme) => {
      drawRekeys(plot, theme, window.rekeys);
      drawMarks(plot, theme, rows);
      for (const band of bands) drawEdge(plot, theme, band);
    },
  };
  return { axis, rows, beyond, picture };
}

/** The window of an SA over time, from its right edge back along its left one. */
function outlineOf(band: readonly BandPoint[]) {
  return [
    ...band.map(({ time, top }) => ({ x: time, y: top })),
    ...band.toReversed().map(({ time, bottom }) => ({ x: time, y: bottom })),
  ];
}

function drawEdge(plot: uPlot, theme: PlotTheme, band: readonly BandPoint[]): void {
  drawLine(
    plot,
    theme,
    band.map(({ time, top }) => ({ x: time, y: top })),
    { color: 'var(--accent)' },
  );
}

function WindowKey({ window }: { readonly window: WindowAnalysis }) {
  return (
    <>
      {window.edge.drops === 0 ? null : (
        <li>
          <span className={styles.band} aria-hidden /> window
        </li>
      )}
      {window.rekeys.length === 0 ? null : (
        <li>
          <span className={styles.rekey} aria-hidden /> new SA
        </li>
      )}
    </>
  );
}

function WindowText({ window, isThin }: { readonly window: WindowAnalysis; readonly isThin: boolean }) {
  if (window.edge.drops === 0) return <>No drop in this time range reports the window.</>;
  const size = `The window is ${formatCount(window.windowSizes.at(-1) ?? 0)} packets wide`;
  const seen = isThin ? `${size}, thinner than a line here: only its right edge is drawn.` : `${size}.`;
  return <>{seen} Its slope is the peer’s packet rate; where it drops back, a new SA began.</>;
}

import type { DropPoint, WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { groupDigits } from '@tunnelwatch/shared/number-axis';
import { type BandPoint, isHairline, windowBands } from '@tunnelwatch/shared/window-band';
import { useMemo } from 'react';
import { CartesianGrid, ResponsiveContainer, ScatterChart, Tooltip, useXAxisScale, useYAxisScale } from 'recharts';
import { NumberTicksAxis } from '../../../charts/NumberTicksAxis.js';
import { TimeAxis } from '../../../charts/TimeAxis.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import styles from '../../../components/diagnosis/Diagnosis.module.css';
import { KindScatters } from './KindScatters.js';
import { PointTooltip } from './PointTooltip.js';
import { RekeyMarks } from '../../../components/diagnosis/RekeyMarks.js';
import { numberRows, spanOf } from './scatter-rows.js';
import { ScatterLegend } from './ScatterLegend.js';
import { bandPath, linePath } from '@tunnelwatch/shared/plot-paths';

const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const INITIAL_SIZE = { width: 600, height: 240 };

interface NumberPlotProps {
  readonly points: readonly DropPoint[];
  readonly window: WindowAnalysis;
}

/** Refused packets by sequence number over time, with the window as a band. */
export function NumberPlot({ points, window }: NumberPlotProps) {
  const { axis, rows, beyond, bands, span } = useMemo(() => {
    const numbers = numberRows(points, window);
    return { ...numbers, bands: windowBands(window.course, numbers.axis), span: spanOf(numbers.rows, window) };
  }, [points, window]);
  return (
    <>
      <ScatterLegend rows={rows} window={window}>
        <WindowKey window={window} />
      </ScatterLegend>
      <figure
        className={styles.figure}
        role="img"
        aria-label={`${formatCount(rows.length)} dropped packets by sequence number over time, with the window and ${formatCount(window.rekeys.length)} new SAs`}
      >
        <ResponsiveContainer width="100%" height="100%" initialDimension={INITIAL_SIZE}>
          <ScatterChart margin={MARGIN}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <TimeAxis {...span} />
            <NumberTicksAxis axis={axis} dataKey="drawn" />
            <Tooltip content={<PointTooltip />} isAnimationActive={false} cursor={false} />
            <WindowBand bands={bands} layer="band" />
            <RekeyMarks times={window.rekeys} />
            <KindScatters rows={rows} />
            <WindowBand bands={bands} layer="edge" />
          </ScatterChart>
        </ResponsiveContainer>
      </figure>
      <p className={styles.caption}>
        {axis.base === 0n ? '' : `The axis starts at ${groupDigits(String(axis.base))}. `}
        <WindowText window={window} isThin={isHairline(window.windowSizes.at(-1) ?? 0, axis)} />
        {beyond === undefined ? null : ` ${beyond}`}
      </p>
    </>
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

interface WindowBandProps {
  readonly bands: readonly (readonly BandPoint[])[];
  /** The band lies behind the packets, and its right edge is a line over them. */
  readonly layer: 'band' | 'edge';
}

/** The window of each SA over time. */
function WindowBand({ bands, layer }: WindowBandProps) {
  const toX = useXAxisScale();
  const toY = useYAxisScale();
  if (toX === undefined || toY === undefined) return null;
  const at = (time: number, value: number) => ({ x: toX(time) ?? 0, y: toY(value) ?? 0 });
  return (
    <g data-testid={`window-${layer}`} pointerEvents="none">
      {bands.map((band) => {
        const top = band.map((point) => at(point.time, point.top));
        const bottom = band.map((point) => at(point.time, point.bottom));
        const key = band[0]?.time;
        return layer === 'band' ? (
          <path key={key} d={bandPath(top, bottom)} fill="var(--accent)" fillOpacity={0.28} />
        ) : (
          <path key={key} d={linePath(top)} fill="none" stroke="var(--accent)" strokeWidth="0.1rem" />
        );
      })}
    </g>
  );
}

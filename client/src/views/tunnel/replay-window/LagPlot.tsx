import type { DropPoint, WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { useMemo } from 'react';
import { CartesianGrid, ReferenceLine, ResponsiveContainer, ScatterChart, Tooltip, YAxis } from 'recharts';
import { AXIS_TICK, LABEL_STYLE } from '../../../charts/axis-style.js';
import { TimeAxis } from '../../../charts/TimeAxis.js';
import { useRem } from '../../../components/layout/use-rem.js';
import { formatCount, formatShort } from '@tunnelwatch/shared/format-number';
import styles from '../../../components/diagnosis/Diagnosis.module.css';
import { KindScatters } from './KindScatters.js';
import { PointTooltip } from './PointTooltip.js';
import { RekeyMarks } from '../../../components/diagnosis/RekeyMarks.js';
import { lagRows, spanOf } from './scatter-rows.js';
import { ScatterLegend } from './ScatterLegend.js';

const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const INITIAL_SIZE = { width: 600, height: 240 };

interface LagPlotProps {
  readonly points: readonly DropPoint[];
  readonly window: WindowAnalysis;
}

/** Refused packets over time by their lag behind the right edge of the window; the window itself is a line. */
export function LagPlot({ points, window }: LagPlotProps) {
  const rem = useRem();
  const { rows, span } = useMemo(() => {
    const lags = lagRows(points);
    return { rows: lags, span: spanOf(lags, window) };
  }, [points, window]);
  const windowSize = window.windowSizes.at(-1) ?? 0;
  const most = rows.reduce((largest, { drawn }) => Math.max(largest, drawn * 1.5), windowSize * 2);
  if (rows.length === 0) {
    return <p className={styles.soft}>The anti-replay check dropped no packets in this time range: no lag to show.</p>;
  }
  return (
    <>
      <ScatterLegend rows={rows} window={window} />
      <figure
        className={styles.figure}
        role="img"
        aria-label={`${formatCount(rows.length)} dropped packets by lag over time`}
      >
        <ResponsiveContainer width="100%" height="100%" initialDimension={INITIAL_SIZE}>
          <ScatterChart margin={MARGIN}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <TimeAxis {...span} />
            <YAxis
              dataKey="drawn"
              type="number"
              scale="log"
              domain={[1, most]}
              ticks={decadesTo(most)}
              allowDataOverflow
              width={4 * rem}
              tickFormatter={formatShort}
              tick={AXIS_TICK}
              axisLine={false}
              tickLine={false}
            />
            <Tooltip content={<PointTooltip />} isAnimationActive={false} cursor={false} />
            {windowSize > 0 ? (
              <ReferenceLine
                y={windowSize}
                stroke="var(--accent)"
                strokeWidth="0.1rem"
                label={{ value: 'window size', position: 'insideTopRight', ...LABEL_STYLE }}
              />
            ) : null}
            <RekeyMarks times={window.rekeys} />
            <KindScatters rows={rows} />
          </ScatterChart>
        </ResponsiveContainer>
      </figure>
      <p className={styles.caption}>
        Packets behind the right edge, logarithmic scale. Above the line a packet is late; on or below it, it is a
        duplicate. The window is {formatCount(windowSize)} packets wide.
      </p>
    </>
  );
}

/** Powers of ten from 1 to a number, every second or third one if there are many. */
function decadesTo(most: number): number[] {
  const last = Math.floor(Math.log10(most));
  const step = Math.ceil((last + 1) / 6);
  return Array.from({ length: Math.floor(last / step) + 1 }, (_, at) => 10 ** (at * step));
}

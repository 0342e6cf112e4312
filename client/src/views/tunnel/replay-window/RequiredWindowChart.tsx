import type { WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { neededHistogram } from '@tunnelwatch/shared/needed-histogram';
import { useMemo } from 'react';
import { CartesianGrid, ResponsiveContainer, Scatter, ScatterChart, XAxis, YAxis } from 'recharts';
import { AXIS_LINE, AXIS_TICK } from '../../../charts/axis-style.js';
import { useRem } from '../../../components/layout/use-rem.js';
import { formatCount, formatShort } from '@tunnelwatch/shared/format-number';
import styles from '../../../components/diagnosis/Diagnosis.module.css';
import { RequiredWindowBars } from './RequiredWindowBars.js';

const INITIAL_SIZE = { width: 400, height: 200 };
const MARGIN = { top: 4, right: 8, bottom: 0, left: 0 };
const TICKS = 7;
/** Labels of the lines are above the bars. */
const HEADROOM = 1.45;

/** Late packets by the smallest window that would have accepted them, on a logarithmic axis. */
export function RequiredWindowChart({ window }: { readonly window: WindowAnalysis }) {
  const rem = useRem();
  const histogram = useMemo(() => neededHistogram(window, TICKS), [window]);
  if (histogram === undefined) return null;
  const { from, to, most, ticks, bars } = histogram;
  return (
    <figure
      className={styles.small}
      role="img"
      aria-label={`${formatCount(window.late)} late packets by required window`}
    >
      <ResponsiveContainer width="100%" height="100%" initialDimension={INITIAL_SIZE}>
        <ScatterChart margin={MARGIN}>
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="to"
            type="number"
            scale="log"
            domain={[from, to]}
            ticks={[...ticks]}
            interval="preserveStartEnd"
            tickFormatter={formatWindow}
            tick={AXIS_TICK}
            tickLine={false}
            axisLine={AXIS_LINE}
            allowDataOverflow
          />
          <YAxis
            dataKey="count"
            type="number"
            domain={[0, Math.max(1, Math.ceil(most * HEADROOM))]}
            width={3 * rem}
            allowDecimals={false}
            tickFormatter={formatShort}
            tick={AXIS_TICK}
            axisLine={false}
            tickLine={false}
          />
          <Scatter data={bars} shape={NOTHING} isAnimationActive={false} />
          <RequiredWindowBars histogram={histogram} />
        </ScatterChart>
      </ResponsiveContainer>
    </figure>
  );
}

/** The axes need data; the bars are drawn as wide as their windows. */
const NOTHING = () => <g />;

/** Windows are powers of two: they are labelled in full as long as there is room. */
function formatWindow(size: number): string {
  return size < 100_000 ? formatCount(size) : formatShort(size);
}

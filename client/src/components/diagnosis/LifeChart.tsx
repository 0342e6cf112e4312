import type { CounterLife } from '@tunnelwatch/shared/counter-life';
import { drawLife, type LifeScale } from '@tunnelwatch/shared/life-drawing';
import { groupDigits } from '@tunnelwatch/shared/number-axis';
import { useMemo } from 'react';
import { CartesianGrid, ResponsiveContainer, Scatter, ScatterChart } from 'recharts';
import { NumberTicksAxis } from '../../charts/NumberTicksAxis.js';
import { TimeAxis } from '../../charts/TimeAxis.js';
import styles from './Diagnosis.module.css';
import { LifeOverlay } from './LifeOverlay.js';
import { COUNTER_LABEL } from './life-labels.js';
import { RekeyMarks } from './RekeyMarks.js';

const MARGIN = { top: 8, right: 12, bottom: 0, left: 0 };
const INITIAL_SIZE = { width: 600, height: 200 };

/** A counter over time, one line per SA: marks for new SAs, and the forecast to its last number. */
export function LifeChart({ life, scale }: { readonly life: CounterLife; readonly scale: LifeScale }) {
  const drawing = useMemo(() => drawLife(life, scale), [life, scale]);
  const { from, to, axis, runs } = drawing;
  const rows = runs.flat();
  return (
    <>
      <figure
        className={styles.small}
        role="img"
        aria-label={`${COUNTER_LABEL[life.counter]} over time, with ${String(life.rekeys.length)} new SAs${life.forecast === null ? '' : ' and its forecast'}`}
      >
        <ResponsiveContainer width="100%" height="100%" initialDimension={INITIAL_SIZE}>
          <ScatterChart margin={MARGIN}>
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <TimeAxis from={from} to={to} most={5} />
            <NumberTicksAxis axis={axis} dataKey="value" />
            <Scatter data={rows} shape={NOTHING} isAnimationActive={false} />
            <RekeyMarks times={life.rekeys} />
            <LifeOverlay drawing={drawing} />
          </ScatterChart>
        </ResponsiveContainer>
      </figure>
      {axis.base === 0n ? null : <p className={styles.caption}>The axis starts at {groupDigits(String(axis.base))}.</p>}
    </>
  );
}

/** The axes need data; only lines are drawn. */
const NOTHING = () => <g />;

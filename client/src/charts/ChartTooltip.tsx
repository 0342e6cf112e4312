import type { FailureClass } from '@tunnelwatch/shared/failure-class';
import type { TooltipContentProps } from 'recharts';
import { ClassSwatch } from '../components/badge/ClassLabel.js';
import { formatCount, formatRate } from '@tunnelwatch/shared/format-number';
import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { formatDateTime } from '../format/format-time.js';
import { CLASS_STYLE } from '../theme/class-style.js';
import type { ChartRow } from './chart-rows.js';
import styles from './ClassTimeChart.module.css';

interface ChartTooltipProps extends Partial<Pick<TooltipContentProps, 'active' | 'payload'>> {
  readonly stepMs: number;
  readonly classes: readonly FailureClass[];
}

/** The exact counts of the bucket under the pointer; classes with none are left out. */
export function ChartTooltip({ active, payload, stepMs, classes }: ChartTooltipProps) {
  // Recharts hands back the row it was given, untyped.
  const row = payload?.[0]?.payload as ChartRow | undefined;
  if (active !== true || row === undefined) return null;
  const shown = classes.filter((name) => row[name] > 0);
  return (
    <div className={styles.tooltip}>
      <div className={styles.tooltipTime}>
        {formatDateTime(row.t)} <span className={styles.step}>for {formatStep(stepMs)}</span>
      </div>
      {shown.length === 0 ? <div>None</div> : null}
      {shown.map((name) => (
        <div key={name} className={styles.tooltipRow}>
          <ClassSwatch failureClass={name} />
          <span>{CLASS_STYLE[name].label}</span>
          <strong>
            {formatCount(row[name])}
            <span className={styles.step}> · {formatRate((row[name] * MINUTE_MS) / stepMs)}/min</span>
          </strong>
        </div>
      ))}
    </div>
  );
}

function formatStep(ms: number): string {
  if (ms < MINUTE_MS) return `${ms / 1000} s`;
  return ms < HOUR_MS ? `${ms / MINUTE_MS} min` : `${ms / HOUR_MS} h`;
}

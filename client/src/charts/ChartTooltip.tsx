import { formatCount, formatRate } from '@tunnelwatch/shared/format-number';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { ClassSwatch } from '../components/badge/ClassLabel.js';
import { formatClock, formatDateTime } from '../format/format-time.js';
import { CLASS_STYLE } from '../theme/class-style.js';
import { type ChartMark, MARK_STYLE } from './chart-mark.js';
import type { ChartRow } from './chart-rows.js';
import { type ClassContent, stepLabel } from './class-picture.js';
import styles from './ChartTooltip.module.css';

interface ChartTooltipProps {
  readonly row: ChartRow;
  readonly content: ClassContent;
  /** What happened at the place of the pointer. */
  readonly marks: readonly ChartMark[];
}

/** The exact counts of the bucket under the pointer; classes with none are left out. */
export function ChartTooltip({ row, content, marks }: ChartTooltipProps) {
  const { data, classes, ghost } = content;
  const shown = classes.filter((name) => row[name] > 0);
  const earlier = ghost?.rows.find(({ t }) => t === row.t);
  const rate = (count: number): string => `${formatRate((count * MINUTE_MS) / data.stepMs)}/min`;
  return (
    <>
      <div className={styles.time}>
        {formatDateTime(row.t)} <span className={styles.soft}>for {stepLabel(data.stepMs)}</span>
      </div>
      {shown.length === 0 ? <div>None</div> : null}
      {shown.map((name) => (
        <div key={name} className={styles.row}>
          <ClassSwatch failureClass={name} />
          <span>{CLASS_STYLE[name].label}</span>
          <strong>
            {formatCount(row[name])}
            <span className={styles.soft}> · {rate(row[name])}</span>
          </strong>
        </div>
      ))}
      {earlier === undefined ? null : (
        <div className={styles.soft}>
          Compared: {formatCount(classes.reduce((sum, name) => sum + earlier[name], 0))} ·{' '}
          {rate(classes.reduce((sum, name) => sum + earlier[name], 0))}
        </div>
      )}
      {marks.slice(0, MOST_MARKS).map((mark) => (
        <div key={`${mark.kind} ${String(mark.from)} ${mark.text}`} className={styles.mark}>
          <span style={{ color: MARK_STYLE[mark.kind].color }}>▼</span> {formatClock(mark.from)}{' '}
          {MARK_STYLE[mark.kind].label}: {mark.text}
        </div>
      ))}
      {marks.length > MOST_MARKS ? <div className={styles.soft}>and {marks.length - MOST_MARKS} more</div> : null}
    </>
  );
}

const MOST_MARKS = 5;

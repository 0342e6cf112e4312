import { DROP_KIND_LABEL } from '@tunnelwatch/shared/diagnosis';
import type { TooltipContentProps } from 'recharts';
import { groupDigits } from '@tunnelwatch/shared/number-axis';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatDateTime } from '../../../format/format-time.js';
import styles from '../../../components/diagnosis/Diagnosis.module.css';
import type { ScatterRow } from './scatter-rows.js';

/** The details of a refused packet. */
export function PointTooltip({ active, payload }: Partial<Pick<TooltipContentProps, 'active' | 'payload'>>) {
  // Recharts hands back the row it was given, untyped.
  const row = payload?.[0]?.payload as ScatterRow | undefined;
  if (active !== true || row === undefined) return null;
  return (
    <div className={styles.tooltip}>
      <strong>{DROP_KIND_LABEL[row.kind]}</strong>, event {row.seq}
      <div>{formatDateTime(row.time)}</div>
      <div>seqno {groupDigits(row.seqno)}</div>
      {row.lag === null ? null : <div>{lagWords(row.lag)}</div>}
      {row.windowSize === null ? null : <div>window of {formatCount(row.windowSize)} packets</div>}
    </div>
  );
}

function lagWords(lag: number): string {
  return lag < 0
    ? `${formatCount(-lag)} packets above the right edge`
    : `${formatCount(lag)} packets behind the right edge`;
}

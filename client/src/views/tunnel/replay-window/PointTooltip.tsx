import { DROP_KIND_LABEL } from '@tunnelwatch/shared/diagnosis';
import { groupDigits } from '@tunnelwatch/shared/number-axis';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { formatDateTime } from '../../../format/format-time.js';
import type { ScatterRow } from './scatter-rows.js';

/** The details of a refused packet. */
export function PointTooltip({ row }: { readonly row: ScatterRow }) {
  return (
    <>
      <strong>{DROP_KIND_LABEL[row.kind]}</strong>, event {row.seq}
      <div>{formatDateTime(row.time)}</div>
      <div>seqno {groupDigits(row.seqno)}</div>
      {row.lag === null ? null : <div>{lagWords(row.lag)}</div>}
      {row.windowSize === null ? null : <div>window of {formatCount(row.windowSize)} packets</div>}
    </>
  );
}

function lagWords(lag: number): string {
  return lag < 0
    ? `${formatCount(-lag)} packets above the right edge`
    : `${formatCount(lag)} packets behind the right edge`;
}

import { memo } from 'react';
import type { TunnelDiagnosis, WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { Panel } from '../../../components/layout/Panel.js';
import { formatCount, formatShare } from '@tunnelwatch/shared/format-number';
import type { QueryState } from '../../../http/use-api-query.js';
import styles from '../../../components/diagnosis/Diagnosis.module.css';
import { RequiredWindowChart } from './RequiredWindowChart.js';
import { span } from '../../../format/format-time.js';

/** Late packets by the smallest window that would have accepted them, and what larger windows would have accepted. */
export const RequiredWindowPanel = memo(function RequiredWindowPanel({
  data,
  problem,
  isLoading,
  reload,
}: QueryState<TunnelDiagnosis>) {
  const window = data?.window;
  return (
    <Panel
      className={styles.side}
      title="Required replay window"
      isLoading={isLoading && data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      skeletonRem={20}
      empty={window !== undefined && window.late === 0 ? <p>No late packets in this time range.</p> : null}
    >
      {window === undefined || window.late === 0 ? null : (
        <>
          <RequiredWindowChart window={window} />
          <p className={styles.caption}>
            Late packets by the window size, in packets, that would have accepted them; logarithmic scale.{' '}
            {isMostlyLate(window)
              ? 'Most arrived so late that they may be replays: the recommendation ignores those.'
              : ''}
          </p>
          <LagTimes window={window} />
          <Shares window={window} />
        </>
      )}
    </Panel>
  );
});

/** True when a window should not accept most of the late packets. */
function isMostlyLate({ advice }: WindowAnalysis): boolean {
  return advice !== null && advice.accepted * 2 < advice.late;
}

function LagTimes({ window: { lagMs, lagPackets } }: { readonly window: WindowAnalysis }) {
  if (lagPackets === null) return null;
  const quantiles = (['p50', 'p90', 'p99', 'most'] as const).map((name) => {
    const time = lagMs === null ? '' : ` (${span(lagMs[name])})`;
    return `${QUANTILE_LABEL[name]} ${formatCount(lagPackets[name])}${time}`;
  });
  return <p className={styles.caption}>Lag in packets: {quantiles.join(', ')}.</p>;
}

const QUANTILE_LABEL = { p50: 'median', p90: '90 % within', p99: '99 % within', most: 'maximum' } as const;

function Shares({ window: { shares, windowSizes, advice } }: { readonly window: WindowAnalysis }) {
  const current = windowSizes.at(-1) ?? 0;
  return (
    <table className={styles.shares}>
      <caption>Late packets that a window would have accepted</caption>
      <thead>
        <tr>
          <th scope="col">Window</th>
          <th scope="col">Late packets accepted</th>
        </tr>
      </thead>
      <tbody>
        {shares
          .filter(({ window }) => window >= current)
          .map(({ window, accepted, late }) => (
            <tr key={window}>
              <th scope="row">
                {formatCount(window)}
                {window === current ? ' (current)' : ''}
                {window === advice?.window ? ' (recommended)' : ''}
              </th>
              <td>
                {formatCount(accepted)} of {formatCount(late)} ({formatShare(accepted, late)})
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

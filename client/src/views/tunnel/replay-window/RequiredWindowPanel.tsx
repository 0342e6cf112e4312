import type { TunnelDiagnosis, WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { Panel } from '../../../components/layout/Panel.js';
import { formatCount, formatShare } from '../../../format/format-number.js';
import type { QueryState } from '../../../http/use-api-query.js';
import styles from '../../../components/diagnosis/Diagnosis.module.css';
import { NeededChart } from './RequiredWindowChart.js';
import { span } from '../../../format/format-duration.js';

/** Late packets by the window that would have just accepted them, and what larger windows would have accepted. */
export function LagHistogram({ data, problem, isLoading, reload }: QueryState<TunnelDiagnosis>) {
  const window = data?.window;
  return (
    <Panel
      className={styles.side}
      title="Window that late packets needed"
      isLoading={isLoading && data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      skeletonRem={20}
      empty={window !== undefined && window.late === 0 ? <p>No packet was late in this time.</p> : null}
    >
      {window === undefined || window.late === 0 ? null : (
        <>
          <NeededChart window={window} />
          <p className={styles.caption}>
            Packets by the window, in packets, that would have just accepted them, on a logarithmic scale.{' '}
            {isMostlyLate(window) ? 'Most came so late that they may be replayed: the advice leaves those out.' : ''}
          </p>
          <LagTimes window={window} />
          <Shares window={window} />
        </>
      )}
    </Panel>
  );
}

/** True where most late packets are none that a window is to accept. */
function isMostlyLate({ advice }: WindowAnalysis): boolean {
  return advice !== null && advice.accepted * 2 < advice.late;
}

function LagTimes({ window: { lagMs, lagPackets } }: { readonly window: WindowAnalysis }) {
  if (lagPackets === null) return null;
  const parts = (['p50', 'p90', 'p99', 'most'] as const).map((name) => {
    const time = lagMs === null ? '' : ` (${span(lagMs[name])})`;
    return `${QUANTILE_WORDS[name]} ${formatCount(lagPackets[name])}${time}`;
  });
  return <p className={styles.caption}>Packets of lag: {parts.join(', ')}.</p>;
}

const QUANTILE_WORDS = { p50: 'half up to', p90: '90 % up to', p99: '99 % up to', most: 'all up to' } as const;

function Shares({ window: { shares, windowSizes, advice } }: { readonly window: WindowAnalysis }) {
  const current = windowSizes.at(-1) ?? 0;
  return (
    <table className={styles.shares}>
      <caption>What a window would have accepted, counted exactly</caption>
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
                {window === advice?.window ? ' (advised)' : ''}
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

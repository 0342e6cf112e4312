import type { Edge, OwnCounter, TunnelDiagnosis, WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { Panel } from '../../components/layout/Panel.js';
import { formatCount, formatShare } from '../../format/format-number.js';
import { formatDateTime } from '../../format/format-time.js';
import type { QueryState } from '../../http/use-api-query.js';
import styles from '../../components/diagnosis/Diagnosis.module.css';
import { span } from '../../format/format-duration.js';

/** The SA of a tunnel as its drops tell of it: its window, its rate and new SAs. */
export function CounterPanel({ data, problem, isLoading, reload }: QueryState<TunnelDiagnosis>) {
  const hasNothing = data !== null && data.window.edge.drops === 0 && data.window.own === null;
  return (
    <Panel
      title="SA and sequence numbers"
      isLoading={isLoading && data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      skeletonRem={14}
      empty={hasNothing ? <p>No drop of this time names its window. Message 278 does.</p> : null}
    >
      {data === null ? null : <Facts window={data.window} />}
    </Panel>
  );
}

function Facts({ window }: { readonly window: WindowAnalysis }) {
  const { windowSizes, rate, rekeys, edge, isEsn, own } = window;
  return (
    <dl className={styles.facts}>
      <dt>Anti-replay window</dt>
      <dd>{windowSizes.length === 0 ? 'not known' : `${windowSizes.map(formatCount).join(', then ')} packets`}</dd>
      <dt>Packets of the peer</dt>
      <dd>
        {rate === null
          ? 'rate not known: it takes two refused packets some seconds apart'
          : `${formatCount(Math.round(rate.packetsPerSecond))} a second, from ${span(rate.to - rate.from)} of drops`}
      </dd>
      <dt>New SAs</dt>
      <dd>{rekeys.length === 0 ? 'none seen in this time' : rekeys.map(formatDateTime).join(', ')}</dd>
      <dt>Edge that windowbase names</dt>
      <dd>{edgeWords(edge)}</dd>
      <dt>Extended sequence numbers</dt>
      <dd>
        {isEsn ? 'in use: a number above 32 bits was seen' : 'not seen, which does not prove that they are not in use'}
      </dd>
      {own === null ? null : (
        <>
          <dt>Our own counter</dt>
          <dd>{ownWords(own)}</dd>
        </>
      )}
    </dl>
  );
}

function ownWords({ seqno, at, packetsPerSecond, overflows }: OwnCounter): string {
  const rate = packetsPerSecond === null ? '' : ` at ${formatCount(Math.round(packetsPerSecond))} packets a second`;
  const stood = `stood at ${formatCount(Number(seqno))} at ${formatDateTime(at)}${rate}`;
  if (overflows === 0) return stood;
  return `${stood}; it had ended, and ${formatCount(overflows)} packets could not be sent (message 339) until a rekey`;
}

function edgeWords({ used, isSet, finding, above, near, drops, neighbours }: Edge): string {
  const asked = neighbours === 0 ? '' : `; ${formatCount(neighbours)} of the drops are of other tunnels of the gateway`;
  const reckoned = `reckoned with as the ${used} edge${isSet ? ' by the settings' : ''}${asked}`;
  switch (finding) {
    case 'left':
      return `The left one, for certain: ${formatCount(above)} of ${formatCount(drops)} drops lie above it within the window; ${reckoned}.`;
    case 'right-likely':
      return `Likely the right one: none of ${formatCount(drops)} drops lies above it, ${formatShare(near, drops)} lie just below; ${reckoned}.`;
    case 'contradiction':
      return `Neither fits: drops lie beyond the window; ${reckoned}.`;
    case 'undetermined':
      return drops === 0
        ? 'not known'
        : `Undetermined: none of ${formatCount(drops)} drops lies above it, ${formatCount(near)} just below; ${reckoned}. Were it the right one, each packet would be late by a window less.`;
  }
}

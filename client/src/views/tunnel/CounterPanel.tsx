import { memo } from 'react';
import type { Edge, OwnCounter, TunnelDiagnosis, WindowAnalysis } from '@tunnelwatch/shared/diagnosis';
import { Panel } from '../../components/layout/Panel.js';
import { formatCount, formatShare } from '@tunnelwatch/shared/format-number';
import { formatDateTime, span } from '../../format/format-time.js';
import type { QueryState } from '../../http/use-api-query.js';
import styles from '../../components/diagnosis/Diagnosis.module.css';

/** The SA of a tunnel according to its drops: its window, its rate and new SAs. */
export const CounterPanel = memo(function CounterPanel({
  data,
  problem,
  isLoading,
  reload,
}: QueryState<TunnelDiagnosis>) {
  const hasNothing = data !== null && data.window.edge.drops === 0 && data.window.own === null;
  return (
    <Panel
      title="SA and sequence numbers"
      isLoading={isLoading && data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      skeletonRem={14}
      empty={hasNothing ? <p>No drop in this time range reports its window. Message 278 does.</p> : null}
    >
      {data === null ? null : <Facts window={data.window} />}
    </Panel>
  );
});

function Facts({ window }: { readonly window: WindowAnalysis }) {
  const { windowSizes, rate, rekeys, edge, isEsn, own } = window;
  return (
    <dl className={styles.facts}>
      <dt>Anti-replay window</dt>
      <dd>{windowSizes.length === 0 ? 'unknown' : `${windowSizes.map(formatCount).join(', then ')} packets`}</dd>
      <dt>Peer packet rate</dt>
      <dd>
        {rate === null
          ? 'unknown: that takes two dropped packets some seconds apart'
          : `${formatCount(Math.round(rate.packetsPerSecond))} packets per second, from ${span(rate.to - rate.from)} of drops`}
      </dd>
      <dt>New SAs</dt>
      <dd>{rekeys.length === 0 ? 'none seen in this time range' : rekeys.map(formatDateTime).join(', ')}</dd>
      <dt>Window edge in windowbase</dt>
      <dd>{edgeWords(edge)}</dd>
      <dt>Extended sequence numbers</dt>
      <dd>{isEsn ? 'in use: a number above 32 bits was seen' : 'not seen, which does not rule them out'}</dd>
      {own === null ? null : (
        <>
          <dt>Local counter</dt>
          <dd>{ownWords(own)}</dd>
        </>
      )}
    </dl>
  );
}

function ownWords({ seqno, at, packetsPerSecond, overflows }: OwnCounter): string {
  const rate = packetsPerSecond === null ? '' : ` at ${formatCount(Math.round(packetsPerSecond))} packets per second`;
  const stood = `was at ${formatCount(Number(seqno))} at ${formatDateTime(at)}${rate}`;
  if (overflows === 0) return stood;
  return `${stood}; it was exhausted, and ${formatCount(overflows)} packets could not be sent (message 339) until a rekey`;
}

function edgeWords({ used, isSet, finding, above, near, drops, neighbours }: Edge): string {
  const asked =
    neighbours === 0 ? '' : `; ${formatCount(neighbours)} of the drops are from other tunnels of the gateway`;
  const treated = `treated as the ${used} edge${isSet ? ' by configuration' : ''}${asked}`;
  switch (finding) {
    case 'left':
      return `Left, proven: ${formatCount(above)} of ${formatCount(drops)} drops lie above it within the window; ${treated}.`;
    case 'right-likely':
      return `Probably right: none of ${formatCount(drops)} drops lies above it, and ${formatShare(near, drops)} lie just below; ${treated}.`;
    case 'contradiction':
      return `Neither fits: some drops lie beyond the window; ${treated}.`;
    case 'undetermined':
      return drops === 0
        ? 'unknown'
        : `Undetermined: none of ${formatCount(drops)} drops lies above it, ${formatCount(near)} just below; ${treated}. If it is the right edge, each packet is late by one window less.`;
  }
}

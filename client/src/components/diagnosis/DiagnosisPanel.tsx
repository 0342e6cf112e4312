import type { TunnelDiagnosis, Verdict, WindowAdvice } from '@tunnelwatch/shared/diagnosis';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import { LimitsNote } from '../layout/LimitsNote.js';
import { Panel } from '../layout/Panel.js';
import { formatCount, formatShare } from '@tunnelwatch/shared/format-number';
import { formatDateTime } from '../../format/format-time.js';
import type { QueryState } from '../../http/use-api-query.js';
import styles from './Diagnosis.module.css';
import type { TunnelNames } from './tunnel-names.js';
import { VerdictEvidence } from './VerdictEvidence.js';
import { VerdictHistory } from './VerdictHistory.js';
import { VerdictAdvice } from './VerdictAdvice.js';

interface DiagnosisPanelProps extends TunnelNames {
  readonly diagnosis: QueryState<TunnelDiagnosis>;
}

/** What the drops of a tunnel are consistent with, in one sentence, and why. */
export function DiagnosisPanel({ diagnosis: { data, problem, isLoading, reload }, ...names }: DiagnosisPanelProps) {
  const first = data?.verdicts[0];
  return (
    <Panel
      title="Diagnosis"
      aside={data === null ? undefined : <Basis diagnosis={data} />}
      isLoading={isLoading && data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      skeletonRem={9}
      empty={data !== null && first === undefined ? <p>No drops in this time range: nothing to diagnose.</p> : null}
    >
      {data === null || first === undefined ? null : (
        <div className={styles.diagnosis}>
          <Headline verdict={first} advice={data.window.advice} />
          <div className={styles.columns}>
            <VerdictEvidence verdict={first} {...names} over={data.verdictsOver} />
            <VerdictAdvice verdict={first} />
          </div>
          <Others verdicts={data.verdicts.slice(1)} />
          <VerdictHistory history={data.history} />
          <LimitsNote>Sequence numbers of dropped packets are not authenticated.</LimitsNote>
        </div>
      )}
    </Panel>
  );
}

function Basis({ diagnosis }: { readonly diagnosis: TunnelDiagnosis }) {
  const { verdictsOver, events, analysed } = diagnosis;
  if (verdictsOver === null) return null;
  const share =
    analysed < events ? `, based on the newest ${formatCount(analysed)} of ${formatCount(events)} events` : '';
  return <>{`as of ${formatDateTime(verdictsOver.to)}${share}`}</>;
}

function Headline({ verdict, advice }: { readonly verdict: Verdict; readonly advice: WindowAdvice | null }) {
  const { title, cause } = VERDICT_LABELS[verdict.name];
  if (verdict.name === 'undetermined') {
    return (
      <p className={styles.headline}>
        <strong>{title}</strong>: {verdict.evidence[0]?.text ?? cause}.
      </p>
    );
  }
  return (
    <p className={styles.headline}>
      <strong>{title}</strong>: the drops are consistent with {cause}.{' '}
      {verdict.name === 'reordering' && advice !== null ? <AdviceSentence advice={advice} /> : null}
      <span className={styles.confidence}>
        {verdict.confidence} confidence, explains {formatShare(verdict.share, 1)} of the drops
      </span>
    </p>
  );
}

function AdviceSentence({ advice: { window, current, accepted, late } }: { readonly advice: WindowAdvice }) {
  return (
    <>
      A window of <strong>{formatCount(window)}</strong> instead of {formatCount(current)} would have accepted{' '}
      {formatCount(accepted)} of {formatCount(late)} late packets ({formatShare(accepted, late)}).{' '}
    </>
  );
}

function Others({ verdicts }: { readonly verdicts: readonly Verdict[] }) {
  const others = verdicts.filter(({ name }) => name !== 'undetermined');
  if (others.length === 0) return null;
  return (
    <p className={styles.others}>
      Other possible causes:{' '}
      {others
        .map(({ name, share }) => `${VERDICT_LABELS[name].title.toLowerCase()} (${formatShare(share, 1)} of the drops)`)
        .join(', ')}
      .
    </p>
  );
}

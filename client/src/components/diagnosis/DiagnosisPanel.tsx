import { DROP_SHARE_LIMITS, dropShareText } from '@tunnelwatch/shared/drop-share-text';
import type { DropShare, TunnelDiagnosis, Verdict, VerdictSpan, WindowAdvice } from '@tunnelwatch/shared/diagnosis';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import { LimitsNote } from '../layout/LimitsNote.js';
import { Panel } from '../layout/Panel.js';
import { formatCount, formatShare } from '@tunnelwatch/shared/format-number';
import { formatDateTime } from '../../format/format-time.js';
import type { QueryState } from '../../http/use-api-query.js';
import styles from './Diagnosis.module.css';
import type { TunnelNames } from './use-diagnosis.js';
import { VerdictEvidence } from './VerdictEvidence.js';
import { useCatalogueById } from '../catalogue/use-catalogue.js';

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
          <Extent share={data.window.dropShare} />
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

/** How much of the traffic was dropped, where drops show it. */
function Extent({ share }: { readonly share: DropShare | null }) {
  if (share === null) return null;
  return (
    <p className={styles.extent}>
      <strong>{dropShareText(share)}</strong>
      <span className={styles.extentPart}>
        {`between ${formatDateTime(share.from)} and ${formatDateTime(share.to)}.`}
      </span>
      <span className={styles.extentPart}>{DROP_SHARE_LIMITS}</span>
    </p>
  );
}

function Others({ verdicts }: { readonly verdicts: readonly Verdict[] }) {
  const others = verdicts.filter(({ name }) => name !== 'undetermined');
  if (others.length === 0) return null;
  const causes = others.map(
    ({ name, share }) => `${VERDICT_LABELS[name].title.toLowerCase()} (${formatShare(share, 1)} of the drops)`,
  );
  // One text: parts of one would move along its lines.
  return <p className={styles.others}>{`Other possible causes: ${causes.join(', ')}.`}</p>;
}

/** How the verdict changed over the chosen time, the newest first; nothing where it did not. */
function VerdictHistory({ history }: { readonly history: readonly VerdictSpan[] }) {
  if (history.length < 2) return null;
  return (
    <details className={styles.history}>
      <summary>{history.length} verdicts in this time range</summary>
      <ol>
        {history.toReversed().map(({ from, to, name, confidence, events }) => (
          <li key={from}>
            <span className={styles.span}>
              {formatDateTime(from)} to {formatDateTime(to)}
            </span>
            {VERDICT_LABELS[name].title}
            <span className={styles.soft}>
              {name === 'undetermined' ? '' : `${confidence} confidence, `}
              {formatCount(events)} drops
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** What to do: Tunnelwatch's advice, and apart from it the vendor's recommendations for the messages. */
function VerdictAdvice({ verdict }: { readonly verdict: Verdict }) {
  const catalogue = useCatalogueById();
  const recommended = verdict.messageIds.flatMap((id) => {
    const action = catalogue.get(id)?.proposedAction;
    return action == null ? [] : [{ id, action }];
  });
  return (
    <section>
      <h3>Recommended actions</h3>
      <dl className={styles.todo}>
        <dt>Tunnelwatch’s advice</dt>
        <dd>{VERDICT_LABELS[verdict.name].advice}</dd>
        {recommended.map(({ id, action }) => (
          <div key={id}>
            <dt>Vendor recommendation for message {id}</dt>
            <dd>{action}</dd>
          </div>
        ))}
        {recommended.length > 0 || verdict.messageIds.length === 0 ? null : (
          <div>
            <dt>Vendor</dt>
            <dd className={styles.none}>
              The reference guide has no recommendation for message {verdict.messageIds.join(', ')}.
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

import type { AuditTrailState } from '@tunnelwatch/shared/api';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { Panel } from '../../../components/layout/Panel.js';
import { Time } from '../../../components/time/Time.js';
import { fetchAuditState } from '../../../http/audit-api.js';
import { useApiQuery } from '../../../http/use-api-query.js';
import styles from './AuditPage.module.css';

const REFRESH_MS = 30_000;
const SHOWN_HASH = 16;

/** Whether the trail is whole, in a sentence, and the figures behind it. */
export function AuditHeadline() {
  const { data, problem, reload } = useApiQuery({
    key: ['audit-state'],
    load: fetchAuditState,
    refreshMs: REFRESH_MS,
  });
  return (
    <Panel
      title="Integrity"
      isTimeless
      isLoading={data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      skeletonRem={5}
      className={styles.headline}
    >
      {data === null ? null : <State state={data} />}
    </Panel>
  );
}

function State({ state }: { readonly state: AuditTrailState }) {
  const { problems, remedy } = state;
  return (
    <>
      {problems.length === 0 ? (
        <p className={styles.whole}>{wholeText(state)}</p>
      ) : (
        <div role="alert" className={styles.broken}>
          <strong>The audit trail is not whole.</strong>
          <ul>
            {problems.map((text) => (
              <li key={text}>{sentence(text)}</li>
            ))}
          </ul>
          {remedy === null ? null : <p>{sentence(remedy)}</p>}
        </div>
      )}
      <Figures state={state} />
      {state.isKeyInside ? (
        <p className={styles.remark}>
          The key of the chain is in the data folder: whoever can change the store can read it. Set{' '}
          <code>audit.keyFile</code> to a file elsewhere.
        </p>
      ) : null}
    </>
  );
}

/** The state in one plain sentence. */
function wholeText({ entries, verified }: AuditTrailState): string {
  if (verified === null) return 'The audit trail has not been checked since the start.';
  if (entries === 0) return 'The audit trail has no entries yet.';
  if (verified.entries === entries) return 'No entry was changed or removed: all of them were verified.';
  return `No entry was removed, and the newest ${formatCount(verified.entries)} were verified; “tunnelwatch check-data” verifies all.`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}

function Figures({ state }: { readonly state: AuditTrailState }) {
  const { entries, head, verified } = state;
  return (
    <dl className={styles.figures}>
      <div>
        <dt>Entries, at the last check</dt>
        <dd>{formatCount(entries)}</dd>
      </div>
      <div>
        <dt>Newest entry</dt>
        <dd>
          {head === null ? (
            'none'
          ) : (
            <>
              {head.id}, <Time at={head.at} />, <code title={head.hash}>{head.hash.slice(0, SHOWN_HASH)}…</code>
            </>
          )}
        </dd>
      </div>
      <div>
        <dt>Last verified</dt>
        <dd>{verified === null ? 'not yet' : <Time at={verified.at} />}</dd>
      </div>
      <div>
        <dt>Last published</dt>
        <dd>
          <Published state={state} />
        </dd>
      </div>
    </dl>
  );
}

function Published({ state: { receiver, published, publishFault } }: { readonly state: AuditTrailState }) {
  if (receiver === null) return 'to the log only (audit.publish names another receiver)';
  const to = receiver === 'webhook' ? 'the webhook' : 'the syslog receiver';
  if (publishFault !== null)
    return <span className={styles.refused}>{`Could not be sent to ${to}: ${publishFault}`}</span>;
  if (published === null) return `not yet, to ${to} and the log`;
  return (
    <>
      entry {published.id} to {to}, <Time at={published.at} />
    </>
  );
}

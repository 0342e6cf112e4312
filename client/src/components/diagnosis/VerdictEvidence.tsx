import type { TunnelDiagnosis, Verdict } from '@tunnelwatch/shared/diagnosis';
import { Link } from 'react-router';
import type { TunnelNames } from './use-diagnosis.js';
import styles from './Diagnosis.module.css';

interface VerdictEvidenceProps extends TunnelNames {
  readonly verdict: Verdict;
  readonly over: TunnelDiagnosis['verdictsOver'];
}

/** The figures behind a verdict, with links to their events. */
export function VerdictEvidence({ verdict, over, ...names }: VerdictEvidenceProps) {
  return (
    <section>
      <h3>Evidence</h3>
      <ul className={styles.evidence}>
        {verdict.evidence.map(({ text, events }) => (
          <li key={text}>
            {capital(text)}.
            {events.length === 0 ? null : <span className={styles.seqs}> Newest: {events.join(', ')}</span>}
          </li>
        ))}
      </ul>
      {over === null || verdict.messageIds.length === 0 ? null : (
        <p className={styles.links}>
          Supporting events:{' '}
          {verdict.messageIds.map((id) => (
            <Link key={id} to={eventsPath(names, id, over)}>
              {`message ${String(id)}`}
            </Link>
          ))}
        </p>
      )}
    </section>
  );
}

function eventsPath(
  { gateway, matchkey }: TunnelNames,
  messageId: number,
  { from, to }: { readonly from: number; readonly to: number },
): string {
  const search = new URLSearchParams({
    gateway,
    matchkey,
    messageId: String(messageId),
    from: new Date(from).toISOString(),
    // The end of a range is exclusive, and the newest event must be included.
    to: new Date(to + 1).toISOString(),
  });
  return `/events?${search.toString()}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

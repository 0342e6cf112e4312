import type { ApiAuditEntry } from '@tunnelwatch/shared/api';
import { outcomeOf } from '@tunnelwatch/shared/audit';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import styles from './AuditPage.module.css';
import { changesOf, changeText, mainChanges } from './audit-labels.js';

/** Whether an entry was done. */
export function AuditOutcome({ entry }: { readonly entry: ApiAuditEntry }) {
  const isRefused = outcomeOf(entry) === 'refused';
  return <span className={isRefused ? styles.refused : styles.done}>{isRefused ? 'Refused' : 'Done'}</span>;
}

/** Who did it. */
export function Actor({ actor }: Pick<ApiAuditEntry, 'actor'>) {
  if (actor.kind === 'server') return <span className={styles.soft}>Tunnelwatch</span>;
  return (
    <>
      {visibleText(actor.name)}
      {actor.kind === 'token' ? <span className={styles.soft}> (token)</span> : null}
    </>
  );
}

/** The comment, and what was decided. */
export function AuditSummary({ entry }: { readonly entry: ApiAuditEntry }) {
  const { comment } = entry;
  const changes = mainChanges(entry).map((change) => `${change.name} ${changeText(change)}`);
  return (
    <>
      {comment === '' ? null : <q className={styles.comment}>{visibleText(comment)}</q>}{' '}
      {changes.length === 0 ? null : <span className={styles.soft}>{changes.join(' · ')} </span>}
    </>
  );
}

/** Everything that an entry says. */
export function WholeEntry({ entry }: { readonly entry: ApiAuditEntry }) {
  const facts = [
    ['Entry', String(entry.id)],
    ['Address', entry.actor.address ?? 'none: the server itself, or the command line'],
    ['Action', entry.action],
    ['Target', visibleText(entry.target)],
    ['Hash', entry.hash],
    ...(entry.comment === '' ? [] : [['Comment', visibleText(entry.comment)] as const]),
  ] as const;
  const changes = changesOf(entry);
  return (
    <dl className={styles.facts}>
      {facts.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
      {changes.map((change) => (
        <div key={`changed ${change.name}`}>
          <dt>{change.name}</dt>
          <dd>{changeText(change)}</dd>
        </div>
      ))}
    </dl>
  );
}

import type { ApiAuditEntry } from '@tunnelwatch/shared/api';
import { outcomeOf } from '@tunnelwatch/shared/audit';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { Button } from '../../../components/form/Button.js';
import { Time } from '../../../components/time/Time.js';
import { AuditSubject } from './AuditSubject.js';
import styles from './AuditPage.module.css';
import { actionText, changesOf, changeText, mainChanges } from './audit-labels.js';

interface AuditRowProps {
  readonly entry: ApiAuditEntry;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

/** One entry; opened, with everything that it says. */
export function AuditRow({ entry, isOpen, onToggle }: AuditRowProps) {
  const isRefused = outcomeOf(entry) === 'refused';
  return (
    <>
      <tr>
        <td>
          <Time at={entry.at} full />
        </td>
        <td>
          <Actor actor={entry.actor} />
        </td>
        <td>{actionText(entry.action)}</td>
        <td className={styles.subject}>
          <AuditSubject entry={entry} />
        </td>
        <td className={styles.details}>
          <Summary entry={entry} />
          <Button variant="plain" aria-expanded={isOpen} aria-label={`Entry ${entry.id}`} onClick={onToggle}>
            {isOpen ? 'Less' : 'More'}
          </Button>
        </td>
        <td className={isRefused ? styles.refused : styles.done}>{isRefused ? 'Refused' : 'Done'}</td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={6} className={styles.whole}>
            <WholeEntry entry={entry} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function Actor({ actor }: Pick<ApiAuditEntry, 'actor'>) {
  if (actor.kind === 'server') return <span className={styles.soft}>Tunnelwatch</span>;
  return (
    <>
      {visibleText(actor.name)}
      {actor.kind === 'token' ? <span className={styles.soft}> (token)</span> : null}
    </>
  );
}

/** The comment, and what was decided. */
function Summary({ entry }: { readonly entry: ApiAuditEntry }) {
  const { comment } = entry;
  const changes = mainChanges(entry).map((change) => `${change.name} ${changeText(change)}`);
  return (
    <>
      {comment === '' ? null : <q className={styles.comment}>{visibleText(comment)}</q>}{' '}
      {changes.length === 0 ? null : <span className={styles.soft}>{changes.join(' · ')} </span>}
    </>
  );
}

function WholeEntry({ entry }: { readonly entry: ApiAuditEntry }) {
  const facts = [
    ['Entry', String(entry.id)],
    ['Address', entry.actor.address ?? 'none: the server itself, or the command line'],
    ['Action', entry.action],
    ['Target', visibleText(entry.target)],
    ['Hash', entry.hash],
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

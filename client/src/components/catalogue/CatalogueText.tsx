import { type CatalogueEntry, isFromUser } from '@tunnelwatch/shared/catalogue';
import styles from './CatalogueText.module.css';

const ACTION_LABEL: Readonly<Record<CatalogueEntry['gatewayAction'], string>> = {
  drop: 'drops the packet',
  adjust: 'adjusts the packet or setting',
  abort: 'aborts the operation',
  none: 'none',
};

/** What a message means and what to do: the reference guide, our own advice, and the user's file, each labelled. */
export function CatalogueText({ entry }: { readonly entry: CatalogueEntry }) {
  const isOwnNote = isFromUser(entry, 'note');
  return (
    <div className={styles.text}>
      <dl className={styles.list}>
        <dt>Explanation</dt>
        <dd>
          {entry.explanation} <YourFile entry={entry} field="explanation" />
        </dd>
        <dt>Gateway action</dt>
        <dd>
          {ACTION_LABEL[entry.gatewayAction]}
          {entry.actionDescription === null ? null : `: ${entry.actionDescription}`}
        </dd>
        <ProposedAction entry={entry} />
      </dl>
      <Advice entry={entry} />
      {entry.note === null ? null : (
        <p className={styles.note}>
          {isOwnNote ? 'Note, from your catalogue file' : 'Note on the reference'}: {entry.note}
        </p>
      )}
    </div>
  );
}

/** Marks a field that comes from the user's file as neither the guide's nor ours. */
function YourFile({ entry, field }: { readonly entry: CatalogueEntry; readonly field: keyof CatalogueEntry }) {
  return isFromUser(entry, field) ? <span className={styles.none}>(from your catalogue file)</span> : null;
}

function ProposedAction({ entry }: { readonly entry: CatalogueEntry }) {
  const isOwn = isFromUser(entry, 'proposedAction');
  const nothing = isOwn ? 'None in your catalogue file.' : 'None, as the reference guide says.';
  return (
    <>
      <dt>{isOwn ? 'Recommendation in your catalogue file' : 'Vendor recommendation'}</dt>
      <dd>{entry.proposedAction ?? <span className={styles.none}>{nothing}</span>}</dd>
    </>
  );
}

function Advice({ entry }: { readonly entry: CatalogueEntry }) {
  if (entry.ourAdvice === null) return null;
  const isOwn = isFromUser(entry, 'ourAdvice');
  return (
    <aside className={styles.advice} aria-label={isOwn ? 'Advice from your catalogue file' : 'Tunnelwatch’s advice'}>
      <p className={styles.adviceHead}>
        {isOwn ? 'Advice' : 'Tunnelwatch’s advice'}{' '}
        <span>{isOwn ? 'from your catalogue file' : 'not from the vendor'}</span>
      </p>
      <p>{entry.ourAdvice}</p>
    </aside>
  );
}

import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import styles from './CatalogueText.module.css';

const ACTION_WORDS: Readonly<Record<CatalogueEntry['gatewayAction'], string>> = {
  drop: 'Drops the packet',
  adjust: 'Adjusts the packet or setting',
  abort: 'Aborts the operation',
  none: 'Does nothing',
};

/** What a message means and what to do: the reference guide's part, and apart from it our own advice, labelled as ours. */
export function CatalogueText({ entry }: { readonly entry: CatalogueEntry }) {
  const isOurs = entry.origin === 'user';
  return (
    <div className={styles.text}>
      <dl className={styles.list}>
        <dt>Explanation</dt>
        <dd>{entry.explanation}</dd>
        <dt>The gateway</dt>
        <dd>
          {ACTION_WORDS[entry.gatewayAction]}
          {entry.actionDescription === null ? null : `: ${entry.actionDescription}`}
        </dd>
        <dt>{isOurs ? 'Proposed action' : 'Vendor proposes'}</dt>
        <dd>
          {entry.proposedAction ?? <span className={styles.none}>Nothing: the reference guide says “None”.</span>}
        </dd>
      </dl>
      {entry.ourAdvice === null ? null : (
        <aside className={styles.advice} aria-label="Advice of Tunnelwatch">
          <p className={styles.adviceHead}>
            Tunnelwatch’s advice <span>ours, not the vendor’s</span>
          </p>
          <p>{entry.ourAdvice}</p>
        </aside>
      )}
      {entry.note === null ? null : <p className={styles.note}>Note on the reference: {entry.note}</p>}
    </div>
  );
}

import type { Verdict } from '@tunnelwatch/shared/diagnosis';
import { VERDICT_WORDS } from '@tunnelwatch/shared/verdict-words';
import { useCatalogueById } from '../catalogue/use-catalogue.js';
import styles from './Diagnosis.module.css';

/** What to do: ours, and apart from it what the vendor proposes for the messages. */
export function VerdictTodo({ verdict }: { readonly verdict: Verdict }) {
  const catalogue = useCatalogueById();
  const proposed = verdict.messageIds.flatMap((id) => {
    const action = catalogue.get(id)?.proposedAction;
    return action == null ? [] : [{ id, action }];
  });
  return (
    <section>
      <h3>What to do</h3>
      <dl className={styles.todo}>
        <dt>Tunnelwatch’s advice</dt>
        <dd>{VERDICT_WORDS[verdict.name].advice}</dd>
        {proposed.map(({ id, action }) => (
          <div key={id}>
            <dt>Vendor, on message {id}</dt>
            <dd>{action}</dd>
          </div>
        ))}
        {proposed.length > 0 || verdict.messageIds.length === 0 ? null : (
          <div>
            <dt>Vendor</dt>
            <dd className={styles.none}>
              The reference guide proposes nothing for message {verdict.messageIds.join(', ')}.
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}

import type { Verdict } from '@tunnelwatch/shared/diagnosis';
import { VERDICT_LABELS } from '@tunnelwatch/shared/verdict-labels';
import { useCatalogueById } from '../catalogue/use-catalogue.js';
import styles from './Diagnosis.module.css';

/** What to do: Tunnelwatch's advice and, separately, the vendor's recommendations for the messages. */
export function VerdictAdvice({ verdict }: { readonly verdict: Verdict }) {
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

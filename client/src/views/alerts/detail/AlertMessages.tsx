import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { CatalogueText } from '../../../components/catalogue/CatalogueText.js';
import { Panel } from '../../../components/layout/Panel.js';
import { useCatalogue } from '../../../components/catalogue/use-catalogue.js';
import { messagesOfRule } from './alert-messages.js';
import styles from './AlertPage.module.css';

/** The catalogue's words on the messages that a rule counts: on one at once, on several behind their names. */
export function AlertMessages({ alert }: { readonly alert: ShownAlert }) {
  const { data, problem, isLoading, reload } = useCatalogue();
  const entries = messagesOfRule(alert, data ?? []);
  const [only] = entries;
  if (data !== null && only === undefined) return null;
  return (
    <Panel
      title={entries.length === 1 && only !== undefined ? `Message ${only.id}` : 'Messages that it counts'}
      isLoading={isLoading && data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
      skeletonRem={6}
      isTimeless
    >
      {entries.length === 1 && only !== undefined ? (
        <CatalogueText entry={only} />
      ) : (
        entries.map((entry) => (
          <details key={entry.id} className={styles.counted}>
            <summary>
              {entry.message} <span className={styles.soft}>{entry.id}</span>
            </summary>
            <CatalogueText entry={entry} />
          </details>
        ))
      )}
    </Panel>
  );
}

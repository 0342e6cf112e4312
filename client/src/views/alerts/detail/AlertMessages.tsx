import type { ShownAlert } from '@tunnelwatch/shared/alert';
import { CatalogueText } from '../../../components/catalogue/CatalogueText.js';
import { Panel } from '../../../components/layout/Panel.js';
import { useCatalogue } from '../../../components/catalogue/use-catalogue.js';
import { messagesOfRule } from './alert-query.js';
import styles from './AlertPage.module.css';
import { fetchCatalogueEntry } from '../../../http/api.js';
import { useApiQuery } from '../../../http/use-api-query.js';

/** Catalogue texts of the messages that a rule counts: shown directly for one, expandable by name for several. */
export function AlertMessages({ alert }: { readonly alert: ShownAlert }) {
  const { data, problem, isLoading, reload } = useCatalogue();
  const entries = messagesOfRule(alert, data ?? []);
  const [only] = entries;
  if (data !== null && only === undefined) return null;
  return (
    <Panel
      title={entries.length === 1 && only !== undefined ? `Message ${only.id}` : 'Counted messages'}
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

/** Catalogue text of an alert's message. */
export function AlertCatalogue({ messageId }: { readonly messageId: number | null }) {
  const entry = useApiQuery({
    key: messageId === null ? null : ['catalogue', messageId],
    load: (signal) => fetchCatalogueEntry(messageId ?? 0, signal),
  });
  const isUnknown = messageId === null || entry.problem?.status === 404;
  return (
    <Panel
      title={messageId === null ? 'Message without an ID' : `Message ${messageId}`}
      aside={entry.data?.section == null ? undefined : `Log reference, section ${entry.data.section}`}
      isLoading={entry.isLoading && entry.data === null}
      problem={isUnknown ? null : entry.problem}
      onRetry={entry.reload}
      skeletonRem={6}
      isTimeless
      empty={isUnknown ? <p>Not in the catalogue. You can add it in your own catalogue file.</p> : null}
    >
      {entry.data === null ? null : <CatalogueText entry={entry.data} />}
    </Panel>
  );
}

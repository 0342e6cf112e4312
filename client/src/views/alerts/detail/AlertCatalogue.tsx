import { CatalogueText } from '../../../components/catalogue/CatalogueText.js';
import { Panel } from '../../../components/layout/Panel.js';
import { fetchCatalogueEntry } from '../../../http/api.js';
import { useHttp } from '../../../http/use-http.js';

/** The catalogue's words on the message of an alert. */
export function AlertCatalogue({ messageId }: { readonly messageId: number | null }) {
  const entry = useHttp(messageId === null ? null : `catalogue ${messageId}`, (signal) =>
    fetchCatalogueEntry(messageId ?? 0, signal),
  );
  const isUnknown = messageId === null || entry.problem?.status === 404;
  return (
    <Panel
      title={messageId === null ? 'Message without an id' : `Message ${messageId}`}
      aside={entry.data?.section == null ? undefined : `Log reference, section ${entry.data.section}`}
      isLoading={entry.isLoading && entry.data === null}
      problem={isUnknown ? null : entry.problem}
      onRetry={entry.reload}
      skeletonRem={6}
      empty={isUnknown ? <p>The catalogue does not have this message. A user’s catalogue file can add it.</p> : null}
    >
      {entry.data === null ? null : <CatalogueText entry={entry.data} />}
    </Panel>
  );
}

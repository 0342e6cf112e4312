import { useMemo } from 'react';
import form from '../../components/form/form.module.css';
import { PageHead } from '../../components/layout/PageHead.js';
import { Panel } from '../../components/layout/Panel.js';
import { TextField } from '../../components/form/TextField.js';
import { useCatalogue } from '../../components/catalogue/use-catalogue.js';
import { useIsNarrow } from '../../components/layout/use-narrow.js';
import { useUrlText } from '../../url-state/use-url-param.js';
import { CatalogueDetail, NotInCatalogue } from './CatalogueDetail.js';
import styles from './CataloguePage.module.css';
import { searchCatalogue } from './catalogue-search.js';
import { CatalogueTable } from './CatalogueTable.js';
import { UnknownSeen } from './UnknownSeen.js';
import { useMessageCounts } from './use-message-counts.js';

/** The messages that the monitor knows, from the reference guide and from the user's own file. */
export function CataloguePage() {
  const { data, problem, isLoading, reload } = useCatalogue();
  const [q, setQ] = useUrlText('q');
  const [id] = useUrlText('id');
  const counts = useMessageCounts();
  const isNarrow = useIsNarrow();
  const all = useMemo(() => data ?? [], [data]);
  const found = useMemo(() => searchCatalogue(all, q ?? ''), [all, q]);
  const entry = all.find((each) => String(each.id) === id);
  const detail =
    id === null || data === null ? null : entry === undefined ? (
      <NotInCatalogue id={id} />
    ) : (
      <CatalogueDetail key={id} entry={entry} />
    );
  return (
    <>
      <PageHead
        title="Catalogue"
        note="What each message means: facts from the gateway’s log reference, and Tunnelwatch’s own advice, always labelled."
      />
      {isNarrow && detail !== null ? null : (
        <div className={`${form.filters ?? ''} ${styles.filters ?? ''}`} role="search">
          <TextField
            label="Search"
            type="search"
            value={q}
            placeholder="ID, text, parameter, class, severity…"
            className={styles.search}
            onChange={setQ}
          />
        </div>
      )}
      <div className={detail === null ? undefined : styles.split}>
        {isNarrow && detail !== null ? null : (
          <Panel
            title={titleOf(found.length, all.length)}
            isTimeless
            isLoading={isLoading && data === null}
            problem={data === null ? problem : null}
            onRetry={reload}
            skeletonRem={40}
            empty={found.length === 0 ? <p>No message matches. Try fewer words, or the ID alone.</p> : null}
          >
            <CatalogueTable entries={found} selected={detail === null ? null : Number(id)} counts={counts} />
            <UnknownSeen entries={all} counts={counts} />
          </Panel>
        )}
        {detail}
      </div>
    </>
  );
}

function titleOf(found: number, all: number): string {
  if (all === 0) return 'Messages';
  return found === all ? `${all} messages` : `${found} of ${all} messages`;
}

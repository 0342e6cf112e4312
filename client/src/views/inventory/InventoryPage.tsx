import { useState, type ReactNode } from 'react';
import { Button } from '../../components/form/Button.js';
import buttonStyles from '../../components/form/Button.module.css';
import { PageHead } from '../../components/layout/PageHead.js';
import { Panel } from '../../components/layout/Panel.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { fetchInventoryEntry, inventoryExportUrl } from '../../http/inventory-api.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { EntryDialog } from '../../components/lazy-dialogs.js';
import { useInventoryRevision } from '../../live/use-live.js';
import { useMay } from '../../session/who-context.js';
import { useSetUrlParams, useUrlText } from '../../url-state/use-url-param.js';
import { ImportDialog } from './ImportDialog.js';
import { InventoryEmpty } from './InventoryEmpty.js';
import { InventoryFilters } from './InventoryFilters.js';
import { InventoryTable } from './InventoryTable.js';
import styles from './InventoryPage.module.css';
import { useInventoryPages } from './use-inventory-pages.js';

/** Names of tunnels and interfaces: search, edit, import and export. */
export function InventoryPage() {
  const [q] = useUrlText('q');
  const [gateway] = useUrlText('gateway');
  const [site] = useUrlText('site');
  const [isImporting, setIsImporting] = useState(false);
  const setParams = useSetUrlParams();
  const revision = useInventoryRevision();
  const [range, setRange] = useState({ first: 0, last: 0 });
  const filter = {
    ...(q === null ? {} : { q }),
    ...(gateway === null ? {} : { gateway }),
    ...(site === null ? {} : { site }),
  };
  const isFiltered = q !== null || gateway !== null || site !== null;
  const pages = useInventoryPages(filter, revision, range.first, range.last);
  const mayWrite = useMay('operator');
  const { total } = pages;
  return (
    <>
      <PageHead title="Inventory" note="Names for tunnels and interfaces that logs identify only by opaque keys">
        <div className={styles.controls}>
          <a className={buttonStyles.button} href={inventoryExportUrl()} download>
            Export CSV
          </a>
          {mayWrite ? (
            <>
              <Button onClick={() => setIsImporting(true)}>Import CSV</Button>
              <Button variant="strong" onClick={() => setParams({ entry: 'new' })}>
                New entry
              </Button>
            </>
          ) : null}
        </div>
      </PageHead>
      <InventoryFilters q={q} gateway={gateway} site={site} />
      <Panel
        title={titleOf(total, isFiltered)}
        isTimeless
        isLoading={total === null}
        problem={total === null ? pages.problem : null}
        onRetry={pages.retry}
        skeletonRem={30}
        empty={total === 0 ? <InventoryEmpty isFiltered={isFiltered} mayWrite={mayWrite} /> : null}
      >
        <InventoryTable pages={pages} total={total ?? 0} onRange={(first, last) => setRange({ first, last })} />
      </Panel>
      {isImporting ? <ImportDialog onClose={() => setIsImporting(false)} /> : null}
      <OpenEntry />
    </>
  );
}

function titleOf(total: number | null, isFiltered: boolean): string {
  if (total === null) return 'Entries';
  const count = total === 1 ? '1 entry' : `${formatCount(total)} entries`;
  return isFiltered ? `${count} found` : count;
}

/** The entry in the URL. */
function OpenEntry(): ReactNode {
  const [entry, setEntry] = useUrlText('entry');
  const id = entry === null || !/^[1-9]\d{0,14}$/.test(entry) ? null : Number(entry);
  const { data, problem } = useApiQuery({
    key: id === null ? null : ['inventory entry', id],
    load: (signal) => fetchInventoryEntry(id ?? 0, signal),
  });
  const close = (): void => setEntry(null);
  if (entry === 'new') return <EntryDialog entry={null} onClose={close} />;
  if (id === null) return null;
  if (problem !== null) {
    return (
      <p role="alert">
        {problem.title}. {problem.detail} <Button onClick={close}>Close</Button>
      </p>
    );
  }
  return data === null ? null : <EntryDialog key={data.id} entry={data} onClose={close} />;
}

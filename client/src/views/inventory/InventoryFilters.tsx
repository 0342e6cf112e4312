import { Button } from '../../components/form/Button.js';
import form from '../../components/form/form.module.css';
import { TextField } from '../../components/form/TextField.js';
import { useSetUrlParams } from '../../url-state/use-url-param.js';
import styles from './InventoryPage.module.css';

interface InventoryFiltersProps {
  readonly q: string | null;
  readonly gateway: string | null;
  readonly site: string | null;
}

/** Text search, and exact gateways and sites. */
export function InventoryFilters({ q, gateway, site }: InventoryFiltersProps) {
  const setParams = useSetUrlParams();
  return (
    <div className={`${form.filters ?? ''} ${styles.filters ?? ''}`} role="search">
      <TextField
        label="Search"
        type="search"
        className={styles.search}
        value={q}
        placeholder="Part of a name, pattern, site, peer or note"
        onChange={(value) => setParams({ q: value })}
      />
      <TextField
        label="Gateway"
        value={gateway}
        placeholder="All"
        onChange={(value) => setParams({ gateway: value })}
      />
      <TextField label="Site" value={site} placeholder="All" onChange={(value) => setParams({ site: value })} />
      {q === null && gateway === null && site === null ? null : (
        <Button onClick={() => setParams({ q: null, gateway: null, site: null })}>Clear filters</Button>
      )}
    </div>
  );
}

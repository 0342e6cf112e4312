import { TUNNEL_SORTS } from '@tunnelwatch/shared/api';
import { Button } from '../../components/form/Button.js';
import form from '../../components/form/form.module.css';
import { GatewayField } from '../../components/form/GatewayField.js';
import { TextField } from '../../components/form/TextField.js';
import { useIsNarrow } from '../../components/layout/use-narrow.js';
import { useSetUrlParams } from '../../url-state/use-url-param.js';
import styles from './TunnelFilters.module.css';
import type { SortOrder } from '../../components/list/sorting.js';
import { SORT_LABEL, type TunnelSort } from './tunnel-sort.js';

interface TunnelFiltersProps {
  readonly q: string | null;
  readonly gateway: string | null;
  readonly sort: TunnelSort;
  readonly order: SortOrder;
  readonly onSort: (sort: TunnelSort) => void;
}

/** Search, gateway and, without column titles to click, the order. */
export function TunnelFilters({ q, gateway, sort, order, onSort }: TunnelFiltersProps) {
  const setParams = useSetUrlParams();
  const isNarrow = useIsNarrow();
  return (
    <div className={`${form.filters ?? ''} ${styles.filters ?? ''}`} role="search">
      <TextField
        label="Search"
        type="search"
        className={styles.search}
        value={q}
        placeholder="Name, site, peer, gateway or matchkey"
        onChange={(value) => setParams({ q: value })}
      />
      <GatewayField value={gateway} onChange={(value) => setParams({ gateway: value })} className={styles.gateway} />
      {isNarrow ? <SortChoice sort={sort} order={order} onSort={onSort} /> : null}
      {q === null && gateway === null ? null : (
        <Button onClick={() => setParams({ q: null, gateway: null })}>Clear filters</Button>
      )}
    </div>
  );
}

function SortChoice({ sort, order, onSort }: Pick<TunnelFiltersProps, 'sort' | 'order' | 'onSort'>) {
  return (
    <div className={styles.sort}>
      <label className={form.field}>
        Sort by
        <select
          className={form.input}
          value={sort}
          onChange={(event) => onSort(TUNNEL_SORTS.find((name) => name === event.target.value) ?? sort)}
        >
          {TUNNEL_SORTS.map((name) => (
            <option key={name} value={name}>
              {SORT_LABEL[name]}
            </option>
          ))}
        </select>
      </label>
      <Button
        onClick={() => onSort(sort)}
        aria-label={order === 'asc' ? 'Ascending; reverse order' : 'Descending; reverse order'}
      >
        {order === 'asc' ? '▲' : '▼'}
      </Button>
    </div>
  );
}

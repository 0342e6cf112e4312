import { GATEWAY_SORTS } from '@tunnelwatch/shared/api';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { Link } from 'react-router';
import { TextField } from '../../components/form/TextField.js';
import { PageHead } from '../../components/layout/PageHead.js';
import { Panel } from '../../components/layout/Panel.js';
import { sortingAfter, type SortOrder } from '../../components/list/sorting.js';
import { ColumnsMenu } from '../../components/table/ColumnsMenu.js';
import { DataTable } from '../../components/table/DataTable.js';
import { fetchGateways } from '../../http/api.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { useSetUrlParams, useUrlChoice, useUrlText } from '../../url-state/use-url-param.js';
import { GATEWAY_COLUMNS, type GatewayFacts, GatewayLink, type GatewaySort, LastLine } from './gateway-columns.js';
import styles from './GatewaysPage.module.css';

const ORDERS = ['asc', 'desc'] as const;
const DEFAULT_SORT: GatewaySort = 'gateway';
const REFRESH_MS = 5000;
/** More than that are found by their name. */
const MAX_ROWS = 1000;

/** All gateways: searchable, sortable, with columns to choose. */
export function GatewaysPage() {
  const [q] = useUrlText('q');
  const [sort] = useUrlChoice('sort', GATEWAY_SORTS);
  const [order] = useUrlChoice('order', ORDERS);
  const setParams = useSetUrlParams();
  const sorted = { sort: sort ?? DEFAULT_SORT, order: order ?? firstOrder(sort ?? DEFAULT_SORT) };
  const query = { ...sorted, q: q ?? undefined, limit: MAX_ROWS };
  const { data, problem, reload } = useApiQuery({
    key: ['gateway-list', query],
    load: (signal) => fetchGateways(query, signal),
    keepsOld: true,
    refreshMs: REFRESH_MS,
  });
  const setSort = (pressed: GatewaySort): void => {
    const next = sortingAfter(sorted, pressed, firstOrder);
    setParams({
      sort: next.sort === DEFAULT_SORT ? null : next.sort,
      order: next.order === firstOrder(next.sort) ? null : next.order,
    });
  };
  const total = data?.total ?? 0;
  const shown = data?.items.length ?? 0;
  return (
    <>
      <PageHead title="Gateways" note="All gateways found in the logs, with their signs of life.">
        <ColumnsMenu table="gateways" columns={GATEWAY_COLUMNS} />
      </PageHead>
      <div className={styles.filters} role="search">
        <TextField
          label="Search"
          type="search"
          value={q}
          placeholder="Gateway or HA member"
          onChange={(value) => setParams({ q: value })}
        />
      </div>
      <Panel
        title={titleOf(data?.total ?? null, q !== null)}
        aside={shown < total ? `The first ${formatCount(shown)}: search for the others` : undefined}
        isLoading={data === null}
        problem={data === null ? problem : null}
        onRetry={reload}
        skeletonRem={24}
        empty={total === 0 ? <EmptyNote isFiltered={q !== null} /> : null}
      >
        <DataTable
          sorting={{ ...sorted, onSort: setSort }}
          table="gateways"
          label="Gateways"
          className={styles.table}
          columns={GATEWAY_COLUMNS}
          rows={data?.items ?? []}
          total={total}
          keyOf={nameOf}
          narrowRow={(gateway) => <NarrowRow gateway={gateway} />}
        />
      </Panel>
    </>
  );
}

function titleOf(total: number | null, isFiltered: boolean): string {
  if (total === null) return 'Gateways';
  const count = total === 1 ? '1 gateway' : `${formatCount(total)} gateways`;
  return isFiltered ? `${count} found` : count;
}

/** The initial direction of a column: names from A, everything else from the most or newest. */
function firstOrder(sort: GatewaySort): SortOrder {
  return sort === 'gateway' ? 'asc' : 'desc';
}

function nameOf({ gateway }: GatewayFacts): string {
  return gateway;
}

function NarrowRow({ gateway }: { readonly gateway: GatewayFacts }) {
  return (
    <div className={styles.narrow}>
      <div role="cell" className={styles.name}>
        <GatewayLink gateway={gateway} />
      </div>
      <div role="cell">{formatCount(gateway.recentTotal)} failures</div>
      <div role="cell" className={styles.soft}>
        {formatCount(gateway.tunnels)} tunnels
      </div>
      <div role="cell">
        <LastLine gateway={gateway} />
      </div>
    </div>
  );
}

function EmptyNote({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered) return <p>No gateway matches. Search finds any part of a name.</p>;
  return (
    <p>
      No gateways seen yet. A gateway appears here with its first line. <Link to="/sources">View sources</Link>
    </p>
  );
}

import { TUNNEL_SORTS } from '@tunnelwatch/shared/api';
import { useRef, type ReactNode } from 'react';
import { Link } from 'react-router';
import { PageHead } from '../../components/layout/PageHead.js';
import { Panel } from '../../components/layout/Panel.js';
import type { VirtualListHandle } from '../../components/list/use-virtual-rows.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { useStatus } from '../../live/use-live.js';
import { useSetUrlParams, useUrlChoice, useUrlText } from '../../url-state/use-url-param.js';
import { ViewMenu } from '../../components/views/ViewMenu.js';
import { ColumnsMenu } from '../../components/table/ColumnsMenu.js';
import { OrderAge } from './OrderAge.js';
import { TUNNEL_COLUMNS } from './tunnel-columns.js';
import { TunnelFilters } from './TunnelFilters.js';
import type { TunnelListState } from './tunnel-list.js';
import { TunnelTable } from './TunnelTable.js';
import styles from './TunnelTable.module.css';
import { DEFAULT_SORT, firstOrder, nextSort, type TunnelSort } from './tunnel-sort.js';
import { useTunnelList } from './use-tunnel-list.js';

const ORDERS = ['asc', 'desc'] as const;

/** All tunnels with failures: searchable, sortable, of any number. */
export function TunnelsPage() {
  const [q] = useUrlText('q');
  const [gateway] = useUrlText('gateway');
  const [sort] = useUrlChoice('sort', TUNNEL_SORTS);
  const [order] = useUrlChoice('order', ORDERS);
  const setParams = useSetUrlParams();
  const drawn = useRef<VirtualListHandle>(null);
  const sorted = { sort: sort ?? DEFAULT_SORT, order: order ?? firstOrder(sort ?? DEFAULT_SORT) };
  const { state, list, ...place } = useTunnelList(
    { ...sorted, q: q ?? undefined, gateway: gateway ?? undefined },
    drawn,
  );
  const isFiltered = q !== null || gateway !== null;
  const setSort = (pressed: TunnelSort): void => {
    const next = nextSort(sorted, pressed);
    setParams({
      sort: next.sort === DEFAULT_SORT ? null : next.sort,
      order: next.order === firstOrder(next.sort) ? null : next.order,
    });
    drawn.current?.scrollToTop();
  };
  const update = (): void => void list.reorder((drawn.current?.visible().last ?? 0) + 1);
  return (
    <>
      <PageHead
        title="Tunnels"
        note="All tunnels found in the logs. Counts are lower bounds: gateways log drops only, and log lines can be lost."
      >
        <span className={styles.menus}>
          <ColumnsMenu table="tunnels" columns={TUNNEL_COLUMNS} />
          <ViewMenu page="tunnels" />
        </span>
      </PageHead>
      <TunnelFilters {...sorted} q={q} gateway={gateway} onSort={setSort} />
      <Panel
        title={titleOf(state, isFiltered)}
        aside={<OrderAge state={state} onUpdate={update} />}
        isLoading={state.total === null}
        problem={state.total === null ? state.problem : null}
        onRetry={update}
        skeletonRem={36}
        empty={state.total === 0 && !state.isLoading ? <EmptyNote isFiltered={isFiltered} /> : null}
      >
        <TunnelTable {...sorted} state={state} list={list} onSort={setSort} drawn={drawn} {...place} />
      </Panel>
    </>
  );
}

function titleOf({ total }: TunnelListState, isFiltered: boolean): string {
  if (total === null) return 'Tunnels';
  const count = total === 1 ? '1 tunnel' : `${formatCount(total)} tunnels`;
  return isFiltered ? `${count} found` : count;
}

function EmptyNote({ isFiltered }: { readonly isFiltered: boolean }): ReactNode {
  const status = useStatus();
  if (isFiltered) {
    return (
      <p>
        {status === null ? 'No tunnel matches.' : `None of ${formatCount(status.tunnels)} tunnels match.`} Search finds
        any part of a gateway name, matchkey or inventory text; the Gateway filter needs the full name.
      </p>
    );
  }
  return (
    <>
      <p>No tunnels seen yet. A tunnel appears here with the first failure that its gateway logs.</p>
      <p>
        This does not mean that all is well: gateways send Notice messages, which include replay and integrity failures,
        only to log receivers that are configured for them. <Link to="/sources">View sources</Link>
      </p>
    </>
  );
}

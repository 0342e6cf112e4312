import { useCallback, type RefObject } from 'react';
import { useIsNarrow } from '../../components/layout/use-narrow.js';
import type { VirtualListHandle } from '../../components/list/use-virtual-rows.js';
import { VirtualList } from '../../components/list/VirtualList.js';
import { tunnelKey, type TunnelList, type TunnelListState } from './tunnel-list.js';
import { TunnelRow } from './TunnelRow.js';
import type { SortOrder } from '../../components/list/sorting.js';
import type { TunnelSort } from './tunnel-sort.js';
import { TunnelTableHead } from './TunnelTableHead.js';
import styles from './TunnelTable.module.css';

interface TunnelTableProps {
  readonly state: TunnelListState;
  readonly list: TunnelList;
  readonly sort: TunnelSort;
  readonly order: SortOrder;
  readonly onSort: (sort: TunnelSort) => void;
  readonly drawn: RefObject<VirtualListHandle | null>;
  readonly initialOffset: number;
  readonly onScroll: (offset: number) => void;
}

const ROW_REM = 2.125;
const NARROW_ROW_REM = 3.375;

/** The virtual table of tunnels; scrolling near its end loads more. */
export function TunnelTable({ drawn, state, list, initialOffset, onScroll, ...order }: TunnelTableProps) {
  const isNarrow = useIsNarrow();
  const { rows } = state;
  const onNearEnd = useCallback(() => void list.loadMore(), [list]);
  const keyOf = useCallback(
    (index: number) => {
      const row = rows[index];
      return row === undefined ? index : tunnelKey(row);
    },
    [rows],
  );
  return (
    <VirtualList
      ref={drawn}
      label="Tunnels"
      className={[styles.table, state.isLoading ? styles.loading : undefined].filter(Boolean).join(' ')}
      count={rows.length}
      total={state.total ?? rows.length}
      rowRem={isNarrow ? NARROW_ROW_REM : ROW_REM}
      keyOf={keyOf}
      head={<TunnelTableHead {...order} />}
      onNearEnd={onNearEnd}
      initialOffset={initialOffset}
      onScroll={onScroll}
      renderRow={(index, tabIndex) => {
        const tunnel = rows[index];
        return tunnel === undefined ? null : <TunnelRow tunnel={tunnel} tabIndex={tabIndex} />;
      }}
    />
  );
}

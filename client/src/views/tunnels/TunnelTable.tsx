import { formatCount } from '@tunnelwatch/shared/format-number';
import type { ShownTunnel } from '@tunnelwatch/shared/tunnel';
import { visibleText } from '@tunnelwatch/shared/visible-text';
import { useCallback, type RefObject } from 'react';
import { ClassLabel, ClassSwatch } from '../../components/badge/ClassLabel.js';
import type { SortOrder } from '../../components/list/sorting.js';
import type { VirtualListHandle } from '../../components/list/use-virtual-rows.js';
import { DataTable } from '../../components/table/DataTable.js';
import { Age } from '../../components/time/Age.js';
import { MixBar } from './MixBar.js';
import { TUNNEL_COLUMNS, TunnelLink } from './tunnel-columns.js';
import { tunnelKey, type TunnelList, type TunnelListState } from './tunnel-list.js';
import type { TunnelSort } from './tunnel-sort.js';
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

/** The virtual table of tunnels; scrolling near its end loads more. */
export function TunnelTable({ drawn, state, list, sort, order, onSort, ...rest }: TunnelTableProps) {
  const { rows } = state;
  const onNearEnd = useCallback(() => void list.loadMore(), [list]);
  return (
    <DataTable
      {...rest}
      sorting={{ sort, order, onSort }}
      handle={drawn}
      table="tunnels"
      label="Tunnels"
      className={[styles.table, state.isLoading ? styles.loading : undefined].filter(Boolean).join(' ')}
      columns={TUNNEL_COLUMNS}
      rows={rows}
      total={state.total ?? rows.length}
      keyOf={tunnelKey}
      onNearEnd={onNearEnd}
      narrowHead={<Legend />}
      narrowRow={(tunnel) => <NarrowRow tunnel={tunnel} />}
    />
  );
}

/** The colours of the bars: on a phone there are no titles of columns to say it. */
function Legend() {
  return (
    <div className={styles.legend} aria-hidden="true">
      <ClassLabel failureClass="replay" />
      <ClassLabel failureClass="integrity" />
      <span>
        <ClassSwatch failureClass="malformed" /> Other
      </span>
    </div>
  );
}

function NarrowRow({ tunnel }: { readonly tunnel: ShownTunnel }) {
  return (
    <div className={styles.narrow}>
      <div role="cell" className={styles.gateway}>
        {visibleText(tunnel.gateway)}
      </div>
      <div role="cell" className={styles.name}>
        <TunnelLink tunnel={tunnel} />
      </div>
      <div role="cell" className={styles.recent}>
        {formatCount(tunnel.recentTotal)}
      </div>
      <div role="cell" className={styles.mix}>
        <MixBar tunnel={tunnel} />
      </div>
      <div role="cell" className={styles.last}>
        <Age at={tunnel.lastTime} suffix="ago" />
      </div>
    </div>
  );
}

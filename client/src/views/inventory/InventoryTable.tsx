import type { InventoryEntry } from '@tunnelwatch/shared/inventory';
import { memo, useCallback, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { Age } from '../../components/time/Age.js';
import { PriorityBadge } from '../../components/badge/PriorityBadge.js';
import { useIsNarrow } from '../../components/layout/use-narrow.js';
import type { VirtualListHandle } from '../../components/list/use-virtual-rows.js';
import { VirtualList } from '../../components/list/VirtualList.js';
import styles from './InventoryPage.module.css';
import type { InventoryPages } from './use-inventory-pages.js';

const ROW_REM = 2.25;
const NARROW_ROW_REM = 4.25;
/** Rows beyond the visible ones that are loaded ahead of scrolling. */
const AHEAD = 60;

interface InventoryTableProps {
  readonly pages: InventoryPages;
  readonly total: number;
  /** Called with the rows that should be loaded. */
  readonly onRange: (first: number, last: number) => void;
}

/** Entries by name, of which only the visible rows exist. */
export function InventoryTable({ pages, total, onRange }: InventoryTableProps) {
  const drawn = useRef<VirtualListHandle>(null);
  const { entryAt } = pages;
  const keyOf = useCallback((index: number) => entryAt(index)?.id ?? `row ${index}`, [entryAt]);
  const told = useRef('');
  const tell = (): void => {
    const { first, last } = drawn.current?.visible() ?? { first: 0, last: 0 };
    const range: [number, number] = [Math.max(0, first - AHEAD), Math.min(Math.max(0, total - 1), last + AHEAD)];
    if (told.current === range.join()) return;
    told.current = range.join();
    onRange(...range);
  };
  useEffect(tell);
  return (
    <VirtualList
      ref={drawn}
      label="Inventory entries"
      className={styles.table}
      count={total}
      total={total}
      rowRem={useIsNarrow() ? NARROW_ROW_REM : ROW_REM}
      keyOf={keyOf}
      head={<TableHead />}
      onScroll={tell}
      renderRow={(index, tabIndex) => {
        const entry = entryAt(index);
        return entry === undefined ? (
          <div className={styles.loading}>…</div>
        ) : (
          <EntryRow entry={entry} tabIndex={tabIndex} />
        );
      }}
    />
  );
}

const TITLES = [
  ['name', 'Name'],
  ['site', 'Site'],
  ['gateway', 'Gateway'],
  ['pattern', 'Matchkey or interface'],
  ['peer', 'Peer'],
  ['priority', 'Minimum priority'],
  ['changed', 'Changed'],
] as const;

function TableHead() {
  return (
    <div role="row" aria-rowindex={1} className={styles.titles}>
      {TITLES.map(([name, title]) => (
        <span key={name} role="columnheader" className={styles[name]}>
          {title}
        </span>
      ))}
    </div>
  );
}

/** One entry; the whole row opens it. */
const EntryRow = memo(function EntryRow({
  entry,
  tabIndex,
}: {
  readonly entry: InventoryEntry;
  readonly tabIndex: 0 | -1;
}) {
  const { id, name, site, gateway, kind, pattern, peer, priority, updatedAt, updatedBy } = entry;
  return (
    <div className={styles.row}>
      <span role="cell" className={styles.name}>
        <Link to={{ search: withEntry(id) }} className={styles.link} tabIndex={tabIndex}>
          {name}
        </Link>
      </span>
      <span role="cell" className={styles.site}>
        {site}
      </span>
      <span role="cell" className={styles.gateway}>
        {gateway === '*' ? 'any' : gateway}
      </span>
      <span role="cell" className={styles.pattern} title={pattern}>
        {kind === 'iface' ? 'interface ' : ''}
        <code>{pattern}</code>
      </span>
      <span role="cell" className={styles.peer}>
        {peer}
      </span>
      <span role="cell" className={styles.priority}>
        {priority === null ? null : <PriorityBadge priority={priority} />}
      </span>
      <span role="cell" className={styles.changed} title={updatedBy}>
        <Age at={updatedAt} suffix="ago" />
      </span>
    </div>
  );
});

/** URL of this page with an entry open. */
function withEntry(id: number): string {
  const search = new URLSearchParams(window.location.search);
  search.set('entry', String(id));
  return search.toString();
}

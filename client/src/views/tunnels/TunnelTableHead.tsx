import type { ReactNode } from 'react';
import { ClassLabel, ClassSwatch } from '../../components/badge/ClassLabel.js';
import styles from './TunnelTable.module.css';
import type { SortOrder, TunnelSort } from './tunnel-sort.js';

interface TunnelTableHeadProps {
  readonly sort: TunnelSort;
  readonly order: SortOrder;
  readonly onSort: (sort: TunnelSort) => void;
}

/** Column titles; clicking one sorts by it, and clicking again reverses the order. */
export function TunnelTableHead(props: TunnelTableHeadProps) {
  return (
    <div role="rowgroup">
      <div className={styles.legend} aria-hidden="true">
        <ClassLabel failureClass="replay" />
        <ClassLabel failureClass="integrity" />
        <span>
          <ClassSwatch failureClass="malformed" /> Other
        </span>
      </div>
      <div className={styles.groups} aria-hidden="true">
        <span className={styles.group}>Failures in the last 60 minutes of data</span>
      </div>
      <div role="row" aria-rowindex={1} className={styles.titles}>
        <SortTitle {...props} column="gateway" title="Gateway" className={styles.gateway} />
        <SortTitle {...props} column="matchkey" title="Matchkey" className={styles.matchkey} />
        <SortTitle {...props} column="last" title="Last seen" className={styles.last} />
        <Title className={styles.mix} hint="Share of replay, integrity and other failures in the last 60 minutes">
          Mix
        </Title>
        <SortTitle {...props} column="recent" title="All" className={styles.recent} />
        <SortTitle {...props} column="replay" title="Replay" className={styles.replay} swatch />
        <SortTitle {...props} column="integrity" title="Integrity" className={styles.integrity} swatch />
        <Title className={styles.other} hint="All other failure classes together; unknown messages not included">
          <ClassSwatch failureClass="malformed" /> Other
        </Title>
        <Title className={styles.rate} hint="Failures per minute over the last 5 minutes">
          Per min
        </Title>
        <SortTitle {...props} column="total" title="All stored" className={styles.total} />
        <SortTitle {...props} column="first" title="First seen" className={styles.first} />
      </div>
    </div>
  );
}

interface TitleProps {
  readonly className: string | undefined;
  readonly hint: string;
  readonly children: ReactNode;
}

function Title({ className, hint, children }: TitleProps) {
  return (
    <div role="columnheader" className={className} title={hint}>
      {children}
    </div>
  );
}

interface SortTitleProps extends TunnelTableHeadProps {
  readonly column: TunnelSort;
  readonly title: string;
  readonly className: string | undefined;
  /** Shows the colour of the column's class. */
  readonly swatch?: boolean;
}

function SortTitle({ sort, order, onSort, column, title, className, swatch = false }: SortTitleProps) {
  const isSorted = sort === column;
  const ariaSort = isSorted ? (order === 'asc' ? 'ascending' : 'descending') : 'none';
  return (
    <div role="columnheader" className={className} aria-sort={ariaSort}>
      <button type="button" className={styles.sortButton} onClick={() => onSort(column)}>
        {swatch && (column === 'replay' || column === 'integrity') ? <ClassSwatch failureClass={column} /> : null}
        {title}
        <span className={styles.arrow} aria-hidden="true">
          {isSorted ? (order === 'asc' ? '▲' : '▼') : ''}
        </span>
      </button>
    </div>
  );
}

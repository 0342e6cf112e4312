import type { ReactNode } from 'react';
import type { Sorting } from './sorting.js';
import styles from './SortTitle.module.css';

interface SortTitleProps<Sort extends string> extends Sorting<Sort> {
  /** What pressing the title orders by. */
  readonly by: Sort;
  readonly onSort: (by: Sort) => void;
  readonly className: string | undefined;
  readonly hint?: string;
  readonly children: ReactNode;
}

/** The title of a column that a list can be ordered by: a button that says whether it is, and which way round. */
export function SortTitle<Sort extends string>(props: SortTitleProps<Sort>) {
  const { by, sort, order, onSort, className, hint, children } = props;
  const isSorted = sort === by;
  return (
    <div
      role="columnheader"
      className={className}
      title={hint}
      aria-sort={isSorted ? (order === 'asc' ? 'ascending' : 'descending') : 'none'}
    >
      <button type="button" className={styles.button} onClick={() => onSort(by)}>
        {children}
        <span className={styles.arrow} aria-hidden="true">
          {isSorted ? (order === 'asc' ? '▲' : '▼') : ''}
        </span>
      </button>
    </div>
  );
}

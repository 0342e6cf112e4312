import type { ReactNode } from 'react';

/** A column of a table, as its page describes it. */
export interface TableColumn<Row, Sort extends string> {
  /** Kept in the settings of people: never rename it. */
  readonly id: string;
  /** Its title in the table and in the menu of columns. */
  readonly title: string;
  /** What stands in front of the title, such as a colour. */
  readonly mark?: ReactNode;
  readonly hint?: string;
  /** What pressing the title orders by; absent where it does nothing. */
  readonly sort?: Sort;
  /** Its track in the grid: rem, or a minmax() of them. */
  readonly width: string;
  readonly isNumber?: boolean;
  /** Where there is no room for all, those with the highest number are left out first; 0 if absent. */
  readonly yields?: number;
  /** Shown in any case: it says what the row is. */
  readonly isFixed?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

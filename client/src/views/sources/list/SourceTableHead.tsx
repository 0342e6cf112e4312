import { SortTitle } from '../../../components/list/SortTitle.js';
import type { SourceOrder, SourceSort } from './source-sort.js';
import styles from './SourceTable.module.css';

export interface SourceTableHeadProps extends SourceOrder {
  readonly onSort: (sort: SourceSort) => void;
}

interface Column {
  readonly name:
    | 'state'
    | 'trouble'
    | 'name'
    | 'position'
    | 'lag'
    | 'rate'
    | 'bytes'
    | 'age'
    | 'events'
    | 'unknown'
    | 'unreadable'
    | 'slow';
  readonly title: string;
  readonly hint: string;
  /** The order that it sets; a column without one is not a button. */
  readonly by?: SourceSort;
}

const COLUMNS: readonly Column[] = [
  { name: 'state', title: 'State', hint: 'What its reader is doing' },
  {
    name: 'trouble',
    title: 'Problem',
    by: 'need',
    hint: 'The worst problem; hover over it for the remedy',
  },
  { name: 'name', title: 'File or address', by: 'name', hint: 'Long paths are cut at the beginning' },
  { name: 'position', title: 'Stored', hint: 'How much of the file is stored' },
  {
    name: 'lag',
    title: 'Lag',
    by: 'lag',
    hint: 'The longest wait of unread data, and the bytes not yet stored',
  },
  { name: 'rate', title: 'Lines/s', by: 'rate', hint: 'Lines per second over the last 10 seconds' },
  {
    name: 'bytes',
    title: 'Bytes/s',
    hint: 'Bytes per second over the last 10 seconds; a dash if not counted',
  },
  { name: 'age', title: 'Last line', by: 'age', hint: 'Age of the newest line of any kind' },
  { name: 'events', title: 'Events', hint: 'IPsec messages since the first read' },
  { name: 'unknown', title: 'Unknown', hint: 'Events with an ID that is not in the catalogue' },
  {
    name: 'unreadable',
    title: 'Unreadable',
    by: 'unreadable',
    hint: 'Share of lines without a gateway message, or with a broken one',
  },
  {
    name: 'slow',
    title: 'Slow',
    hint: 'Share of lines in a new format, which had to be decoded in full',
  },
];

/** Column titles; sortable ones are buttons, and clicking one again reverses the order. */
export function SourceTableHead(props: SourceTableHeadProps) {
  return (
    <div role="row" aria-rowindex={1} className={styles.titles}>
      {COLUMNS.map((column) =>
        column.by === undefined ? (
          <div key={column.name} role="columnheader" className={styles[column.name]} title={column.hint}>
            {column.title}
          </div>
        ) : (
          <SortTitle key={column.name} {...props} by={column.by} className={styles[column.name]} hint={column.hint}>
            {column.title}
          </SortTitle>
        ),
      )}
    </div>
  );
}

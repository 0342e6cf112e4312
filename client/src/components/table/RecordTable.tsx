import type { ReactNode } from 'react';
import styles from './RecordTable.module.css';

/** A column of a table of records. */
export interface RecordColumn<Row> {
  readonly title: string;
  /** What the title means, where that is not plain. */
  readonly hint?: string;
  readonly isNumber?: boolean;
  /** What it says of a record; null leaves the line of it out where records are blocks. */
  readonly cell: (row: Row) => ReactNode;
}

interface RecordTableProps<Row> {
  /** What the records are, for those who cannot see what stands above them. */
  readonly label?: string;
  /** The first one names the record. */
  readonly columns: readonly RecordColumn<Row>[];
  readonly rows: readonly Row[];
  /** The identity of a record. */
  readonly keyOf: (row: Row) => string | number;
  /** What it says where there is no record. */
  readonly empty?: string;
}

/** A short table of records. Where it has no room for its columns, each record is a block with a line for each of them. */
export function RecordTable<Row>({ label, columns, rows, keyOf, empty }: RecordTableProps<Row>) {
  if (rows.length === 0 && empty !== undefined) return <p className={styles.empty}>{empty}</p>;
  return (
    <div className={styles.room}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ title, hint, isNumber }) => (
              <th key={title} scope="col" title={hint} className={isNumber === true ? styles.number : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ title, isNumber, cell }, at) =>
                at === 0 ? (
                  <th key={title} scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={title} data-label={title} className={isNumber === true ? styles.number : undefined}>
                    <Content>{cell(row)}</Content>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** One box, so that a block has it beside its title whatever it consists of. */
function Content({ children }: { readonly children: ReactNode }) {
  return children === null ? null : <div className={styles.content}>{children}</div>;
}

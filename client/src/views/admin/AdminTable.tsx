import type { ReactNode } from 'react';
import styles from './AdminTable.module.css';

interface AdminTableProps {
  /** The titles of its columns. */
  readonly columns: readonly string[];
  /** What it says in the place of rows; null where it has some. */
  readonly empty?: string | null;
  /** Its rows. */
  readonly children: ReactNode;
}

/** A short table of what admins keep. On a phone it scrolls sideways by itself. */
export function AdminTable({ columns, empty = null, children }: AdminTableProps) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {empty === null ? null : (
            <tr>
              <td className={styles.empty} colSpan={columns.length}>
                <span className={styles.note}>{empty}</span>
              </td>
            </tr>
          )}
          {children}
        </tbody>
      </table>
    </div>
  );
}

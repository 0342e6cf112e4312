import styles from './AdminTable.module.css';

interface EmptyRowProps {
  readonly columns: number;
  readonly text: string;
}

/** The text of a table without rows. */
export function EmptyRow({ columns, text }: EmptyRowProps) {
  return (
    <tr>
      <td className={styles.empty} colSpan={columns}>
        <span className={styles.note}>{text}</span>
      </td>
    </tr>
  );
}

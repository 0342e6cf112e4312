import styles from './AdminTable.module.css';

interface EmptyRowProps {
  readonly columns: number;
  readonly text: string;
}

/** What a table says that has no rows. */
export function EmptyRow({ columns, text }: EmptyRowProps) {
  return (
    <tr>
      <td colSpan={columns}>
        <span className={styles.note}>{text}</span>
      </td>
    </tr>
  );
}

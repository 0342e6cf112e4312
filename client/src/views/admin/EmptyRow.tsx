import styles from './AdminTable.module.css';

interface EmptyRowProps {
  readonly columns: number;
  readonly words: string;
}

/** What a table says that has no rows. */
export function EmptyRow({ columns, words }: EmptyRowProps) {
  return (
    <tr>
      <td colSpan={columns}>
        <span className={styles.note}>{words}</span>
      </td>
    </tr>
  );
}

import type { ParameterSource } from '@tunnelwatch/shared/parameter-meaning';
import { parameterRows } from './parameter-rows.js';
import styles from './ParameterTable.module.css';

/** The decoded fields of an event: each as it was written, whole numbers in decimal and hex beside it. */
export function ParameterTable({ event }: { readonly event: ParameterSource }) {
  const rows = parameterRows(event);
  if (rows.length === 0) return <p className={styles.none}>No parameters.</p>;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Raw value</th>
            <th scope="col">Decimal</th>
            <th scope="col">Hex</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td>{row.written === '' ? <span className={styles.none}>empty</span> : row.written}</td>
              <td>
                {row.decimal}
                {row.meaning === null ? null : <span className={styles.meaning}>{row.meaning}</span>}
              </td>
              <td>{row.hex}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

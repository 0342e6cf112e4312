import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import { Link, useSearchParams } from 'react-router';
import { ClassLabel } from '../../components/badge/ClassLabel.js';
import { PriorityBadge } from '../../components/badge/PriorityBadge.js';
import { SeverityBadge } from '../../components/badge/SeverityBadge.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import styles from './CatalogueTable.module.css';

interface CatalogueTableProps {
  readonly entries: readonly CatalogueEntry[];
  readonly selected: number | null;
  /** Events of the last 24 hours by message id; null while not known. */
  readonly counts: ReadonlyMap<number, number> | null;
}

/** The messages, one per row, each of which links to its entry. */
export function CatalogueTable({ entries, selected, counts }: CatalogueTableProps) {
  return (
    <table className={selected === null ? styles.table : styles.tableBeside}>
      <thead>
        <tr>
          <th scope="col">ID</th>
          <th scope="col">Message</th>
          <th scope="col" title="Default severity on the gateway">
            Severity
          </th>
          <th scope="col">Class</th>
          <th
            scope="col"
            className={styles.priority}
            title="Minimum priority of alerts for this message; set by Tunnelwatch, not the gateway"
          >
            Priority
          </th>
          <th scope="col" className={styles.latches} title="Whether its alert has to be closed manually">
            Manual close
          </th>
          <th scope="col" className={styles.extra}>
            Gateway action
          </th>
          <th scope="col" className={styles.extra}>
            Parameters
          </th>
          <th scope="col" className={styles.count}>
            Last 24 h
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <CatalogueRow key={entry.id} entry={entry} isSelected={entry.id === selected} counts={counts} />
        ))}
      </tbody>
    </table>
  );
}

interface CatalogueRowProps {
  readonly entry: CatalogueEntry;
  readonly isSelected: boolean;
  readonly counts: CatalogueTableProps['counts'];
}

function CatalogueRow({ entry, isSelected, counts }: CatalogueRowProps) {
  const [search] = useSearchParams();
  const next = new URLSearchParams(search);
  next.set('id', String(entry.id));
  const count = counts?.get(entry.id) ?? 0;
  return (
    <tr className={isSelected ? styles.selected : undefined} aria-current={isSelected ? 'true' : undefined}>
      <th scope="row">
        <Link to={`?${next.toString()}`} className={styles.link}>
          {entry.id}
        </Link>
      </th>
      <td className={styles.message}>
        {entry.message}
        {entry.origin === 'user' ? (
          <span className={styles.own}>{entry.section === null ? 'your entry' : 'modified by you'}</span>
        ) : null}
      </td>
      <td className={styles.severity}>
        <SeverityBadge severity={entry.severity} />
      </td>
      <td className={styles.class}>
        <ClassLabel failureClass={entry.failureClass} />
      </td>
      <td className={styles.priority}>
        <PriorityBadge priority={entry.priority} />
      </td>
      <td className={styles.latches}>{entry.isLatching ? 'Yes' : <span className={styles.faint}>–</span>}</td>
      <td className={styles.extra}>{entry.gatewayAction}</td>
      <td className={styles.extra}>
        <code>{entry.parameters.join(', ')}</code>
      </td>
      <td className={styles.count}>
        {counts === null ? null : <span className={count === 0 ? styles.faint : undefined}>{formatCount(count)}</span>}
      </td>
    </tr>
  );
}

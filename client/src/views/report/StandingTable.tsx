import type { AlertState } from '@tunnelwatch/shared/alert';
import type { Report } from '@tunnelwatch/shared/report';
import { PriorityBadge } from '../../components/badge/PriorityBadge.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import styles from './Report.module.css';
import { prioritiesOf, sumOf } from './report-labels.js';

const COLUMNS: readonly { readonly label: string; readonly states: readonly AlertState[] }[] = [
  { label: 'Unacknowledged', states: ['unacknowledged'] },
  { label: 'Cleared, unack.', states: ['returnedUnacknowledged'] },
  { label: 'Acknowledged', states: ['acknowledged'] },
  { label: 'Shelved', states: ['shelved'] },
  { label: 'Suppressed', states: ['suppressed', 'outOfService'] },
];

/** Open alerts by priority and state: their number at the beginning, and at the end. */
export function StandingTable({ alerts: { atStart, atEnd } }: { readonly alerts: Report['alerts'] }) {
  const priorities = prioritiesOf(atStart, atEnd);
  if (priorities.length === 0) return null;
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption>Active alerts: at start → at end</caption>
        <thead>
          <tr>
            <th scope="col">Priority</th>
            {COLUMNS.map(({ label }) => (
              <th key={label} scope="col" className={styles.number}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {priorities.map((priority) => (
            <tr key={priority}>
              <th scope="row">
                <PriorityBadge priority={priority} />
              </th>
              {COLUMNS.map(({ label, states }) => {
                const [before, after] = [sumOf(atStart, states, priority), sumOf(atEnd, states, priority)];
                return (
                  <td key={label} className={before + after === 0 ? styles.none : styles.number}>
                    {formatCount(before)} → {formatCount(after)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

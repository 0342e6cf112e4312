import type { AlertState } from '@tunnelwatch/shared/alert';
import type { Priority } from '@tunnelwatch/shared/priority';
import type { Report } from '@tunnelwatch/shared/report';
import { PriorityBadge } from '../../components/badge/PriorityBadge.js';
import { formatCount } from '@tunnelwatch/shared/format-number';
import { RecordTable } from '../../components/table/RecordTable.js';
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
    <>
      <h3>Active alerts: at start → at end</h3>
      <RecordTable
        label="Active alerts, at start and at end"
        rows={priorities}
        keyOf={(priority) => priority}
        columns={[
          { title: 'Priority', cell: (priority) => <PriorityBadge priority={priority} /> },
          ...COLUMNS.map(({ label, states }) => ({
            title: label,
            isNumber: true,
            cell: (priority: Priority) => {
              const [before, after] = [sumOf(atStart, states, priority), sumOf(atEnd, states, priority)];
              return (
                <span className={before + after === 0 ? styles.none : undefined}>
                  {formatCount(before)} → {formatCount(after)}
                </span>
              );
            },
          })),
        ]}
      />
    </>
  );
}

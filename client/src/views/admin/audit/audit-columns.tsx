import type { ApiAuditEntry } from '@tunnelwatch/shared/api';
import { RowToggle } from '../../../components/list/RowToggle.js';
import { useRowTab } from '../../../components/table/row-tab.js';
import type { TableColumn } from '../../../components/table/table-columns.js';
import { Time } from '../../../components/time/Time.js';
import { Actor, AuditOutcome, AuditSummary } from './AuditEntry.js';
import { AuditSubject } from './AuditSubject.js';
import { actionText } from './audit-labels.js';

type AuditColumn = TableColumn<ApiAuditEntry, never>;
type Toggle = (id: number) => void;

/** The columns of the audit trail beside the first, which opens an entry. */
const OTHER_COLUMNS: readonly AuditColumn[] = [
  {
    id: 'person',
    title: 'Person',
    width: 'minmax(7rem, 12rem)',
    cell: ({ actor }) => <Actor actor={actor} />,
  },
  {
    id: 'action',
    title: 'Action',
    width: 'minmax(9rem, 14rem)',
    isFixed: true,
    cell: ({ action }) => actionText(action),
  },
  {
    id: 'subject',
    title: 'Subject',
    width: 'minmax(11rem, 1.2fr)',
    yields: 1,
    cell: (entry) => <AuditSubject entry={entry} />,
  },
  {
    id: 'details',
    title: 'Details',
    width: 'minmax(12rem, 1.5fr)',
    yields: 2,
    cell: (entry) => <AuditSummary entry={entry} />,
  },
  {
    id: 'outcome',
    title: 'Outcome',
    width: '5rem',
    cell: (entry) => <AuditOutcome entry={entry} />,
  },
];

const TIME = { id: 'time', title: 'Time', width: '12.5rem', isFixed: true } as const;

/** All columns as the menu of columns needs them. */
export const AUDIT_COLUMNS: readonly Pick<AuditColumn, 'id' | 'title' | 'isFixed'>[] = [TIME, ...OTHER_COLUMNS];

/** The columns of the audit trail, with the entry of `openId` open. */
export function auditColumns(openId: number | null, onToggle: Toggle): readonly AuditColumn[] {
  const cell: AuditColumn['cell'] = (entry) => (
    <EntryToggle entry={entry} isOpen={entry.id === openId} onToggle={onToggle} />
  );
  return [{ ...TIME, cell }, ...OTHER_COLUMNS];
}

interface EntryToggleProps {
  readonly entry: ApiAuditEntry;
  readonly isOpen: boolean;
  readonly onToggle: Toggle;
}

/** The time of an entry, which opens it. */
export function EntryToggle({ entry, isOpen, onToggle }: EntryToggleProps) {
  return (
    <RowToggle isOpen={isOpen} tabIndex={useRowTab()} onToggle={() => onToggle(entry.id)}>
      <Time at={entry.at} full />
    </RowToggle>
  );
}

import type { ApiAuditEntry } from '@tunnelwatch/shared/api';
import { useCallback, useMemo, useState } from 'react';
import { DataTable } from '../../../components/table/DataTable.js';
import styles from './AuditPage.module.css';
import { auditColumns, EntryToggle } from './audit-columns.js';
import { Actor, AuditOutcome, WholeEntry } from './AuditEntry.js';
import { AuditSubject } from './AuditSubject.js';
import { actionText } from './audit-labels.js';

interface AuditTableProps {
  readonly entries: readonly ApiAuditEntry[];
  /** Called when the last of them come into view. */
  readonly onNearEnd: () => void;
}

/** Entries of the audit trail, the newest first, each of which opens to everything that it says. */
export function AuditTable({ entries, onNearEnd }: AuditTableProps) {
  const [openId, setOpenId] = useState<number | null>(null);
  const toggle = useCallback((id: number) => setOpenId((open) => (open === id ? null : id)), []);
  const columns = useMemo(() => auditColumns(openId, toggle), [openId, toggle]);
  return (
    <DataTable
      table="audit"
      label="Entries"
      className={styles.table}
      columns={columns}
      rows={entries}
      total={entries.length}
      keyOf={keyOf}
      onNearEnd={onNearEnd}
      detailOf={(entry) => (entry.id === openId ? <WholeEntry entry={entry} /> : null)}
      narrowRow={(entry) => (
        <div className={styles.narrow}>
          <div role="cell">
            <EntryToggle entry={entry} isOpen={entry.id === openId} onToggle={toggle} />
          </div>
          <div role="cell">
            <AuditOutcome entry={entry} />
          </div>
          <div role="cell" className={styles.deed}>
            <Actor actor={entry.actor} />: {actionText(entry.action)}, <AuditSubject entry={entry} />
          </div>
        </div>
      )}
    />
  );
}

function keyOf({ id }: ApiAuditEntry): string {
  return String(id);
}

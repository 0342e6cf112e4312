import type { ApiAuditEntry } from '@tunnelwatch/shared/api';
import { useState } from 'react';
import styles from './AuditPage.module.css';
import { AuditRow } from './AuditRow.js';

/** Entries of the audit trail, the newest first; on a phone each is a card. */
export function AuditTable({ entries }: { readonly entries: readonly ApiAuditEntry[] }) {
  const [open, setOpen] = useState<number | null>(null);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Person</th>
          <th scope="col">Action</th>
          <th scope="col">Subject</th>
          <th scope="col">Details</th>
          <th scope="col">Outcome</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <AuditRow
            key={entry.id}
            entry={entry}
            isOpen={open === entry.id}
            onToggle={() => setOpen(open === entry.id ? null : entry.id)}
          />
        ))}
      </tbody>
    </table>
  );
}

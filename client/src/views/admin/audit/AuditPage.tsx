import { formatCount } from '@tunnelwatch/shared/format-number';
import { useCallback } from 'react';
import { Link } from 'react-router';
import { Button } from '../../../components/form/Button.js';
import { FoldedFilters } from '../../../components/form/FoldedFilters.js';
import { FailedNote } from '../../../components/layout/FailedNote.js';
import { PageHead } from '../../../components/layout/PageHead.js';
import { Panel } from '../../../components/layout/Panel.js';
import { ColumnsMenu } from '../../../components/table/ColumnsMenu.js';
import { auditExportUrl } from '../../../http/audit-api.js';
import { useMay } from '../../../session/who-context.js';
import { AuditFilters } from './AuditFilters.js';
import { AuditHeadline } from './AuditHeadline.js';
import styles from './AuditPage.module.css';
import { AUDIT_COLUMNS } from './audit-columns.js';
import { AuditTable } from './AuditTable.js';
import { isNarrowed, queryOf, useAuditFilter } from './audit-filter.js';
import { useAuditEntries } from './use-audit-entries.js';

/** Who did what, when, and with which outcome; and whether the trail is whole. For admins. */
export function AuditPage() {
  const isAdmin = useMay('admin');
  return (
    <>
      <nav aria-label="Breadcrumb">
        <Link to="/admin">Admin</Link>
      </nav>
      <PageHead
        title="Audit trail"
        note="Who did what, when, and what was refused. Entries are never changed or removed."
      />
      {isAdmin ? (
        <>
          <AuditHeadline />
          <Entries />
        </>
      ) : (
        <Panel title="Entries" isTimeless empty={<p>Only admins can read the audit trail: ask one of them.</p>} />
      )}
    </>
  );
}

function Entries() {
  const filter = useAuditFilter();
  const query = queryOf(filter);
  const { entries, problem, isLoading, hasOlder, loadOlder, reload } = useAuditEntries(query);
  const mayLoadOlder = hasOlder && !isLoading && problem === null;
  const onNearEnd = useCallback(() => (mayLoadOlder ? loadOlder() : undefined), [mayLoadOlder, loadOlder]);
  const count = entries === null ? '' : `${hasOlder ? 'Latest ' : ''}${formatCount(entries.length)}`;
  return (
    <>
      <FoldedFilters isNarrowed={isNarrowed(filter)}>
        <AuditFilters filter={filter} />
      </FoldedFilters>
      <Panel
        title="Entries"
        isTimeless
        isLoading={entries === null}
        problem={entries === null ? problem : null}
        onRetry={reload}
        skeletonRem={20}
        empty={
          entries?.length === 0 ? (
            <p>{isNarrowed(filter) ? 'No entries match these filters.' : 'No entries yet.'}</p>
          ) : null
        }
        aside={
          <span className={styles.tools}>
            <span>{count}</span>
            <ColumnsMenu table="audit" columns={AUDIT_COLUMNS} />
            <Button variant="plain" onClick={reload} disabled={isLoading}>
              Refresh
            </Button>
            <a href={auditExportUrl(query, 'csv')} download>
              CSV
            </a>
            <a href={auditExportUrl(query, 'ndjson')} download>
              NDJSON
            </a>
          </span>
        }
      >
        <AuditTable entries={entries ?? []} onNearEnd={onNearEnd} />
        {problem === null ? null : <FailedNote title={problem.title} detail={problem.detail} onRetry={loadOlder} />}
      </Panel>
    </>
  );
}

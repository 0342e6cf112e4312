import type { apiSessionSchema } from '@tunnelwatch/shared/people';
import type { z } from 'zod';
import { Age } from '../../components/time/Age.js';
import { Panel } from '../../components/layout/Panel.js';
import { Time } from '../../components/time/Time.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { endSession, fetchSessions } from '../../http/people-api.js';
import { useMay } from '../../session/who-context.js';
import { type RecordColumn, RecordTable } from '../../components/table/RecordTable.js';
import styles from './AdminTable.module.css';
import { ChangeFault } from './ChangeFault.js';
import { ConfirmButton } from '../../components/form/ConfirmButton.js';
import { type Change, useChange } from '../../components/form/use-change.js';

const REFRESH_MS = 5000;

/** Active sessions: all for admins, one's own for others; each can be ended. */
export function SessionsPanel() {
  const { data, problem, reload } = useApiQuery({ key: ['sessions'], load: fetchSessions, refreshMs: REFRESH_MS });
  const change = useChange(reload);
  const isAdmin = useMay('admin');
  const items = data?.items ?? null;
  return (
    <Panel
      title={isAdmin ? 'Sessions' : 'Your sessions'}
      isTimeless
      isLoading={items === null}
      problem={items === null ? problem : null}
      onRetry={reload}
      empty={items !== null && items.length === 0 ? 'No sessions.' : null}
    >
      <ChangeFault fault={change.fault} />
      <RecordTable label="Sessions" columns={sessionColumns(change)} rows={items ?? []} keyOf={({ id }) => id} />
    </Panel>
  );
}

function sessionColumns(change: Change): readonly RecordColumn<z.output<typeof apiSessionSchema>>[] {
  return [
    {
      title: 'Name',
      cell: ({ name, by }) => (
        <>
          {name}
          <span className={styles.note}>{by === 'password' ? 'by password' : 'by single sign-on'}</span>
        </>
      ),
    },
    { title: 'Role', cell: ({ role }) => role },
    {
      title: 'Address',
      cell: ({ address, browser }) => (
        <>
          {address}
          <span className={styles.note}>{browser}</span>
        </>
      ),
    },
    { title: 'Signed in', cell: ({ createdAt }) => <Age at={createdAt} suffix="ago" /> },
    { title: 'Last used', cell: ({ seenAt }) => <Age at={seenAt} suffix="ago" /> },
    { title: 'Expires', cell: ({ expiresAt }) => <Time at={expiresAt} full /> },
    {
      title: 'Actions',
      cell: ({ id, name, isOwn }) =>
        isOwn ? (
          'this session'
        ) : (
          <ConfirmButton
            verb="End"
            what={`the session of ${name}`}
            isDisabled={change.isSending}
            onConfirm={() => void change.send(() => endSession(id))}
          />
        ),
    },
  ];
}

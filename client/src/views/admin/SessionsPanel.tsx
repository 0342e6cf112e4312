import type { apiSessionSchema } from '@tunnelwatch/shared/people';
import type { z } from 'zod';
import { Age } from '../../components/time/Age.js';
import { Panel } from '../../components/layout/Panel.js';
import { Time } from '../../components/time/Time.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { endSession, fetchSessions } from '../../http/people-api.js';
import { useMay } from '../../session/who-context.js';
import { AdminTable } from './AdminTable.js';
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
      <AdminTable columns={['Name', 'Role', 'Address', 'Signed in', 'Last used', 'Expires', 'Actions']}>
        {(items ?? []).map((session) => (
          <SessionRow key={session.id} session={session} change={change} />
        ))}
      </AdminTable>
    </Panel>
  );
}

interface SessionRowProps {
  readonly session: z.output<typeof apiSessionSchema>;
  readonly change: Change;
}

function SessionRow({ session, change }: SessionRowProps) {
  const { id, name, role, by, address, browser, createdAt, seenAt, expiresAt, isOwn } = session;
  return (
    <tr>
      <th scope="row">
        {name}
        <span className={styles.note}>{by === 'password' ? 'by password' : 'by single sign-on'}</span>
      </th>
      <td>{role}</td>
      <td className={styles.words}>
        {address}
        <span className={styles.note}>{browser}</span>
      </td>
      <td>
        <Age at={createdAt} suffix="ago" />
      </td>
      <td>
        <Age at={seenAt} suffix="ago" />
      </td>
      <td>
        <Time at={expiresAt} full />
      </td>
      <td>
        {isOwn ? (
          'this session'
        ) : (
          <ConfirmButton
            verb="End"
            what={`the session of ${name}`}
            isDisabled={change.isSending}
            onConfirm={() => void change.send(() => endSession(id))}
          />
        )}
      </td>
    </tr>
  );
}

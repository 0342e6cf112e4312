import { Age } from '../../components/time/Age.js';
import { Panel } from '../../components/layout/Panel.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { fetchSingleSignOnUsers, removeSingleSignOnUser } from '../../http/people-api.js';
import { RecordTable } from '../../components/table/RecordTable.js';
import styles from './AdminTable.module.css';
import { ChangeFault } from './ChangeFault.js';
import { ConfirmButton } from '../../components/form/ConfirmButton.js';
import { useChange } from '../../components/form/use-change.js';

/** Users who have signed in by single sign-on, and who they are at the provider; nothing while there are none. For admins. */
export function SingleSignOnPanel() {
  const { data, problem, reload } = useApiQuery({ key: ['single-sign-on-users'], load: fetchSingleSignOnUsers });
  const { isSending, fault, send } = useChange(reload);
  if (data?.items.length === 0) return null;
  return (
    <Panel
      title="Single sign-on users"
      aside="The provider decides who may sign in; a removed user is new at the next sign-in"
      isTimeless
      isLoading={data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
    >
      <ChangeFault fault={fault} />
      <RecordTable
        label="Single sign-on users"
        rows={data?.items ?? []}
        keyOf={({ id }) => id}
        columns={[
          { title: 'Name', cell: ({ name }) => name },
          { title: 'Role', cell: ({ role }) => role },
          {
            title: 'At the provider',
            cell: ({ subject, isAmbiguous, issuer }) => (
              <>
                {subject ?? (isAmbiguous ? 'ambiguous: remove it' : 'unknown until the next sign-in')}
                <span className={styles.note}>{issuer}</span>
              </>
            ),
          },
          { title: 'Last sign-in', cell: ({ signedInAt }) => <Age at={signedInAt} suffix="ago" /> },
          {
            title: 'Actions',
            cell: ({ id, name }) => (
              <ConfirmButton
                verb="Remove"
                what={name}
                isDisabled={isSending}
                onConfirm={() => void send(() => removeSingleSignOnUser(id))}
              />
            ),
          },
        ]}
      />
    </Panel>
  );
}

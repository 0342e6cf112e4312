import { useState } from 'react';
import { Panel } from '../../components/layout/Panel.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { addUser, fetchUsers } from '../../http/people-api.js';
import { AddPersonForm } from './AddPersonForm.js';
import { RecordTable } from '../../components/table/RecordTable.js';
import { ChangeFault } from './ChangeFault.js';
import { personColumns } from './person-columns.js';
import { type Secret, SecretNote } from './SecretNote.js';
import { useChange } from '../../components/form/use-change.js';

/** Users with a password: roles, new one-time passwords, adding and removing. For admins. */
export function PeoplePanel() {
  const { data, problem, reload } = useApiQuery({ key: ['users'], load: fetchUsers });
  const change = useChange(reload);
  const [secret, setSecret] = useState<Secret | null>(null);
  const tell = (name: string, text: string): void => setSecret({ what: `One-time password for ${name}`, text });
  return (
    <Panel
      title="People"
      aside="People who sign in with a password; single sign-on users are not listed"
      isTimeless
      isLoading={data === null}
      problem={data === null ? problem : null}
      onRetry={reload}
    >
      <SecretNote secret={secret} onDone={() => setSecret(null)} />
      <ChangeFault fault={change.fault} />
      <RecordTable
        label="People"
        columns={personColumns(change, tell)}
        rows={data?.items ?? []}
        keyOf={({ name }) => name}
        empty="No people yet."
      />
      <AddPersonForm
        isSending={change.isSending}
        onAdd={async (person) => {
          const added = await change.send(() => addUser(person));
          if (added !== undefined) tell(added.name, added.oneTimePassword);
          return added !== undefined;
        }}
      />
    </Panel>
  );
}

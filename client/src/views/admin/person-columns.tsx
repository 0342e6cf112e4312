import { type apiUserSchema, personRoleSchema } from '@tunnelwatch/shared/people';
import type { z } from 'zod';
import { Age } from '../../components/time/Age.js';
import { Button } from '../../components/form/Button.js';
import { ConfirmButton } from '../../components/form/ConfirmButton.js';
import form from '../../components/form/form.module.css';
import type { Change } from '../../components/form/use-change.js';
import type { RecordColumn } from '../../components/table/RecordTable.js';
import { removeUser, resetPassword, setRole } from '../../http/people-api.js';
import styles from './AdminTable.module.css';

type Person = z.output<typeof apiUserSchema>;

/**
 * Users, and what an admin can do with them.
 *
 * @param onSecret called with a new one-time password
 */
export function personColumns(
  change: Change,
  onSecret: (name: string, oneTimePassword: string) => void,
): readonly RecordColumn<Person>[] {
  return [
    { title: 'Name', cell: ({ name }) => name },
    { title: 'Role', cell: (person) => <RoleSelect person={person} change={change} /> },
    { title: 'Password', cell: ({ mustChangePassword }) => (mustChangePassword ? 'one-time' : 'own') },
    { title: 'Added', cell: ({ createdAt }) => <Age at={createdAt} suffix="ago" /> },
    { title: 'Actions', cell: (person) => <PersonActions person={person} change={change} onSecret={onSecret} /> },
  ];
}

interface PersonProps {
  readonly person: Person;
  readonly change: Change;
}

function RoleSelect({ person: { name, role }, change }: PersonProps) {
  return (
    <select
      className={form.input}
      aria-label={`Role of ${name}`}
      value={role}
      disabled={change.isSending}
      onChange={(event) => {
        const next = personRoleSchema.parse(event.target.value);
        void change.send(() => setRole(name, next));
      }}
    >
      {personRoleSchema.options.map((each) => (
        <option key={each}>{each}</option>
      ))}
    </select>
  );
}

interface PersonActionsProps extends PersonProps {
  readonly onSecret: (name: string, oneTimePassword: string) => void;
}

function PersonActions({ person: { name }, change, onSecret }: PersonActionsProps) {
  async function reset(): Promise<void> {
    const given = await change.send(() => resetPassword(name));
    if (given !== undefined) onSecret(given.name, given.oneTimePassword);
  }
  return (
    <div className={styles.buttons}>
      <Button disabled={change.isSending} onClick={() => void reset()} aria-label={`Reset password of ${name}`}>
        Reset password
      </Button>
      <ConfirmButton
        verb="Remove"
        what={name}
        isDisabled={change.isSending}
        onConfirm={() => void change.send(() => removeUser(name))}
      />
    </div>
  );
}

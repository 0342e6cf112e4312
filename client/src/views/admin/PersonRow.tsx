import { type apiUserSchema, personRoleSchema } from '@tunnelwatch/shared/people';
import type { z } from 'zod';
import { Age } from '../../components/time/Age.js';
import { Button } from '../../components/form/Button.js';
import form from '../../components/form/form.module.css';
import { removeUser, resetPassword, setRole } from '../../http/people-api.js';
import styles from './AdminTable.module.css';
import { ConfirmButton } from '../../components/form/ConfirmButton.js';
import type { Change } from '../../components/form/use-change.js';

interface PersonRowProps {
  readonly person: z.output<typeof apiUserSchema>;
  readonly change: Change;
  /** Called with a new one-time password. */
  readonly onSecret: (name: string, oneTimePassword: string) => void;
}

/** A user, and what an admin can do with them. */
export function PersonRow({ person, change, onSecret }: PersonRowProps) {
  const { name, role, mustChangePassword, createdAt } = person;
  async function reset(): Promise<void> {
    const given = await change.send(() => resetPassword(name));
    if (given !== undefined) onSecret(given.name, given.oneTimePassword);
  }
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
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
      </td>
      <td>{mustChangePassword ? 'one-time' : 'own'}</td>
      <td>
        <Age at={createdAt} suffix="ago" />
      </td>
      <td>
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
      </td>
    </tr>
  );
}

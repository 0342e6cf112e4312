import { type PersonRole, personRoleSchema } from '@tunnelwatch/shared/people';
import { useState, type SubmitEvent } from 'react';
import { Button } from '../../components/form/Button.js';
import form from '../../components/form/form.module.css';
import styles from './AdminTable.module.css';

interface AddPersonFormProps {
  readonly isSending: boolean;
  /** Settles with true when the user was added. */
  readonly onAdd: (person: { name: string; role: PersonRole }) => Promise<boolean>;
}

/** The form for the name and role of a new user. */
export function AddPersonForm({ isSending, onAdd }: AddPersonFormProps) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<PersonRole>('viewer');
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (await onAdd({ name: name.trim(), role })) setName('');
  }
  return (
    <form className={styles.form} aria-label="Add a person" onSubmit={(event) => void submit(event)}>
      <label className={form.field}>
        Name
        <input
          className={form.input}
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={64}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
      </label>
      <label className={form.field}>
        Role
        <select
          className={form.input}
          value={role}
          onChange={(event) => setRole(personRoleSchema.parse(event.target.value))}
        >
          {personRoleSchema.options.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <Button variant="strong" type="submit" disabled={isSending || name.trim() === ''}>
        Add
      </Button>
    </form>
  );
}

import { type Role, roleSchema, ROLES } from '@tunnelwatch/shared/actor';
import { useState, type SubmitEvent } from 'react';
import { Button } from '../../components/form/Button.js';
import form from '../../components/form/form.module.css';
import styles from './AdminTable.module.css';

interface AddTokenFormProps {
  readonly isSending: boolean;
  /** Settles with true when it was created. */
  readonly onAdd: (token: { name: string; role: Role }) => Promise<boolean>;
}

/** The form for the name and role of a new token. */
export function AddTokenForm({ isSending, onAdd }: AddTokenFormProps) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('wall');
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (await onAdd({ name: name.trim(), role })) setName('');
  }
  return (
    <form className={styles.form} aria-label="Create a token" onSubmit={(event) => void submit(event)}>
      <label className={form.field}>
        Token name
        <input
          className={form.input}
          value={name}
          onChange={(event) => setName(event.target.value)}
          maxLength={100}
          autoComplete="off"
          required
        />
      </label>
      <label className={form.field}>
        Role
        <select className={form.input} value={role} onChange={(event) => setRole(roleSchema.parse(event.target.value))}>
          {ROLES.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <Button variant="strong" type="submit" disabled={isSending || name.trim() === ''}>
        Create token
      </Button>
    </form>
  );
}

import { type Role, roleSchema, ROLES } from '@tunnelwatch/shared/actor';
import { iso } from '@tunnelwatch/shared/iso-time';
import { DAY_MS } from '@tunnelwatch/shared/time-units';
import { useState, type SubmitEvent } from 'react';
import { Button } from '../../components/form/Button.js';
import form from '../../components/form/form.module.css';
import styles from './AdminTable.module.css';
import { TOKEN_LIVES } from './token-lives.js';

interface AddTokenFormProps {
  readonly isSending: boolean;
  /** Settles with true when it was created. */
  readonly onAdd: (token: { name: string; role: Role; expiresAt: string | null }) => Promise<boolean>;
}

/** The form for the name, role and expiry of a new token. */
export function AddTokenForm({ isSending, onAdd }: AddTokenFormProps) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('wall');
  const [life, setLife] = useState('Never');
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const days = TOKEN_LIVES.find(({ label }) => label === life)?.days ?? null;
    const expiresAt = days === null ? null : iso(Date.now() + days * DAY_MS);
    if (await onAdd({ name: name.trim(), role, expiresAt })) setName('');
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
      <label className={form.field}>
        Expires
        <select className={form.input} value={life} onChange={(event) => setLife(event.target.value)}>
          {TOKEN_LIVES.map(({ label }) => (
            <option key={label}>{label}</option>
          ))}
        </select>
      </label>
      <Button variant="strong" type="submit" disabled={isSending || name.trim() === ''}>
        Create token
      </Button>
    </form>
  );
}

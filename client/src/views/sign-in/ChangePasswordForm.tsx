import { MIN_PASSWORD } from '@tunnelwatch/shared/people';
import { useState, type SubmitEvent } from 'react';
import { Button } from '../../components/form/Button.js';
import form from '../../components/form/form.module.css';
import { problemText } from '../../http/http-error.js';
import { changePassword } from '../../http/people-api.js';
import styles from './SignInPage.module.css';

interface ChangePasswordFormProps {
  readonly name: string;
  /** The current password if it was just typed; empty if it has to be entered. */
  readonly known: string;
  readonly onDone: () => void;
  /** Called on cancel; absent if the password must be changed. */
  readonly onCancel?: () => void;
}

/** Changes one's own password. */
export function ChangePasswordForm({ name, known, onDone, onCancel }: ChangePasswordFormProps) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isSending, setIsSending] = useState(false);

  async function send(): Promise<void> {
    setIsSending(true);
    setFault(null);
    try {
      await changePassword({ current: known === '' ? current : known, next });
      onDone();
    } catch (error) {
      setFault(problemText(error));
      setIsSending(false);
    }
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (next === again) void send();
    else setFault('The new passwords do not match.');
  }

  return (
    <form className={styles.card} onSubmit={submit}>
      <input type="hidden" name="username" autoComplete="username" value={name} />
      {known === '' ? (
        <PasswordField label="Current password" value={current} onChange={setCurrent} isNew={false} />
      ) : null}
      <PasswordField label="New password" value={next} onChange={setNext} isNew />
      <PasswordField label="Repeat new password" value={again} onChange={setAgain} isNew />
      {fault === null ? null : (
        <p className={styles.refusal} role="alert">
          {fault}
        </p>
      )}
      <Button variant="strong" type="submit" disabled={isSending}>
        Change password
      </Button>
      {onCancel === undefined ? null : <Button onClick={onCancel}>Cancel</Button>}
    </form>
  );
}

interface PasswordFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isNew: boolean;
}

function PasswordField({ label, value, onChange, isNew }: PasswordFieldProps) {
  return (
    <label className={form.field}>
      {isNew ? `${label} (at least ${MIN_PASSWORD} characters)` : label}
      <input
        className={form.input}
        type="password"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        autoComplete={isNew ? 'new-password' : 'current-password'}
        minLength={isNew ? MIN_PASSWORD : undefined}
        required
      />
    </label>
  );
}

import type { SessionAnswer } from '@tunnelwatch/shared/people';
import { useState, type SubmitEvent } from 'react';
import { Button } from '../../components/form/Button.js';
import form from '../../components/form/form.module.css';
import { apiUrl } from '../../http/http-client.js';
import { problemText } from '../../http/http-error.js';
import { pageAfterSignIn } from '../../session/sign-in-address.js';
import { signIn } from '../../http/people-api.js';
import styles from './SignInPage.module.css';

interface SignInFormProps {
  readonly refusal: string | null;
  /** Label of the single sign-on button; null if there is none. */
  readonly singleSignOn: string | null;
  readonly onDone: (answer: SessionAnswer, password: string) => void;
}

/** Texts for the server's codes in the URL after single sign-on. */
const REFUSALS: Readonly<Record<string, string>> = {
  forbidden: 'Single sign-on worked, but you have no role in Tunnelwatch. Ask an admin.',
  unauthenticated: 'Sign-in timed out. Try again.',
  'provider-unavailable': 'Single sign-on failed. See the server log for the reason.',
};

/** Name and password, or the single sign-on button. */
export function SignInForm({ refusal, singleSignOn, onDone }: SignInFormProps) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [isSending, setIsSending] = useState(false);
  const [fault, setFault] = useState(refusal ?? refusalOfAddress());

  async function send(): Promise<void> {
    setIsSending(true);
    setFault(null);
    try {
      onDone(await signIn({ name, password }), password);
    } catch (error) {
      setFault(problemText(error));
      setPassword('');
    } finally {
      setIsSending(false);
    }
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    void send();
  }

  return (
    <form className={styles.card} onSubmit={submit}>
      <label className={form.field}>
        Name
        <input
          className={form.input}
          value={name}
          onChange={(event) => setName(event.target.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
        />
      </label>
      <label className={form.field}>
        Password
        <input
          className={form.input}
          type="password"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          autoComplete="current-password"
          required
        />
      </label>
      {fault === null ? null : (
        <p className={styles.refusal} role="alert">
          {fault}
        </p>
      )}
      <Button variant="strong" type="submit" disabled={isSending}>
        {isSending ? 'Signing in…' : 'Sign in'}
      </Button>
      <SingleSignOn label={singleSignOn} />
    </form>
  );
}

function SingleSignOn({ label }: { readonly label: string | null }) {
  if (label === null) return null;
  return (
    <a className={styles.other} href={apiUrl('session/oidc', { to: pageAfterSignIn() })}>
      {label}
    </a>
  );
}

function refusalOfAddress(): string | null {
  const code = new URLSearchParams(location.search).get('refused');
  return code === null ? null : (REFUSALS[code] ?? 'Sign-in failed.');
}

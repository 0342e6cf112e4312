import { SIGN_ON_REFUSALS, type SessionAnswer, type SignOnRefusal } from '@tunnelwatch/shared/people';
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

/** Texts for the reasons in the URL after single sign-on. */
const REFUSALS: Readonly<Record<SignOnRefusal, string>> = {
  'timed-out': 'Sign-in timed out. Try again.',
  'unknown-host':
    'Single sign-on does not work at this address. Open Tunnelwatch at its usual one, or ask an admin to set publicUrl.',
  'provider-unavailable': 'Single sign-on failed. See the server log for the reason.',
  'provider-refused':
    'The single sign-on provider did not sign you in. Try again; the server log has the reason that it gave.',
  'no-name': 'Single sign-on worked, but returned no usable name. Ask an admin to check the setting oidc.nameClaim.',
  'no-role': 'Single sign-on worked, but you have no role in Tunnelwatch. Ask an admin.',
  'groups-overage':
    'Single sign-on worked, but you are in too many groups for the provider to list, so your role is unknown. Ask an admin to have the provider send only the groups assigned to Tunnelwatch.',
  'name-taken':
    'Single sign-on worked, but your name belongs to an account with a password. Ask an admin to remove one of the two.',
  'name-deceptive':
    'Single sign-on worked, but your name could be taken for another one. The audit trail says which; ask an admin.',
  'name-ambiguous':
    'Single sign-on worked, but with an earlier version more than one person may have used your name. Ask an admin to remove the old entry.',
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
  const reason = new URLSearchParams(location.search).get('refused');
  if (reason === null) return null;
  const known = SIGN_ON_REFUSALS.find((each) => each === reason);
  return known === undefined ? 'Sign-in failed.' : REFUSALS[known];
}

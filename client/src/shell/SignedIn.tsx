import { useState } from 'react';
import { Button } from '../components/form/Button.js';
import { problemText } from '../http/http-error.js';
import { leave } from '../session/sign-out.js';
import { useWho } from '../session/who-context.js';
import styles from './SignedIn.module.css';

/** The signed-in user, with a sign-out button; nothing where nobody signs in. */
export function SignedIn() {
  const who = useWho();
  const [fault, setFault] = useState<string | null>(null);
  if (who === null || who.kind === 'open') return null;
  const signOut = (): void => {
    leave().catch((error: unknown) => setFault(problemText(error)));
  };
  return (
    <span className={styles.signedIn}>
      <span className={styles.name} title={`${who.name}, role: ${who.role}`}>
        {who.name}
      </span>
      <Button onClick={signOut} title={fault ?? undefined}>
        {fault === null ? 'Sign out' : 'Retry sign-out'}
      </Button>
    </span>
  );
}

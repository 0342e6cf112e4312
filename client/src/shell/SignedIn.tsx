import { useState } from 'react';
import { Button } from '../components/form/Button.js';
import { problemText } from '../http/http-error.js';
import { signOut } from '../http/people-api.js';
import { goToSignIn } from '../session/sign-in-address.js';
import { useWho } from '../session/who-context.js';

/** Who is signed in, with the way out; nothing where nobody signs in. */
export function SignedIn() {
  const who = useWho();
  const [fault, setFault] = useState<string | null>(null);
  if (who === null || who.kind === 'open') return null;
  const leave = (): void => {
    signOut().then(goToSignIn, (error: unknown) => setFault(problemText(error)));
  };
  return (
    <>
      <span title={`Role: ${who.role}`}>{who.name}</span>
      <Button onClick={leave} title={fault ?? undefined}>
        {fault === null ? 'Sign out' : 'Sign out again'}
      </Button>
    </>
  );
}

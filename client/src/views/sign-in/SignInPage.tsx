import { usePageTitle } from '../../browser/page-title.js';
import type { SessionAnswer } from '@tunnelwatch/shared/people';
import { useState } from 'react';
import { isWallPath, pageAfterSignIn } from '../../session/sign-in-address.js';
import { ChangePasswordForm } from './ChangePasswordForm.js';
import { SignInForm } from './SignInForm.js';
import styles from './SignInPage.module.css';

interface SignInPageProps {
  readonly session: SessionAnswer;
  /** Why the user was sent here, if known. */
  readonly refusal: string | null;
}

/** Sign-in, and the choice of a password after a one-time one; then it continues to the requested page. */
export function SignInPage({ session, refusal }: SignInPageProps) {
  const [who, setWho] = useState(session.who);
  const [oneTimePassword, setOneTimePassword] = useState('');
  const mustChange = who?.mustChangePassword === true;
  usePageTitle(mustChange ? 'Choose a password' : 'Sign in');
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1>{mustChange ? 'Choose a password' : 'Sign in to Tunnelwatch'}</h1>
        {isWallPath(new URL(pageAfterSignIn(), location.origin).pathname) && !mustChange ? (
          <p>
            A screen without a keyboard opens a wall with a link that an admin makes under Admin → Walls. If this one
            did, its link has expired or was revoked: ask for a new one.
          </p>
        ) : null}
        {mustChange ? (
          <ChangePasswordForm name={who.name} known={oneTimePassword} onDone={goOn} />
        ) : (
          <SignInForm
            refusal={refusal}
            singleSignOn={session.singleSignOn}
            onDone={(answer, password) => {
              if (answer.who?.mustChangePassword !== true) goOn();
              setOneTimePassword(password);
              setWho(answer.who);
            }}
          />
        )}
      </div>
    </main>
  );
}

/** The page is reloaded, since everything on it depends on the signed-in user. */
function goOn(): void {
  const to = pageAfterSignIn();
  if (to === location.pathname + location.search + location.hash) location.reload();
  else location.assign(to);
}

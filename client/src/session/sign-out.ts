import { signOut } from '../http/people-api.js';
import { goToSignIn, holdSignIn } from './sign-in-address.js';

/**
 * Signs out, here and then at the single sign-on provider, if it wants the browser for that. Rejects with HttpError; then
 * nothing has changed.
 */
export async function leave(): Promise<void> {
  // The server cuts the connection at once, upon which this page would go to sign-in and never reach the provider.
  const release = holdSignIn();
  try {
    const { continueAt } = await signOut();
    if (continueAt !== null) {
      location.assign(continueAt);
      return;
    }
  } catch (error) {
    release();
    throw error;
  }
  release();
  goToSignIn();
}

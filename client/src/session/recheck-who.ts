import type { Who } from '@tunnelwatch/shared/people';
import { fetchSession } from '../http/people-api.js';
import { goToSignIn } from './sign-in-address.js';

/**
 * Finds out why the server has cut this page off: nobody is signed in any more, or somebody has another role now. Then
 * the page begins anew, with what is theirs. Without an answer nothing is done: the link says that it is down, and is
 * tried again.
 */
export async function recheckWho(before: Who | null): Promise<void> {
  const answer = await fetchSession(new AbortController().signal).catch(() => undefined);
  if (answer === undefined) return;
  if (answer.who === null) goToSignIn();
  else if (JSON.stringify(answer.who) !== JSON.stringify(before)) location.reload();
}

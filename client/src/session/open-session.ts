import type { SessionAnswer, Who } from '@tunnelwatch/shared/people';
import { basePath } from '../browser/base-path.js';
import { HttpError } from '../http/http-error.js';
import { fetchSession, signIn } from '../http/people-api.js';
import { goToSignIn } from './sign-in-address.js';

/** What the page begins with: who looks at it, or why the token of a wall was refused. */
export interface Opened {
  /** Null when the server could not be asked: the page shows by itself that the link is down. */
  readonly session: SessionAnswer | null;
  readonly refusal: string | null;
}

const WALL_TOKEN = /^#token=([\w-]+)$/;

/** Finds out who looks at the page. The token in the address of a wall becomes a cookie and leaves the address. */
export async function openSession(): Promise<Opened> {
  const token = location.pathname === `${basePath}wall` ? WALL_TOKEN.exec(location.hash)?.[1] : undefined;
  try {
    if (token === undefined) return { session: await fetchSession(new AbortController().signal), refusal: null };
    const session = await signIn({ token });
    history.replaceState(null, '', location.pathname + location.search);
    return { session, refusal: null };
  } catch (error) {
    if (!(error instanceof HttpError) || error.problem.status === 0) return { session: null, refusal: null };
    const nobody = { who: null, singleSignOn: null };
    return error.problem.status === 401
      ? { session: nobody, refusal: error.problem.detail }
      : { session: null, refusal: null };
  }
}

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

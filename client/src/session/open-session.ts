import type { SessionAnswer, Who } from '@tunnelwatch/shared/people';
import { HttpError } from '../http/http-error.js';
import { fetchSession, signIn } from '../http/people-api.js';
import { goToSignIn, isWallPath } from './sign-in-address.js';

/** The initial state of the page: the signed-in user, or why the token of a wall was refused. */
export interface Opened {
  /** Null when the server could not be reached: the page itself shows that the link is down. */
  readonly session: SessionAnswer | null;
  readonly refusal: string | null;
}

const WALL_TOKEN = /^#token=([\w-]+)$/;

/** Determines the signed-in user. The token in the URL of a wall becomes a cookie and is removed from the URL. */
export async function openSession(): Promise<Opened> {
  const token = isWallPath(location.pathname) ? WALL_TOKEN.exec(location.hash)?.[1] : undefined;
  try {
    if (token === undefined) return { session: await fetchSession(new AbortController().signal), refusal: null };
    const session = await signIn({ token });
    history.replaceState(null, '', location.pathname + location.search);
    return { session, refusal: null };
  } catch (error) {
    if (!(error instanceof HttpError) || error.problem.status === 0) return { session: null, refusal: null };
    const nobody = { who: null, singleSignOn: null, settings: null, siteTimeZone: null };
    return error.problem.status === 401
      ? { session: nobody, refusal: error.problem.detail }
      : { session: null, refusal: null };
  }
}

/**
 * Finds out why the server has closed this page's connection: nobody is signed in any more, or the role has changed.
 * Then the page restarts with the new rights. Without an answer nothing is done: the link is shown as down, and
 * retried.
 */
export async function recheckWho(before: Who | null): Promise<void> {
  const answer = await fetchSession(new AbortController().signal).catch(() => undefined);
  if (answer === undefined) return;
  if (answer.who === null) goToSignIn();
  else if (JSON.stringify(answer.who) !== JSON.stringify(before)) location.reload();
}

import type { Role } from '@tunnelwatch/shared/actor';
import type { Problem } from '@tunnelwatch/shared/error-code';
import type { Principal } from '../people/principal.js';

/** What is answered over the live connection instead of what was asked for, in the words of HTTP (RFC 9457). */

/** Nobody, or nobody any more. */
export function unauthenticated(): Problem {
  const detail = 'you are no longer signed in';
  return { type: 'about:blank', title: 'Sign-in required', status: 401, detail, code: 'unauthenticated' };
}

/** Somebody whose role is not enough. */
export function forbidden(needed: Role, { name, role }: Principal): Problem {
  const detail = `this requires the role ${needed}; ${name} has ${role}`;
  return { type: 'about:blank', title: 'Not allowed', status: 403, detail, code: 'forbidden' };
}

/** A message that cannot be understood or granted. */
export function badRequest(detail: string): Problem {
  return { type: 'about:blank', title: 'Bad request', status: 400, detail, code: 'bad-request' };
}

/** The store does not answer, or something broke on the way to it. */
export function storeProblem(): Problem {
  const detail = 'the store is not responding: retrying';
  return { type: 'about:blank', title: 'Store unavailable', status: 503, detail, code: 'store-unavailable' };
}

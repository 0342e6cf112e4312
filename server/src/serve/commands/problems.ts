import type { Role } from '@tunnelwatch/shared/actor';
import type { Problem } from '@tunnelwatch/shared/error-code';
import type { Principal } from '../people/principal.js';

/** Problem answers over the live connection, in the same words as over HTTP (RFC 9457). */

/** Not signed in, or no longer. */
export function unauthenticated(): Problem {
  const detail = 'you are no longer signed in';
  return { type: 'about:blank', title: 'Sign-in required', status: 401, detail, code: 'unauthenticated' };
}

/** The role is not sufficient. */
export function forbidden(needed: Role, { name, role }: Principal): Problem {
  const detail = `this requires the role ${needed}; ${name} has ${role}`;
  return { type: 'about:blank', title: 'Not allowed', status: 403, detail, code: 'forbidden' };
}

/** A message that cannot be parsed or granted. */
export function badRequest(detail: string): Problem {
  return { type: 'about:blank', title: 'Bad request', status: 400, detail, code: 'bad-request' };
}

/** The store does not respond, or the request failed on the way to it. */
export function storeProblem(): Problem {
  const detail = 'the store is not responding: retrying';
  return { type: 'about:blank', title: 'Store unavailable', status: 503, detail, code: 'store-unavailable' };
}

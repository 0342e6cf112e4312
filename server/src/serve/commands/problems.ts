import type { Role } from '@tunnelwatch/shared/actor';
import { type Problem, problemDetails } from '@tunnelwatch/shared/error-code';
import type { Principal } from '../people/principal.js';

/** What is answered over the live connection instead of what was asked for, in the words of HTTP (RFC 9457). */

/** Nobody, or nobody any more. */
export function unauthenticated(): Problem {
  return problemDetails('unauthenticated', 'you are no longer signed in');
}

/** Somebody whose role is not enough. */
export function forbidden(needed: Role, { name, role }: Principal): Problem {
  return problemDetails('forbidden', `this requires the role ${needed}; ${name} has ${role}`);
}

/** A message that cannot be understood or granted. */
export function badRequest(detail: string): Problem {
  return problemDetails('bad-request', detail);
}

/** The store does not answer, or something broke on the way to it. */
export function storeProblem(): Problem {
  return problemDetails('store-unavailable', 'the store is not responding: retrying');
}

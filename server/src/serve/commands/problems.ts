import type { Role } from '@tunnelwatch/shared/actor';
import { type Problem, problemDetails } from '@tunnelwatch/shared/error-code';
import type { Principal } from '../people/principal.js';

/** Problem answers over the live connection, in the same words as over HTTP (RFC 9457). */

/** Not signed in, or no longer. */
export function unauthenticated(): Problem {
  return problemDetails('unauthenticated', 'you are no longer signed in');
}

/** The role is not sufficient. */
export function forbidden(needed: Role, { name, role }: Principal): Problem {
  return problemDetails('forbidden', `this requires the role ${needed}; ${name} has ${role}`);
}

/** A token of one wall asks for something else. */
export function otherWall({ name, wall }: Principal): Problem {
  return problemDetails('forbidden', `${name} may view only the wall ${String(wall)}`);
}

/** A message that cannot be parsed or granted. */
export function badRequest(detail: string): Problem {
  return problemDetails('bad-request', detail);
}

/** There is no room left for a view. */
export function tooManyViews(): Problem {
  return problemDetails('too-many-requests', 'the server has no room for another view: close some pages and try again');
}

/** The store does not respond, or the request failed on the way to it. */
export function storeProblem(): Problem {
  return problemDetails('store-unavailable', 'the store is not responding: retrying');
}

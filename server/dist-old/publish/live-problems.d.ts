import type { Role } from '@tunnelwatch/shared/actor';
import type { Problem } from '@tunnelwatch/shared/error-code';
import type { Principal } from '../people/principal.js';
/** What is answered over the live connection instead of what was asked for, in the words of HTTP (RFC 9457). */
/** Nobody, or nobody any more. */
export declare function unauthenticated(): Problem;
/** Somebody whose role is not enough. */
export declare function forbidden(needed: Role, { name, role }: Principal): Problem;
/** A message that cannot be understood or granted. */
export declare function badRequest(detail: string): Problem;
/** The store does not answer, or something broke on the way to it. */
export declare function storeProblem(): Problem;

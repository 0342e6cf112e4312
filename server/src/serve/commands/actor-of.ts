import type { Actor } from '@tunnelwatch/shared/actor';
import type { Problem } from '@tunnelwatch/shared/error-code';
import type { Principal } from '../people/principal.js';
import { badRequest } from './problems.js';

/** The requester: who the server knows it to be by session or token, and its network address. */
export interface Asker {
  principal: Principal;
  address: string | null;
}

/**
 * The actor of a request, as it is entered in the audit trail.
 * @param by the name that the requester gives: accepted only where nobody signs in, and refused elsewhere, since the
 *   server knows better
 */
export function actorOf(
  { principal, address }: Asker,
  by?: string,
): { ok: true; actor: Actor } | { ok: false; problem: Problem } {
  const { kind, name } = principal;
  if (kind === 'open') return { ok: true, actor: { kind: 'person', name: by ?? name, address } };
  if (by !== undefined) {
    return { ok: false, problem: badRequest('by: omit it; the server knows who is signed in') };
  }
  return { ok: true, actor: { kind: kind === 'token' ? 'token' : 'person', name, address } };
}

import type { Actor, Role } from '@tunnelwatch/shared/actor';
import { iso } from '@tunnelwatch/shared/iso-time';
import { inTransaction } from './people-database.js';
import { keeperKey } from './person-key.js';
import { note, type Outcome, type PeopleStore } from './people-store.js';
import { hashSecret, newTokenSecret } from './secrets.js';
import { hasExpired, type Token } from './token-table.js';

/** A new token; it never expires when there is no time, epoch ms. */
export interface NewToken {
  name: string;
  role: Role;
  expiresAt?: number | null;
  /** The one wall that it opens, with the role wall. */
  wall?: number | null;
}

/**
 * Creates a token; the secret is only in this answer. Refused when the name is taken, and when it would already have
 * expired.
 */
export function createToken(
  store: PeopleStore,
  { name, role, expiresAt = null, wall = null }: NewToken,
  by: Actor,
): Outcome<{ token: Token; secret: string }> {
  const createdAt = store.clock();
  if (hasExpired({ expiresAt }, createdAt)) {
    const detail = 'the token would already have expired: choose a time in the future, or none';
    return { ok: false, status: 400, code: 'bad-request', detail };
  }
  const secret = newTokenSecret();
  return inTransaction(store.database, () => {
    if (store.tokens.findByName(name) !== undefined) {
      return { ok: false, status: 409, code: 'wrong-state', detail: `token ${name} already exists` };
    }
    const token = { name, role, createdAt, createdBy: by.name, expiresAt, wall };
    const id = store.tokens.add(token, hashSecret(secret));
    const end = expiresAt === null ? {} : { expiresAt: iso(expiresAt) };
    const only = wall === null ? {} : { wall: store.walls.find(wall)?.name ?? null };
    note(store, by, 'tokenCreated', { target: `token ${name}`, after: { id, name, role, ...end, ...only } });
    return { ok: true, value: { token: { id, ...token, usedAt: null }, secret } };
  });
}

/** Revokes a token, which also closes its connections. It is identified by its number or its name. */
export function revokeToken(store: PeopleStore, which: number | string, by: Actor): Outcome<null> {
  return inTransaction(store.database, () => {
    const token = typeof which === 'number' ? store.tokens.find(which) : store.tokens.findByName(which);
    if (token === undefined) {
      return { ok: false, status: 404, code: 'not-found', detail: `no such token: ${String(which)}` };
    }
    const { id, name, role } = token;
    store.views.removeOf(keeperKey({ kind: 'token', id, person: null }));
    store.tokens.remove(id);
    note(store, by, 'tokenRevoked', { target: `token ${name}`, before: { id, name, role } });
    return { ok: true, value: null };
  });
}

import type { Actor, Role } from '@tunnelwatch/shared/actor';
import { inTransaction } from './people-database.js';
import { note, type Outcome, type PeopleStore } from './people-store.js';
import { hashSecret, newTokenSecret } from './secrets.js';
import type { Token } from './token-table.js';

/** Creates a token; the secret is only in this answer. Refused when the name is taken. */
export function createToken(
  store: PeopleStore,
  { name, role }: { name: string; role: Role },
  by: Actor,
): Outcome<{ token: Token; secret: string }> {
  const secret = newTokenSecret();
  return inTransaction(store.database, () => {
    if (store.tokens.findByName(name) !== undefined) {
      return { ok: false, status: 409, code: 'wrong-state', detail: `token ${name} already exists` };
    }
    const token = { name, role, createdAt: store.clock(), createdBy: by.name };
    const id = store.tokens.add(token, hashSecret(secret));
    note(store, by, 'tokenCreated', { target: `token ${name}`, after: { id, name, role } });
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
    store.tokens.remove(id);
    note(store, by, 'tokenRevoked', { target: `token ${name}`, before: { id, name, role } });
    return { ok: true, value: null };
  });
}

import type { Actor } from '@tunnelwatch/shared/actor';
import type { PersonRole } from '@tunnelwatch/shared/people';
import { inTransaction } from './people-database.js';
import { note, type Outcome, type PeopleStore } from './people-store.js';
import { fitsPassword } from './password.js';
import { hashSecret, newSessionSecret } from './secrets.js';
import { type SignInLimits, tooManyAttempts } from './sign-in-limits.js';

/** The origin of a sign-in. */
export interface Origin {
  address: string;
  /** The browser's user agent. */
  browser: string;
}

/** A new session; the secret is for the cookie and is not stored here. */
export interface SignedIn {
  id: number;
  secret: string;
  expiresAt: number;
}

const LONGEST_BROWSER = 300;

/** Signs in a user by password. A wrong name and a wrong password are refused in the same way. */
export async function signIn(
  store: PeopleStore,
  limits: SignInLimits,
  { name, password }: { name: string; password: string },
  origin: Origin,
): Promise<Outcome<SignedIn>> {
  const waitMs = await limits.attempt(name, origin.address);
  if (waitMs > 0) return tooManyAttempts(waitMs);
  const user = store.users.find(name);
  const fits = await fitsPassword(password, user?.passwordHash);
  // The user may have been removed, or their password reset, while it was being checked.
  if (!fits || user === undefined || store.users.find(name)?.passwordHash !== user.passwordHash) {
    const actor: Actor = { kind: 'person', name: 'somebody', address: origin.address };
    // The input may be a password in the wrong field: only an existing name is recorded.
    note(store, actor, 'signInFailed', { target: user === undefined ? 'unknown user' : `user ${user.name}` });
    return { ok: false, status: 401, code: 'unauthenticated', detail: 'wrong name or password' };
  }
  await limits.succeeded(name, origin.address);
  return { ok: true, value: beginSession(store, { name: user.name, by: 'password', role: null }, origin) };
}

/** Signs in a user whom the single sign-on provider has authenticated. The name of a user with a local password is refused. */
export function signInByProvider(
  store: PeopleStore,
  { name, role }: { name: string; role: PersonRole },
  origin: Origin,
): Outcome<SignedIn> {
  if (store.users.find(name) !== undefined) {
    const detail = `${name} belongs to a local password account: an admin must remove one of the two`;
    return { ok: false, status: 403, code: 'forbidden', detail };
  }
  return { ok: true, value: beginSession(store, { name, by: 'singleSignOn', role }, origin) };
}

function beginSession(
  store: PeopleStore,
  who: { name: string; by: 'password' | 'singleSignOn'; role: PersonRole | null },
  { address, browser }: Origin,
): SignedIn {
  const secret = newSessionSecret();
  const createdAt = store.clock();
  const expiresAt = createdAt + store.limits.maxMs;
  return inTransaction(store.database, () => {
    store.sessions.removeEnded(createdAt);
    const id = store.sessions.add({
      ...who,
      hash: hashSecret(secret),
      createdAt,
      expiresAt,
      address,
      browser: browser.slice(0, LONGEST_BROWSER),
    });
    const after = { session: id, by: who.by, ...(who.role === null ? {} : { role: who.role }) };
    note(store, { kind: 'person', name: who.name, address }, 'signIn', { target: `user ${who.name}`, after });
    return { id, secret, expiresAt };
  });
}

/** Ends a session: its owner signs out, or an admin ends it. */
export function endSession(store: PeopleStore, id: number, by: Actor): Outcome<null> {
  return inTransaction(store.database, () => {
    const session = store.sessions.find(id, store.clock());
    if (session === undefined) {
      return { ok: false, status: 404, code: 'not-found', detail: `no such session: ${String(id)}` };
    }
    store.sessions.remove(id);
    const isOwn = by.kind === 'person' && by.name === session.name;
    note(store, by, isOwn ? 'signOut' : 'sessionEnded', { target: `user ${session.name}`, before: { session: id } });
    return { ok: true, value: null };
  });
}

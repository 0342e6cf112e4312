import type { Actor } from '@tunnelwatch/shared/actor';
import { iso } from '@tunnelwatch/shared/iso-time';
import type { PersonRole } from '@tunnelwatch/shared/people';
import { limitKey } from '../client-address.js';
import { inTransaction } from './people-database.js';
import { note, type Outcome, type PeopleStore } from './people-store.js';
import { fitsPassword } from './password.js';
import { knownProviderUser } from './provider-users.js';
import type { Refused } from './refusal-audit.js';
import { hashSecret, newSessionSecret } from './secrets.js';
import { type SignInLimits, tooManyAttempts } from './sign-in-limits.js';
import type { ProviderPerson } from './single-sign-on.js';

/** The origin of a sign-in. */
export interface Origin {
  address: string;
  /** The browser's user agent. */
  browser: string;
  /** Number of the session that the browser has, which the new one replaces; null for none. */
  replaces: number | null;
  /** The secret in the browser's device cookie. */
  device?: string | undefined;
}

/** A new session; the secret is for the cookie and is not stored here. */
export interface SignedIn {
  id: number;
  secret: string;
  expiresAt: number;
}

/** What a sign-in by password needs besides the store. */
export interface SignInParts {
  limits: SignInLimits;
  /** Enters a refusal in the audit trail. */
  refuse: (refused: Refused) => void;
}

const LONGEST_BROWSER = 300;

/** Signs in a user by password. A wrong name and a wrong password are refused in the same way. */
export async function signIn(
  store: PeopleStore,
  { limits, refuse }: SignInParts,
  { name, password }: { name: string; password: string },
  origin: Origin,
): Promise<Outcome<SignedIn & { device: string }>> {
  const user = store.users.find(name);
  const actor = unknownAt(origin.address);
  // The input may be a password in the wrong field: only an existing name is recorded.
  const target = user === undefined ? 'unknown user' : `user ${user.name}`;
  const place = { address: limitKey(origin.address), device: origin.device };
  const { isKnownAddress, isKnownDevice } = store.places.find(name, place);
  const attempt = { name, address: place.address, isKnownAddress, device: isKnownDevice ? origin.device : undefined };
  const spent = await limits.attempt(attempt);
  if (spent !== undefined) {
    const now = store.clock();
    refuse({ action: 'signInLimited', actor, target, after: { limit: spent.kind, until: iso(now + spent.waitMs) } });
    return tooManyAttempts(spent, now);
  }
  const fits = await fitsPassword(password, user?.passwordHash, place.address);
  // The user may have been removed, or their password reset, while it was being checked.
  if (!fits || user === undefined || store.users.find(name)?.passwordHash !== user.passwordHash) {
    refuse({ action: 'signInFailed', actor, target });
    return { ok: false, status: 401, code: 'unauthenticated', detail: 'wrong name or password' };
  }
  await limits.succeeded(attempt);
  // A mark that somebody else may have planted is not taken over.
  const device = isIssued(store, origin.device) ? origin.device : newSessionSecret();
  const session = inTransaction(store.database, () => {
    store.places.add(user.name, { address: place.address, device }, store.clock());
    return beginSession(store, { name: user.name, by: 'password', role: null, provider: null }, origin);
  });
  return { ok: true, value: { ...session, device } };
}

function isIssued({ places }: PeopleStore, device: string | undefined): device is string {
  return device !== undefined && places.isIssued(device);
}

/** Signs in somebody whom the single sign-on provider has authenticated. */
export function signInByProvider(store: PeopleStore, person: ProviderPerson, origin: Origin): Outcome<SignedIn> {
  const { role, idToken } = person;
  return inTransaction(store.database, () => {
    const user = knownProviderUser(store, person, origin.address);
    if (!user.ok) return user;
    const { id: userId, name } = user.value;
    const who = { name, by: 'singleSignOn', role, provider: { userId, idToken } } as const;
    return { ok: true, value: beginSession(store, who, origin) };
  });
}

/** Somebody who has not signed in, for the audit trail. */
export function unknownAt(address: string): Actor {
  return { kind: 'person', name: 'somebody', address };
}

interface Beginner {
  name: string;
  by: 'password' | 'singleSignOn';
  role: PersonRole | null;
  provider: { userId: number; idToken: string } | null;
}

/** Within a transaction of the caller. */
function beginSession(store: PeopleStore, who: Beginner, { address, browser, replaces }: Origin): SignedIn {
  const secret = newSessionSecret();
  const createdAt = store.clock();
  const expiresAt = createdAt + store.limits.maxMs;
  // A copy of the old cookie must not stay valid after somebody has signed in anew.
  const replaced = replaces === null ? undefined : store.sessions.find(replaces, createdAt);
  if (replaced !== undefined) store.sessions.remove(replaced.id);
  store.sessions.removeEnded(createdAt);
  const id = store.sessions.add({
    ...who,
    hash: hashSecret(secret),
    createdAt,
    expiresAt,
    address,
    browser: browser.slice(0, LONGEST_BROWSER),
  });
  const after = {
    session: id,
    by: who.by,
    ...(who.role === null ? {} : { role: who.role }),
    ...(replaced === undefined ? {} : { replaces: replaced.id }),
  };
  note(store, { kind: 'person', name: who.name, address }, 'signIn', { target: `user ${who.name}`, after });
  return { id, secret, expiresAt };
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

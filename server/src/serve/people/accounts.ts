import type { Actor } from '@tunnelwatch/shared/actor';
import { iso } from '@tunnelwatch/shared/iso-time';
import type { PersonRole } from '@tunnelwatch/shared/people';
import { limitKey } from '../client-address.js';
import { isCommonPassword } from './common-password.js';
import { forgetPerson } from './forget-person.js';
import { refusalOfName } from './name-rules.js';
import { inTransaction } from './people-database.js';
import { note, type Outcome, type PeopleStore, type Refusal } from './people-store.js';
import { fitsPassword, hashPassword } from './password.js';
import { passwordPerson } from './person-key.js';
import { spelledOut } from './person-name.js';
import { newOneTimePassword } from './secrets.js';
import type { SignInParts } from './sign-in.js';
import { tooManyAttempts } from './sign-in-limits.js';

/** A new user. Without a password they get one that must be changed at the first sign-in. */
export interface NewUser {
  name: string;
  role: PersonRole;
  password?: string;
}

/** The one-time password, shown once; null when a password was given. */
export interface Given {
  name: string;
  oneTimePassword: string | null;
}

/** Adds a user; refused when the name is taken or could be taken for another one, and for a common password. */
export async function addUser(
  store: PeopleStore,
  { name, role, password }: NewUser,
  by: Actor,
): Promise<Outcome<Given>> {
  if (password !== undefined && isCommonPassword(password, name)) return commonPassword();
  const given = password ?? newOneTimePassword();
  const passwordHash = await hashPassword(given);
  return inTransaction(store.database, () => {
    if (store.users.find(name) !== undefined) {
      return { ok: false, status: 409, code: 'wrong-state', detail: `user ${name} already exists` };
    }
    if (store.providerUsers.findByName(name) !== undefined) {
      const detail = `${name} signs in by single sign-on: use another name`;
      return { ok: false, status: 409, code: 'wrong-state', detail };
    }
    const refusal = refusalOfName(store, name);
    if (refusal !== undefined) {
      const { detail, like } = refusal;
      const target = like === undefined ? 'new user' : targetOf(like);
      note(store, by, 'nameRefused', { target, comment: detail, after: { name: spelledOut(name) } });
      return { ok: false, status: 409, code: 'wrong-state', detail };
    }
    store.users.add({ name, role, mustChangePassword: password === undefined, createdAt: store.clock() }, passwordHash);
    note(store, by, 'userAdded', { target: targetOf(name), after: { name, role } });
    return { ok: true, value: { name, oneTimePassword: password === undefined ? given : null } };
  });
}

/** Creates the first admin when there are no users, and returns the one-time password; undefined when there are some. */
export async function addFirstAdmin(store: PeopleStore, by: Actor): Promise<string | undefined> {
  if (store.users.list().length > 0) return undefined;
  const added = await addUser(store, FIRST_ADMIN, by);
  return added.ok ? (added.value.oneTimePassword ?? undefined) : undefined;
}

const FIRST_ADMIN = { name: 'admin', role: 'admin' } as const;

/** As `addFirstAdmin` on a node of a cluster, where only the order of the stream says whether it counts. */
export async function newFirstAdmin(store: PeopleStore): Promise<{ password: string; add: () => void }> {
  const password = newOneTimePassword();
  const passwordHash = await hashPassword(password);
  const add = () => {
    store.users.add({ ...FIRST_ADMIN, mustChangePassword: true, createdAt: store.clock() }, passwordHash);
  };
  return { password, add };
}

/** Notes for the audit trail that the first admin of a cluster was made here. */
export function noteFirstAdmin(store: PeopleStore, by: Actor): void {
  note(store, by, 'userAdded', { target: targetOf(FIRST_ADMIN.name), after: { ...FIRST_ADMIN } });
}

/** Sets another password for a user and ends their sessions. */
export async function resetPassword(
  store: PeopleStore,
  { name, password }: { name: string; password?: string },
  by: Actor,
): Promise<Outcome<Given>> {
  if (password !== undefined && isCommonPassword(password, name)) return commonPassword();
  const given = password ?? newOneTimePassword();
  const passwordHash = await hashPassword(given);
  return inTransaction(store.database, () => {
    const user = store.users.find(name);
    if (user === undefined) return noUser(name);
    // First: those that are there when the password changes outlast it on the other nodes of a cluster, and no others.
    store.sessions.removeOf(user.name);
    store.users.setPassword(user.name, passwordHash, password === undefined);
    // Somebody else may have signed in there with the old password.
    store.places.removeOf(user.name);
    note(store, by, 'passwordReset', { target: targetOf(user.name) });
    return { ok: true, value: { name: user.name, oneTimePassword: password === undefined ? given : null } };
  });
}

/** Changes a user's own password; all their other sessions end. */
export async function changePassword(
  store: PeopleStore,
  { limits, refuse }: SignInParts,
  { name, current, next, sessionId }: { name: string; current: string; next: string; sessionId: number },
  by: Actor,
): Promise<Outcome<null>> {
  // A session left open must not allow guessing the password at leisure, and guesses elsewhere do not count here.
  const device = `session ${String(sessionId)}`;
  const attempt = { name, address: limitKey(by.address ?? ''), device, isKnownAddress: false };
  const spent = await limits.attempt(attempt);
  const target = targetOf(name);
  if (spent !== undefined) {
    const now = store.clock();
    const after = { limit: spent.kind, until: iso(now + spent.waitMs) };
    refuse({ action: 'passwordChangeLimited', actor: by, target, after });
    return tooManyAttempts(spent, now);
  }
  const before = store.users.find(name)?.passwordHash;
  if (!(await fitsPassword(current, before, by.address ?? by.name))) {
    return { ok: false, status: 403, code: 'forbidden', detail: 'the current password is wrong' };
  }
  await limits.succeeded(attempt);
  if (current === next) {
    return { ok: false, status: 400, code: 'bad-request', detail: 'the new password is the same as the current one' };
  }
  if (isCommonPassword(next, name)) return commonPassword();
  const passwordHash = await hashPassword(next);
  return inTransaction(store.database, () => {
    // The password may have been reset, or the user removed, while it was being hashed.
    if (store.users.find(name)?.passwordHash !== before) return noUser(name);
    // First, as in `resetPassword`.
    store.sessions.removeOf(name, sessionId);
    store.users.setPassword(name, passwordHash, false);
    note(store, by, 'passwordChanged', { target });
    return { ok: true, value: null };
  });
}

/** Changes a user's role; refused for the last admin. */
export function setRole(
  store: PeopleStore,
  { name, role }: { name: string; role: PersonRole },
  by: Actor,
): Outcome<null> {
  return inTransaction(store.database, () => {
    const user = store.users.find(name);
    if (user === undefined) return noUser(name);
    if (role !== 'admin' && isLastAdmin(store, user.name)) return lastAdmin(user.name);
    store.users.setRole(user.name, role);
    note(store, by, 'roleChanged', { target: targetOf(user.name), before: { role: user.role }, after: { role } });
    return { ok: true, value: null };
  });
}

/** Removes a user and ends their sessions; refused for the last admin. */
export function removeUser(store: PeopleStore, name: string, by: Actor): Outcome<null> {
  return inTransaction(store.database, () => {
    const user = store.users.find(name);
    if (user === undefined) return noUser(name);
    if (isLastAdmin(store, user.name)) return lastAdmin(user.name);
    store.sessions.removeOf(user.name);
    store.places.removeOf(user.name);
    forgetPerson(store, passwordPerson(user.name));
    store.users.remove(user.name);
    note(store, by, 'userRemoved', { target: targetOf(user.name), before: { name: user.name, role: user.role } });
    return { ok: true, value: null };
  });
}

function commonPassword(): Refusal {
  const detail =
    'this password is among the first that others would try: it consists of common words, sequences, the user name or ' +
    'the name of this product; choose something else, such as several unrelated words';
  return { ok: false, status: 400, code: 'bad-request', detail };
}

function isLastAdmin({ users }: PeopleStore, name: string): boolean {
  const admins = users.list().filter(({ role }) => role === 'admin');
  return admins.length === 1 && admins[0]?.name === name;
}

function lastAdmin(name: string): Outcome<never> {
  const detail = `${name} is the last admin: make another user an admin first`;
  return { ok: false, status: 409, code: 'wrong-state', detail };
}

function noUser(name: string): Outcome<never> {
  return { ok: false, status: 404, code: 'not-found', detail: `no such user: ${name}` };
}

function targetOf(name: string): string {
  return `user ${name}`;
}

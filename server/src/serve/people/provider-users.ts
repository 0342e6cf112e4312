import type { Actor } from '@tunnelwatch/shared/actor';
import type { SignOnRefusal } from '@tunnelwatch/shared/people';
import { forgetPerson } from './forget-person.js';
import { providerPerson } from './person-key.js';
import { inTransaction } from './people-database.js';
import { note, type Outcome, type PeopleStore, type Refusal } from './people-store.js';
import { spelledOut } from './person-name.js';
import { distinctName, refusalOfName } from './name-rules.js';
import type { ProviderUser } from './provider-user-table.js';
import type { ProviderPerson } from './single-sign-on.js';

/**
 * The user who belongs to an identity of the provider: known already, known by name alone from before identities were
 * stored, or new. Within a transaction of the caller.
 * @param address from which they sign in, for the audit trail
 */
export function knownProviderUser(
  store: PeopleStore,
  person: ProviderPerson,
  address: string,
): Outcome<Pick<ProviderUser, 'id' | 'name'>> {
  const known = store.providerUsers.findByIdentity(person.identity);
  if (known !== undefined) return updated(store, known, person, address);
  const before = store.providerUsers.findByName(person.claimed);
  if (before?.identity === null) return bound(store, before, person, address);
  if (store.users.find(person.claimed)?.name === person.claimed) return taken(person);
  const refusal = refusalOfName(store, person.claimed);
  if (refusal !== undefined) return refused('name-deceptive', refusal.detail);
  const name = distinctName(store, person.claimed);
  const { claimed, role, identity } = person;
  const id = store.providerUsers.add(identity, { name, claimed, role, signedInAt: store.clock() });
  note(store, actorOf(name, address), 'userAdded', { target: `user ${name}`, after: { name, role, ...identity } });
  return { ok: true, value: { id, name } };
}

/** Removes a single sign-on user and ends their sessions; they are new at the next sign-in, with whatever name is free. */
export function removeProviderUser(store: PeopleStore, which: number | string, by: Actor): Outcome<null> {
  return inTransaction(store.database, () => {
    const { providerUsers } = store;
    const user = typeof which === 'number' ? providerUsers.find(which) : providerUsers.findByName(which);
    if (user === undefined) {
      return { ok: false, status: 404, code: 'not-found', detail: `no such single sign-on user: ${String(which)}` };
    }
    forgetPerson(store, providerPerson(user.id));
    providerUsers.remove(user.id);
    const { name, role, identity } = user;
    note(store, by, 'userRemoved', { target: `user ${name}`, before: { name, role, ...identity } });
    return { ok: true, value: null };
  });
}

/** Somebody known: the role is that of today, and the name follows the provider's. */
function updated(
  store: PeopleStore,
  { id, name: own, claimed: before, role: oldRole }: ProviderUser,
  { claimed, role }: ProviderPerson,
  address: string,
): Outcome<Pick<ProviderUser, 'id' | 'name'>> {
  let name = own;
  if (claimed !== before) {
    const refusal = refusalOfName(store, claimed, own);
    if (refusal !== undefined) return refused('name-deceptive', refusal.detail);
    name = distinctName(store, claimed, own);
  }
  store.providerUsers.update(id, { name, claimed, role, signedInAt: store.clock() });
  const target = `user ${name}`;
  if (name !== own) {
    note(store, actorOf(name, address), 'userRenamed', { target, before: { name: own }, after: { name } });
  }
  if (role !== oldRole) {
    const about = { target, comment: 'by the single sign-on provider', before: { role: oldRole }, after: { role } };
    note(store, actorOf(name, address), 'roleChanged', about);
  }
  return { ok: true, value: { id, name } };
}

/** Somebody from before identities were stored, if it is certain who had that name. */
function bound(
  store: PeopleStore,
  before: ProviderUser,
  person: ProviderPerson,
  address: string,
): Outcome<Pick<ProviderUser, 'id' | 'name'>> {
  const { id, name, claimed, isAmbiguous } = before;
  if (isAmbiguous || claimed !== person.claimed) {
    const shown = spelledOut(person.claimed);
    return refused(
      'name-ambiguous',
      `more than one person may have used the single sign-on name ${shown} with an earlier version: ` +
        `an admin must remove that entry, on the page Admin or with: tunnelwatch user remove ${shown}`,
    );
  }
  store.providerUsers.bind(id, person.identity);
  note(store, actorOf(name, address), 'userBound', { target: `user ${name}`, after: { ...person.identity } });
  return updated(store, before, person, address);
}

function taken({ claimed }: ProviderPerson): Outcome<never> {
  const shown = spelledOut(claimed);
  return refused('name-taken', `${shown} belongs to a local password account: an admin must remove one of the two`);
}

function refused(reason: SignOnRefusal, detail: string): Refusal {
  return { ok: false, status: 403, code: 'forbidden', detail, reason };
}

function actorOf(name: string, address: string): Actor {
  return { kind: 'person', name, address };
}

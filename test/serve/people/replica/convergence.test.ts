import { randomBytes } from 'node:crypto';
import { removeUser, setRole } from '@tunnelwatch/server/serve/people/accounts';
import { addNote, readNote } from '@tunnelwatch/server/serve/people/hand-over-notes';
import { inTransaction } from '@tunnelwatch/server/serve/people/people-database';
import { passwordPerson } from '@tunnelwatch/server/serve/people/person-key';
import { OPEN_PRINCIPAL } from '@tunnelwatch/server/serve/people/principal';
import { removeProviderUser } from '@tunnelwatch/server/serve/people/provider-users';
import { addView, changeView, removeView, setViewDefault } from '@tunnelwatch/server/serve/people/saved-views';
import { endSession, signInByProvider } from '@tunnelwatch/server/serve/people/sign-in';
import { createToken, revokeToken } from '@tunnelwatch/server/serve/people/token-keeping';
import { addWall, addWallLink, changeWall, removeWall } from '@tunnelwatch/server/serve/people/walls';
import type { PersonRole } from '@tunnelwatch/shared/people';
import { USUAL_SETTINGS } from '@tunnelwatch/shared/personal-settings';
import { USUAL_WALL } from '@tunnelwatch/shared/wall';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TESTER } from '../../../support/known-people.js';
import { MemoryStream, PeopleNode, settleAll } from '../../../support/people-nodes.js';
import { tempFolders } from '../../../support/temp-folder.js';

const tempFolder = tempFolders();

/** What is done with one of few names, so that nodes meet. */
type Act = (node: PeopleNode, pick: number, other: number) => void;

const ROLES: readonly PersonRole[] = ['viewer', 'operator', 'admin'];
const nameOf = (pick: number) => `user${String(pick % 3)}`;
const oneOf = <Item>(items: readonly Item[], pick: number): Item | undefined => items[pick % items.length];

function asker(name: string, role: PersonRole = 'admin') {
  const principal = { ...OPEN_PRINCIPAL, kind: 'session', id: 1, person: passwordPerson(name), name, role } as const;
  return { principal, actor: { kind: 'person', name, address: null } } as const;
}

function beginSession({ store }: PeopleNode, name: string): void {
  inTransaction(store.database, () => {
    const createdAt = store.clock();
    const hash = randomBytes(8);
    const rest = { by: 'password', role: null, provider: null, address: '192.0.2.1', browser: 'a browser' } as const;
    store.places.add(name, { address: '192.0.2.1' }, createdAt);
    store.sessions.removeEnded(createdAt);
    store.sessions.add({ ...rest, hash, name, createdAt, expiresAt: createdAt + 86_400_000 });
  });
}

/** Passwords are hashed slowly, so this is what `accounts` does without it. */
function setPassword({ store }: PeopleNode, name: string, isReset: boolean): void {
  inTransaction(store.database, () => {
    if (store.users.find(name) === undefined) return;
    const own = store.sessions.list(store.clock()).find((session) => session.name === name);
    store.sessions.removeOf(name, isReset ? 0 : own?.id);
    store.users.setPassword(name, randomBytes(4).toString('hex'), isReset);
  });
}

const addPerson: Act = ({ store }, pick, other) => {
  if (store.users.find(nameOf(pick)) !== undefined) return;
  const user = { name: nameOf(pick), role: ROLES[other % 3] ?? 'viewer', mustChangePassword: true, createdAt: 1 };
  store.users.add(user, randomBytes(4).toString('hex'));
};
const signInPerson: Act = (node, pick) => {
  if (node.store.users.find(nameOf(pick)) !== undefined) beginSession(node, nameOf(pick));
};
const addOneWall: Act = ({ store }, pick) => addWall(store, { ...USUAL_WALL, name: `wall${String(pick % 3)}` }, TESTER);
const addOneView: Act = ({ store }, pick, other) => {
  if (store.users.find(nameOf(pick)) === undefined) return;
  const body = { name: `view${String(other % 2)}`, search: String(other), isShared: other % 3 === 0 };
  addView(store, 'alerts', body, asker(nameOf(pick)));
};
const changeRoutes: Act = ({ store }, pick) => {
  const { version } = store.routes.get();
  store.routes.set({ routes: [], version: version + 1, updatedAt: pick, updatedBy: 'tester' });
};
const BEGINNING = [addPerson, signInPerson, addOneWall, addOneView, changeRoutes];

const ACTS: readonly Act[] = [
  ...BEGINNING,
  ({ store }, pick, other) => setRole(store, { name: nameOf(pick), role: ROLES[other % 3] ?? 'viewer' }, TESTER),
  ({ store }, pick) => removeUser(store, nameOf(pick), TESTER),
  (node, pick, other) => {
    setPassword(node, nameOf(pick), other % 2 === 0);
  },
  ({ store }, pick) => {
    const session = oneOf(store.sessions.list(store.clock()), pick);
    if (session !== undefined) endSession(store, session.id, TESTER);
  },
  ({ store }, pick) => {
    const session = oneOf(store.sessions.list(store.clock()), pick);
    if (session !== undefined) store.sessions.touch(session.id, store.clock());
  },
  ({ store }, pick, other) => {
    const identity = { issuer: 'https://idp.example', subject: String(pick % 2) };
    const person = { identity, claimed: `dave${String(other % 2)}`, role: 'viewer', idToken: 'token' } as const;
    signInByProvider(store, person, { address: '192.0.2.1', browser: '', replaces: null });
  },
  ({ store }, pick) => {
    const user = oneOf(store.providerUsers.list(), pick);
    if (user !== undefined) removeProviderUser(store, user.id, TESTER);
  },
  ({ store }, pick) => createToken(store, { name: `token${String(pick % 3)}`, role: 'viewer' }, TESTER),
  ({ store }, pick) => {
    const token = oneOf(store.tokens.list(), pick);
    if (token !== undefined) revokeToken(store, token.id, TESTER);
  },
  ({ store }, pick) => {
    const token = oneOf(store.tokens.list(), pick);
    if (token !== undefined) store.tokens.touch(token.id, store.clock());
  },
  ({ store }, pick, other) => {
    const wall = oneOf(store.walls.list(), pick);
    if (wall !== undefined) changeWall(store, wall.id, { ...USUAL_WALL, name: `wall${String(other % 3)}` }, TESTER);
  },
  ({ store }, pick) => {
    const wall = oneOf(store.walls.list(), pick);
    if (wall !== undefined) removeWall(store, wall.id, TESTER);
  },
  ({ store }, pick, other) => {
    const wall = oneOf(store.walls.list(), pick);
    if (wall !== undefined) addWallLink(store, wall.id, { name: `token${String(other % 3)}` }, TESTER);
  },
  ({ store }, pick, other) => {
    if (store.users.find(nameOf(pick)) === undefined) return;
    store.settings.set(passwordPerson(nameOf(pick)), { ...USUAL_SETTINGS, theme: other % 2 === 0 ? 'dark' : 'light' });
  },
  ({ store }, pick, other) => {
    const view = oneOf(store.views.list('alerts', passwordPerson(nameOf(pick))), other);
    if (view === undefined) return;
    const body = { name: view.name, search: String(pick), isShared: other % 2 === 0 };
    changeView(store, view.id, body, asker(nameOf(pick)));
  },
  ({ store }, pick, other) => {
    const view = oneOf(store.views.list('alerts', passwordPerson(nameOf(pick))), other);
    if (view !== undefined) removeView(store, view.id, asker(nameOf(pick)));
  },
  ({ store }, pick, other) => {
    const view = oneOf(store.views.list('alerts', passwordPerson(nameOf(pick))), other);
    if (view === undefined || store.users.find(nameOf(pick)) === undefined) return;
    setViewDefault(store, { page: 'alerts', view: view.id }, asker(nameOf(pick)));
  },
  ({ store }, pick) => addNote(store, 'a note', asker(nameOf(pick))),
  ({ store }, pick, other) => {
    const found = oneOf(store.notes.newest(5, Number.MAX_SAFE_INTEGER), other);
    if (found !== undefined) readNote(store, found.id, asker(nameOf(pick)));
  },
  ({ store }, pick, other) => {
    const fields = { name: `channel${String(pick % 2)}`, kind: 'webhook', url: 'https://hook.example/' } as const;
    const before = store.channels.list().find(({ fields: { name } }) => name === fields.name);
    const rest = { secret: null, updatedAt: other, updatedBy: 'tester' };
    if (before === undefined) store.channels.add({ fields, ...rest, version: 1 });
    else if (other % 3 === 0) store.channels.remove(before.id);
    else store.channels.update({ ...before, ...rest, version: before.version + 1 });
  },
];

interface Step {
  node: number;
  what: number;
  pick: number;
  other: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  node: fc.nat(2),
  // Beyond the acts: sends, sends without an answer, takes, crashes.
  what: fc.nat(ACTS.length + 12),
  pick: fc.nat(5),
  other: fc.nat(5),
});

function take({ what, pick, other }: Step, node: PeopleNode): void {
  const act = ACTS[what];
  if (act !== undefined) act(node, pick, other);
  else if (what < ACTS.length + 4) node.send();
  else if (what < ACTS.length + 6) node.send(true);
  else if (what < ACTS.length + 11) node.take(1 + pick);
  else node.crash();
}

describe('people on several nodes', () => {
  it('[CLU-20] are the same everywhere once nothing waits, whatever was changed where, and however often a node crashed', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 120, size: 'max' }), (steps) => {
        const directory = tempFolder();
        let now = Date.UTC(2026, 0, 1);
        const stream = new MemoryStream();
        const nodes = ['a', 'b', 'c'].map((member) => new PeopleNode(directory, member, stream, () => now));
        try {
          // Something is there from the beginning, so that most of what is done meets something.
          for (const [at, node] of nodes.entries()) for (const act of BEGINNING) act(node, at, at);
          settleAll(nodes);
          for (const each of steps) {
            now += 70_000;
            const node = nodes[each.node];
            if (node !== undefined) take(each, node);
          }
          settleAll(nodes);
          const [expected, ...others] = nodes.map((node) => node.tables());
          for (const other of others) expect(other).toEqual(expected);
          // A node that comes later, and has seen nothing of it, arrives at the same.
          const late = new PeopleNode(directory, 'late', stream, () => now);
          nodes.push(late);
          late.take();
          expect(late.tables()).toEqual(expected);
          for (const { log, unread } of nodes) expect([log.hasPending, unread]).toEqual([false, []]);
        } finally {
          for (const node of nodes) node.close();
        }
      }),
      { numRuns: Number(process.env['PEOPLE_RUNS'] ?? 25) },
    );
  }, 120_000);
});

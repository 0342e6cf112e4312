import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { removeUser, setRole } from '@tunnelwatch/server/serve/people/accounts';
import { backUpPeople } from '@tunnelwatch/server/serve/people/people-backup';
import { openPeopleDatabase } from '@tunnelwatch/server/serve/people/people-database';
import { openPeople, waitingNotes } from '@tunnelwatch/server/serve/people/people-store';
import { readChanges, writeChanges } from '@tunnelwatch/server/serve/people/replica/change';
import { PeopleSeal } from '@tunnelwatch/server/serve/people/replica/people-seal';
import { ReplicaLog } from '@tunnelwatch/server/serve/people/replica/replica-log';
import { SHARED_TABLES } from '@tunnelwatch/server/serve/people/replica/shared-tables';
import { createToken, revokeToken } from '@tunnelwatch/server/serve/people/token-keeping';
import type { PersonRole } from '@tunnelwatch/shared/people';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TESTER } from '../../../support/known-people.js';
import { MemoryStream, PeopleNode, settleAll } from '../../../support/people-nodes.js';
import { tempFolders } from '../../../support/temp-folder.js';

const HOUR_MS = 3_600_000;
const tempFolder = tempFolders();
let directory: string;
let now: number;
let stream: MemoryStream;
let nodes: PeopleNode[];
let a: PeopleNode;
let b: PeopleNode;

function startNode(member: string): PeopleNode {
  const node = new PeopleNode(directory, member, stream, () => now);
  nodes.push(node);
  return node;
}

beforeEach(() => {
  directory = tempFolder();
  now = Date.UTC(2026, 0, 1);
  stream = new MemoryStream();
  nodes = [];
  [a, b] = [startNode('a'), startNode('b')];
});

afterEach(() => {
  for (const node of nodes) node.close();
});

function addPerson({ store }: PeopleNode, name: string, role: PersonRole = 'viewer', hash = `hash of ${name}`): void {
  store.users.add({ name, role, mustChangePassword: false, createdAt: now }, hash);
}

function signIn({ store }: PeopleNode, name: string): number {
  const rest = { by: 'password', role: null, provider: null, address: '192.0.2.1', browser: 'a browser' } as const;
  return store.sessions.add({ ...rest, name, hash: randomBytes(8), createdAt: now, expiresAt: now + 24 * HOUR_MS });
}

function addToken({ store }: PeopleNode, name: string): number {
  const created = createToken(store, { name, role: 'viewer' }, TESTER);
  if (!created.ok) throw new Error(created.detail);
  return created.value.token.id;
}

const isSignedIn = ({ store }: PeopleNode, session: number) => store.sessions.find(session, now) !== undefined;

describe('changes of people on their way through the stream', () => {
  it('[CLU-21] of two things with one name made at once the first one counts; the other disappears, and its node knows why', () => {
    addPerson(a, 'olof', 'operator', 'of a');
    addPerson(b, 'OLOF', 'viewer', 'of b');
    const [first, second] = [addToken(a, 'probe'), addToken(b, 'probe')];
    a.send();
    settleAll(nodes);
    for (const { store } of nodes) {
      expect(store.users.list()).toMatchObject([{ name: 'olof', role: 'operator' }]);
      expect(store.tokens.list()).toMatchObject([{ id: first, name: 'probe' }]);
    }
    expect(first).not.toBe(second);
    expect(a.settled.filter(({ refusal }) => refusal !== null)).toEqual([]);
    expect(b.settled.map(({ change, refusal }) => [change.table, refusal !== null])).toEqual([
      ['user', true],
      ['token', true],
    ]);
  });

  it('[CLU-21] of two changes of the same notification routes, or two who confirm a note, the first one counts', () => {
    const routesOf = ({ store }: PeopleNode, updatedBy: string) => {
      const { version } = store.routes.get();
      store.routes.set({ routes: [], version: version + 1, updatedAt: now, updatedBy });
    };
    routesOf(a, 'anna');
    const id = a.store.notes.add({ at: now, owner: 'user olof', author: 'olof', text: 'a note' });
    settleAll(nodes);
    routesOf(a, 'berta');
    routesOf(b, 'carla');
    a.store.notes.setRead(id, { by: 'berta', at: now });
    b.store.notes.setRead(id, { by: 'carla', at: now });
    a.send();
    settleAll(nodes);
    for (const { store } of nodes) {
      expect(store.routes.get()).toMatchObject({ version: 2, updatedBy: 'berta' });
      expect(store.notes.find(id)?.read?.by).toBe('berta');
    }
    expect(b.settled.map(({ refusal }) => refusal !== null)).toEqual([true, true]);
  });

  it('[CLU-21] shows meanwhile what a node has changed, and what the stream has said since', () => {
    addPerson(a, 'anna', 'admin');
    addPerson(a, 'olof');
    settleAll(nodes);
    setRole(b.store, { name: 'olof', role: 'operator' }, TESTER);
    addPerson(a, 'vera');
    removeUser(a.store, 'olof', TESTER);
    a.send();
    b.take();
    expect(b.store.users.list().map(({ name }) => name)).toEqual(['anna', 'vera']);
    settleAll(nodes);
    expect(a.tables()).toEqual(b.tables());
  });

  it('[CLU-22] survive a crash between the change and its sending, and count once however often they are sent', () => {
    addPerson(a, 'anna', 'admin');
    settleAll(nodes);
    setRole(a.store, { name: 'anna', role: 'admin' }, TESTER);
    const id = addToken(a, 'probe');
    a.crash();
    a.send(true);
    b.take();
    expect(b.store.tokens.list()).toMatchObject([{ id }]);
    revokeToken(b.store, id, TESTER);
    b.send();
    a.crash();
    a.send();
    settleAll(nodes);
    for (const { store } of nodes) expect(store.tokens.list()).toEqual([]);
    expect(a.settled.map(({ change, refusal }) => [change.table, refusal])).toContainEqual(['token', null]);
  });

  it('[CLU-22] are also those of commands in other processes', () => {
    const beside = openPeople(join(directory, 'a'));
    addToken({ ...a, store: beside } as PeopleNode, 'from the command line');
    beside.database.close();
    settleAll(nodes);
    expect(b.store.tokens.list()).toMatchObject([{ name: 'from the command line' }]);
  });

  it('[CLU-23] a new password ends sessions of which its node did not know, before and after', () => {
    addPerson(a, 'olof', 'operator', 'old');
    settleAll(nodes);
    const before = signIn(b, 'olof');
    b.send();
    a.store.users.setPassword('olof', 'new', true);
    a.send();
    const after = signIn(b, 'olof');
    settleAll(nodes);
    for (const node of nodes) expect([before, after].map((id) => isSignedIn(node, id))).toEqual([false, false]);
    const current = signIn(b, 'olof');
    settleAll(nodes);
    for (const node of nodes) expect(isSignedIn(node, current)).toBe(true);
  });

  it('[CLU-23] of a removed user nothing comes back with the name', () => {
    addPerson(a, 'anna', 'admin');
    addPerson(a, 'olof');
    settleAll(nodes);
    const session = signIn(b, 'olof');
    b.send();
    removeUser(a.store, 'olof', TESTER);
    settleAll(nodes);
    addPerson(a, 'olof', 'viewer', 'hash of olof');
    settleAll(nodes);
    for (const node of nodes) expect(isSignedIn(node, session)).toBe(false);
  });

  it('[CLU-24] are applied together with the position, so that nothing is applied twice or left out', () => {
    addPerson(a, 'olof');
    a.send();
    b.take();
    expect(b.log.position.sequence).toBe(1);
    b.crash();
    expect(b.log.position.sequence).toBe(1);
    expect(b.store.users.list()).toHaveLength(1);
  });

  it('[CLU-25] a session that is used on one node does not end on another', () => {
    addPerson(a, 'olof');
    const session = signIn(a, 'olof');
    settleAll(nodes);
    for (let minutes = 0; minutes < 120; minutes += 10) {
      now += 10 * 60_000;
      a.store.sessions.touch(session, now);
      settleAll(nodes);
    }
    expect(isSignedIn(b, session)).toBe(true);
    expect(a.tables()).toEqual(b.tables());
  });

  it('[CLU-25] a node that has not heard of a use does not end the session for others', () => {
    addPerson(a, 'olof');
    const session = signIn(a, 'olof');
    settleAll(nodes);
    now += 2 * HOUR_MS;
    a.store.sessions.touch(session, now);
    b.store.sessions.removeEnded(now);
    b.send();
    settleAll(nodes);
    for (const node of nodes) expect(isSignedIn(node, session)).toBe(true);
  });

  it('[CLU-25] uses outlast that an own change is taken back for another one', () => {
    addPerson(a, 'olof');
    settleAll(nodes);
    const session = signIn(b, 'olof');
    now += 2 * HOUR_MS;
    b.store.sessions.touch(session, now);
    addPerson(a, 'vera');
    a.send();
    b.take();
    expect(isSignedIn(b, session)).toBe(true);
  });

  it('[CLU-26] the first admin is made once: of two nodes that have no users the first one in the stream', () => {
    const add = (node: PeopleNode) => () => {
      addPerson(node, 'admin', 'admin', `of ${node.member}`);
    };
    expect(b.log.addFirst(add(b))).toBe(true);
    expect(a.log.addFirst(add(a))).toBe(true);
    b.send();
    settleAll(nodes);
    for (const { store } of nodes) expect(store.users.find('admin')?.passwordHash).toBe('of b');
    expect(a.firstAdminOf).toBe('b');
    expect(a.settled.some(({ refusal }) => refusal !== null)).toBe(true);
    expect(b.settled.some(({ refusal }) => refusal !== null)).toBe(false);
    expect(a.log.addFirst(add(a))).toBe(false);
  });

  it('[CLU-30] never leave the cluster without an admin', () => {
    addPerson(a, 'anna', 'admin');
    addPerson(a, 'berta', 'admin');
    settleAll(nodes);
    setRole(a.store, { name: 'anna', role: 'viewer' }, TESTER);
    removeUser(b.store, 'berta', TESTER);
    a.send();
    settleAll(nodes);
    for (const { store } of nodes) {
      expect(store.users.list().filter(({ role }) => role === 'admin')).toMatchObject([{ name: 'berta' }]);
    }
  });

  it('[CLU-31] leave notes for the audit trail on the machine that has made them', () => {
    addToken(a, 'probe');
    settleAll(nodes);
    expect(waitingNotes(a.store).map(({ note }) => note.action)).toEqual(['tokenCreated']);
    expect(waitingNotes(b.store)).toEqual([]);
  });
});

describe('messages about people', () => {
  it('[CLU-34] can be neither read nor written without the key of the nodes, and are left out then', () => {
    addPerson(a, 'anna', 'admin');
    settleAll(nodes);
    addPerson(a, 'olof', 'operator', 'a hash of olof');
    a.send();
    const sent = Buffer.from(stream.messages.at(-1)?.body ?? []);
    const other = { id: 'ffeeddccbbaa9988', secret: new Uint8Array(32).fill(1) };
    const strange = new PeopleSeal({ keys: [other], current: other });
    expect(() => readChanges(sent, strange)).toThrow('give all nodes the same audit.keyFile');
    const after = { name: 'mallory', role: 'admin', password_hash: 'x', must_change: 0, created_ms: 1 };
    const changes = [{ table: 'user', before: null, after, guard: null }] as const;
    stream.add(writeChanges({ origin: 'o', number: 1, member: 'm', changes }, strange));
    const damaged = Buffer.from(sent);
    damaged.writeUInt8(damaged.readUInt8(damaged.length - 1) ^ 1, damaged.length - 1);
    stream.add(damaged);
    // What was sent before, once more.
    removeUser(a.store, 'olof', TESTER);
    a.send();
    stream.add(sent);
    settleAll(nodes);
    for (const { store, unread } of nodes) {
      expect(store.users.list().map(({ name }) => name)).toEqual(['anna']);
      expect(unread).toHaveLength(2);
    }
  });
});

describe('a people database', () => {
  it('[CLU-28] of the only server keeps nothing for others, and counts from 1', () => {
    const store = openPeople(join(directory, 'alone'));
    const database = store.database;
    const ids = ['one', 'two'].map((name) => {
      const created = createToken(store, { name, role: 'viewer' }, TESTER);
      return created.ok ? created.value.token.id : null;
    });
    expect(ids).toEqual([1, 2]);
    expect(database.prepare('SELECT 1 FROM replica_change').get()).toBeUndefined();
    expect(database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all()).toEqual([]);
    database.close();
  });

  it('[CLU-28] of a node whose cluster ended is that of the only server, with everything in it', () => {
    addPerson(a, 'olof');
    ReplicaLog.leave(a.store.database);
    addPerson(a, 'vera');
    expect(a.store.users.list()).toHaveLength(2);
    expect(a.store.database.prepare('SELECT 1 FROM replica_change').get()).toBeUndefined();
  });

  it('[CLU-29] that was there before comes into the cluster with everything, except what the cluster has already', () => {
    addPerson(a, 'admin', 'admin', 'of the cluster');
    const [ofCluster] = [addToken(a, 'probe')];
    settleAll(nodes);
    const before = openPeople(join(directory, 'former'));
    before.users.add({ name: 'admin', role: 'admin', mustChangePassword: true, createdAt: 1 }, 'of before');
    before.users.add({ name: 'olof', role: 'viewer', mustChangePassword: false, createdAt: 1 }, 'of olof');
    before.database.close();
    const former = startNode('former');
    settleAll(nodes);
    for (const { store } of nodes) {
      expect(store.users.list().map(({ name }) => name)).toEqual(['admin', 'olof']);
      expect(store.users.find('admin')?.passwordHash).toBe('of the cluster');
      expect(store.tokens.list()).toMatchObject([{ id: ofCluster }]);
    }
    expect(former.settled.filter(({ refusal }) => refusal !== null)).toMatchObject([{ change: { table: 'user' } }]);
  });

  it('[CLU-29] that is a copy of another node goes on from there as a node of its own', () => {
    addPerson(a, 'olof');
    settleAll(nodes);
    addPerson(a, 'waits');
    a.log.batchFresh();
    a.store.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    cpSync(join(directory, 'a'), join(directory, 'copy'), { recursive: true });
    const copy = startNode('copy');
    expect(copy.store.users.list().map(({ name }) => name)).toEqual(['olof']);
    expect(copy.log.position).toEqual(a.log.position);
    addPerson(copy, 'vera');
    settleAll(nodes);
    for (const { store } of nodes)
      expect(store.users.list().map(({ name }) => name)).toEqual(['olof', 'vera', 'waits']);
  });

  it('[CLU-29] that is a backup has no sessions, and ends none of them on other nodes; a copy for a node has them', () => {
    addPerson(a, 'olof');
    const session = signIn(a, 'olof');
    settleAll(nodes);
    const backup = backUpPeople(join(directory, 'a'), join(directory, 'backup'));
    const copy = backUpPeople(join(directory, 'a'), join(directory, 'copy'), { isForNode: true });
    for (const [member, file] of Object.entries({ restored: backup, fresh: copy })) {
      mkdirSync(join(directory, member));
      renameSync(file ?? '', join(directory, member, 'people.db'));
    }
    const [restored, fresh] = [startNode('restored'), startNode('fresh')];
    settleAll(nodes);
    expect([a, b, fresh, restored].map((node) => isSignedIn(node, session))).toEqual([true, true, true, false]);
    addPerson(restored, 'vera');
    settleAll(nodes);
    expect(a.store.users.list()).toHaveLength(2);
  });

  it('[CLU-20] has no table of which it is not said whether all nodes have it alike', () => {
    const database = openPeopleDatabase(join(directory, 'alone'));
    const sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name";
    const names = database
      .prepare(sql)
      .all()
      .map((row) => String(Reflect.get(row as object, 'name')));
    database.close();
    const own = ['waiting_note', 'replica', 'replica_change', 'replica_use', 'replica_batch'];
    expect(names).toEqual([...SHARED_TABLES, ...own].toSorted());
  });
});

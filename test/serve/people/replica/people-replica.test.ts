import { join } from 'node:path';
import { openPeople, type PeopleStore, waitingNotes } from '@tunnelwatch/server/serve/people/people-store';
import type { PeopleMessage } from '@tunnelwatch/server/cluster/people-message';
import { PeopleReplica } from '@tunnelwatch/server/serve/people/replica/people-replica';
import { createToken } from '@tunnelwatch/server/serve/people/token-keeping';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TESTER } from '../../../support/known-people.js';
import { eventually } from '../../../support/serve-process.js';
import { KEYS } from '../../../support/people-nodes.js';
import { tempFolders } from '../../../support/temp-folder.js';

const tempFolder = tempFolders();

interface Node {
  store: PeopleStore;
  replica: PeopleReplica;
  warnings: string[];
  /** Times that others had changed something. */
  applied: number;
}

let directory: string;
let messages: PeopleMessage[];
let nodes: Node[];
let isUp: boolean;

beforeEach(() => {
  directory = tempFolder();
  messages = [];
  nodes = [];
  isUp = true;
});

afterEach(() => {
  for (const { replica, store } of nodes) {
    replica.close();
    store.database.close();
  }
});

/** A node over a stream in memory, as the ingest thread is for it. */
function startNode(member: string): Node {
  const store = openPeople(join(directory, member));
  const send = (id: string, body: Uint8Array): Promise<void> => {
    if (!isUp) return Promise.reject(new Error('no quorum'));
    const sequence = messages.length + 1;
    const message = { sequence, id, storedAt: sequence, body };
    messages.push(message);
    for (const each of nodes) each.replica.take(message);
    return Promise.resolve();
  };
  const node: Node = {
    store,
    warnings: [],
    applied: 0,
    replica: new PeopleReplica({
      store,
      member,
      keys: KEYS,
      send,
      onApplied: () => {
        node.applied += 1;
      },
      warn: (text) => {
        node.warnings.push(text);
      },
      onError: (error) => {
        throw error;
      },
    }),
  };
  nodes.push(node);
  for (const message of messages) node.replica.take(message);
  node.replica.reachEnd();
  return node;
}

const addToken = ({ store }: Node, name: string) => createToken(store, { name, role: 'viewer' }, TESTER);
const tokensOf = ({ store }: Node) => store.tokens.list().map(({ name }) => name);

describe('a node that keeps people the same', () => {
  it('[CLU-20] sends what was changed on it, and tells it to whoever shows it on the others', async () => {
    const [a, b] = [startNode('a'), startNode('b')];
    addToken(a, 'probe');
    await a.replica.settle();
    await eventually('the token on b', () => tokensOf(b).includes('probe'));
    expect([a.applied, b.applied]).toEqual([0, 1]);
  });

  it('[CLU-21] tells in the log and in the audit trail what was changed on it and does not count', async () => {
    const [a, b] = [startNode('a'), startNode('b')];
    addToken(a, 'probe');
    addToken(b, 'probe');
    await Promise.all([a.replica.settle(), b.replica.settle()]);
    await eventually('the loss', () => b.warnings.length > 0);
    expect(b.warnings).toEqual([
      'a change made here does not count in the cluster: token probe: there is one of that name or number already',
    ]);
    const notes = ({ store }: Node) => waitingNotes(store).map(({ note }) => `${note.action} ${note.target}`);
    expect(notes(b)).toEqual(['tokenCreated token probe', 'changeLost token probe']);
    expect(notes(a)).toEqual(['tokenCreated token probe']);
    expect(b.store.tokens.list()).toEqual(a.store.tokens.list());
    expect(b.applied).toBeGreaterThan(0);
  });

  it('[CLU-27] keeps what it cannot send, waits for nothing meanwhile, and sends it once it can', async () => {
    const [a, b] = [startNode('a'), startNode('b')];
    isUp = false;
    addToken(a, 'one');
    await a.replica.settle();
    addToken(a, 'two');
    await a.replica.settle();
    expect([tokensOf(a), tokensOf(b)]).toEqual([['one', 'two'], []]);
    isUp = true;
    await eventually('both on b', () => tokensOf(b).length === 2);
  });

  it('[CLU-26] makes the first admin where nobody else has, and else says who has', async () => {
    const a = startNode('a');
    void a.replica.claimFirstAdmin();
    expect(await a.replica.firstAdmin).toMatchObject({ kind: 'here' });
    expect(waitingNotes(a.store).map(({ note }) => note.action)).toEqual(['userAdded']);
    const b = startNode('b');
    expect(b.replica.beganEmpty).toBe(true);
    void b.replica.claimFirstAdmin();
    expect(await b.replica.firstAdmin).toEqual({ kind: 'elsewhere', member: 'a' });
    expect(waitingNotes(b.store)).toEqual([]);
  });

  it('[CLU-26] makes one of two who begin at once', async () => {
    const both = [startNode('a'), startNode('b')];
    for (const { replica } of both) void replica.claimFirstAdmin();
    const made = await Promise.all(both.map(({ replica }) => replica.firstAdmin));
    expect(made.map((each) => each?.kind).toSorted()).toEqual(['elsewhere', 'here']);
    const [hashA, hashB] = both.map(({ store }) => store.users.find('admin')?.passwordHash);
    expect(hashA).toBe(hashB);
  });
});

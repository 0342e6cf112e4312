import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addFirstAdmin, addUser } from '@tunnelwatch/server/serve/people/accounts';
import { peopleFile } from '@tunnelwatch/server/serve/people/people-database';
import { openPeople, type PeopleStore } from '@tunnelwatch/server/serve/people/people-store';
import { People } from '@tunnelwatch/server/serve/people/people';
import { cookieNames } from '@tunnelwatch/server/serve/people/cookie-names';
import type { Refused } from '@tunnelwatch/server/serve/people/refusal-audit';
import { signIn, signInByProvider } from '@tunnelwatch/server/serve/people/sign-in';
import { createSignInLimits } from '@tunnelwatch/server/serve/people/sign-in-limits';
import { createToken, revokeToken } from '@tunnelwatch/server/serve/people/token-keeping';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TESTER } from '../../support/known-people.js';
import { eventually } from '../../support/serve-process.js';

const HOUR_MS = 3_600_000;
const ORIGIN = { address: '192.0.2.7', browser: 'a browser', replaces: null };
const COOKIES = cookieNames({ isSecure: false, basePath: '/' });

let directory: string;
let store: PeopleStore;
let people: People;
let now = 1_800_000_000_000;
const entered: AuditNote[] = [];
const errors: unknown[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-people-'));
  now = 1_800_000_000_000;
  entered.length = 0;
  errors.length = 0;
  store = openPeople(directory, { limits: { idleMs: HOUR_MS, maxMs: 10 * HOUR_MS }, clock: () => now });
  people = new People({
    store,
    onTrouble: () => undefined,
    enter: (notes) => {
      entered.push(...notes);
      return Promise.resolve();
    },
    onError: (error) => errors.push(error),
  });
});

afterEach(() => {
  people.close();
  rmSync(directory, { recursive: true });
  expect(errors).toEqual([]);
});

function parts() {
  return {
    limits: createSignInLimits(),
    refuse: (refused: Refused) => {
      people.refuse(refused);
    },
  };
}

async function session(): Promise<{ cookie: string }> {
  await addUser(store, { name: 'ann', role: 'operator', password: 'a password of ann' }, TESTER);
  const signedIn = await signIn(store, parts(), { name: 'ann', password: 'a password of ann' }, ORIGIN);
  if (!signedIn.ok) throw new Error(signedIn.detail);
  return { cookie: `tunnelwatch-session=${signedIn.value.secret}` };
}

describe('a session', () => {
  it('ends when it was not used for the idle time, and lasts while it is', async () => {
    const headers = await session();
    for (let hour = 0; hour < 8; hour++) {
      now += HOUR_MS - 1;
      expect(people.authenticate(headers, COOKIES)).toMatchObject({ name: 'ann', role: 'operator' });
    }
    now += HOUR_MS;
    expect(people.authenticate(headers, COOKIES)).toBeUndefined();
  });

  it('is kept alive by a connection that stands open, and ends at its longest time all the same', async () => {
    const headers = await session();
    let principal = people.authenticate(headers, COOKIES);
    for (let minute = 0; minute < 10 * 60 - 1; minute++) {
      now += 60_000 + (minute === 0 ? 1 : 0);
      if (principal !== undefined) principal = people.renew(principal);
      expect(principal).toBeDefined();
    }
    now += 60_000;
    expect(people.authenticate(headers, COOKIES)).toBeUndefined();
    expect(principal === undefined ? undefined : people.renew(principal)).toBeUndefined();
  });

  it('is told of at the moment that it ends', async () => {
    const headers = await session();
    people.authenticate(headers, COOKIES);
    const told = new Promise<void>((resolve) => {
      people.onChange(resolve);
    });
    now += 10 * HOUR_MS;
    await told;
  });
});

describe('changes by another process', () => {
  it('are noticed, and their notes entered once, in order, without secrets', async () => {
    const told = new Promise<void>((resolve) => {
      people.onChange(resolve);
    });
    const other = openPeople(directory);
    const password = (await addFirstAdmin(other, TESTER)) ?? '';
    const created = createToken(other, { name: 'script', role: 'viewer' }, TESTER);
    revokeToken(other, 'script', TESTER);
    other.database.close();
    await told;
    people.changed();
    await Promise.resolve();
    people.changed();
    expect(entered.map(({ action, target }) => [action, target])).toEqual([
      ['userAdded', 'user admin'],
      ['tokenCreated', 'token script'],
      ['tokenRevoked', 'token script'],
    ]);
    expect(new Set(entered.map(({ requestKey }) => requestKey)).size).toBe(3);
    const secret = created.ok ? created.value.secret : '';
    expect(secret).toMatch(/^tw_[\w-]{43}$/);
    expect(JSON.stringify(entered)).not.toMatch(new RegExp(`${secret}|${password}`));
  });
});

describe('repeated refusals', () => {
  it('[PEO-7] reach the audit trail by themselves', async () => {
    const actor = { kind: 'person', name: 'somebody', address: '192.0.2.7' } as const;
    for (let each = 0; each < 3; each++) people.refuse({ action: 'signInFailed', actor, target: 'user ann' });
    now += 60_000;
    await eventually('the count', () => Promise.resolve(entered.length === 2));
    expect(entered.map(({ after }) => after?.['repeated'])).toEqual([undefined, 2]);
  });
});

describe('the file of people', () => {
  it('is for the server’s user alone, and holds no password and no token', async () => {
    expect(statSync(peopleFile(directory)).mode & 0o777).toBe(0o600);
    const { cookie } = await session();
    const text = JSON.stringify([
      store.database.prepare('SELECT * FROM user').all(),
      store.database.prepare('SELECT id, hex(hash) FROM session').all(),
    ]);
    expect(text).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    expect(text).not.toContain('a password of ann');
    expect(text).not.toContain(cookie.split('=')[1] ?? '');
  });

  it('keeps what somebody typed out of the audit trail when no such name exists', async () => {
    await signIn(store, parts(), { name: 'my password', password: 'x' }, ORIGIN);
    people.changed();
    expect(entered.map(({ action, target }) => [action, target])).toEqual([['signInFailed', 'unknown user']]);
  });
});

describe('somebody of the provider', () => {
  it('may not take the name of somebody with a password', async () => {
    await session();
    const by = (claimed: string) => {
      const identity = { issuer: 'https://login.example', subject: claimed };
      return signInByProvider(store, { identity, claimed, role: 'admin', idToken: 'x' }, ORIGIN);
    };
    expect(by('ann')).toMatchObject({ ok: false, status: 403, reason: 'name-taken' });
    expect(by('Ann')).toMatchObject({ ok: false, status: 403, reason: 'name-deceptive' });
    expect(by('bea')).toMatchObject({ ok: true });
  });
});

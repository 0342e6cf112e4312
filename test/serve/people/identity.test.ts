import { DatabaseSync } from '@photostructure/sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addUser } from '@tunnelwatch/server/serve/people/accounts';
import { type ClaimSettings, hasGroupsOverage, joinedClaims, nameOf } from '@tunnelwatch/server/serve/people/claims';
import { peopleFile } from '@tunnelwatch/server/serve/people/people-database';
import { openPeople, type PeopleStore, waitingNotes } from '@tunnelwatch/server/serve/people/people-store';
import { deceptionIn } from '@tunnelwatch/server/serve/people/person-name';
import { looksLike } from '@tunnelwatch/shared/look-alike';
import { removeProviderUser } from '@tunnelwatch/server/serve/people/provider-users';
import { signInByProvider } from '@tunnelwatch/server/serve/people/sign-in';
import type { PersonRole } from '@tunnelwatch/shared/people';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TESTER } from '../../support/known-people.js';

const ORIGIN = { address: '192.0.2.7', browser: 'a browser', replaces: null };
const ISSUER = 'https://login.example';
/** A Cyrillic letter in front. */
const FALSE_ADMIN = '\u{430}dmin';

const LIMITS = { idleMs: 3_600_000, maxMs: 36_000_000 };

let directory: string;
let store: PeopleStore;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-identity-'));
  store = openPeople(directory, { limits: LIMITS });
});

afterEach(() => {
  store.database.close();
  rmSync(directory, { recursive: true });
});

/** Signs somebody in by single sign-on; the name that they get here, or why they were refused. */
function signedIn(subject: string, claimed: string, { role = 'viewer', issuer = ISSUER } = {}): string {
  const identity = { issuer, subject };
  const person = { identity, claimed, role: role as PersonRole, idToken: `token of ${subject}` };
  const outcome = signInByProvider(store, person, ORIGIN);
  if (!outcome.ok) return `refused: ${outcome.reason ?? ''}`;
  return store.sessions.find(outcome.value.id, store.clock())?.name ?? 'nobody';
}

const notes = () => waitingNotes(store).map(({ note: { action, target, after } }) => ({ action, target, after }));

describe('a single sign-on user', () => {
  it('[PEO-1] is issuer and subject: two called dave are two, and stay who they are', () => {
    expect(signedIn('1', 'dave')).toBe('dave');
    expect(signedIn('2', 'dave', { role: 'admin' })).toBe('dave-2');
    expect(signedIn('1', 'dave', { issuer: 'https://other.example' })).toBe('dave-3');
    expect([signedIn('2', 'dave', { role: 'admin' }), signedIn('1', 'dave')]).toEqual(['dave-2', 'dave']);
    const sessions = store.sessions.list(store.clock());
    expect(new Set(sessions.map(({ name, role }) => `${name} ${role}`))).toEqual(
      new Set(['dave viewer', 'dave-2 admin', 'dave-3 viewer']),
    );
    const { after } = notes().find(({ target }) => target === 'user dave-2') ?? {};
    expect(after).toMatchObject({ issuer: ISSUER, subject: '2', name: 'dave-2' });
  });

  it('[PEO-1] keeps the account when the name or role changes at the provider, which the trail tells', () => {
    signedIn('1', 'miss.x');
    expect(signedIn('1', 'mrs.y', { role: 'operator' })).toBe('mrs.y');
    expect(store.providerUsers.list()).toHaveLength(1);
    expect(store.sessions.list(store.clock()).map(({ name }) => name)).toEqual(['mrs.y', 'mrs.y']);
    expect(notes().map(({ action }) => action)).toEqual([
      'userAdded',
      'signIn',
      'userRenamed',
      'roleChanged',
      'signIn',
    ]);
  });

  it('[PEO-4] cannot have a name that could be taken for another', async () => {
    await addUser(store, { name: 'admin', role: 'admin' }, TESTER);
    signedIn('1', 'dave');
    for (const name of [FALSE_ADMIN, 'Admin', 'adm\u{131}n', 'Dave', 'd\u{430}ve', 'somebody', 'Tunne1watch', '日аb']) {
      expect([name, signedIn('2', name)]).toEqual([name, 'refused: name-deceptive']);
    }
    // Nor later, by a change at the provider.
    expect(signedIn('1', FALSE_ADMIN)).toBe('refused: name-deceptive');
    expect(signedIn('1', 'dave')).toBe('dave');
    expect(signedIn('3', 'admin')).toBe('refused: name-taken');
    expect(signedIn('4', 'мария')).toBe('мария');
  });

  it('is removed with their sessions, and is new at the next sign-in', () => {
    signedIn('1', 'dave');
    signedIn('2', 'dave');
    const [dave] = store.providerUsers.list();
    expect(removeProviderUser(store, dave?.id ?? 0, TESTER)).toMatchObject({ ok: true });
    expect(store.sessions.list(store.clock()).map(({ name }) => name)).toEqual(['dave-2']);
    expect(signedIn('2', 'dave')).toBe('dave-2');
    expect(signedIn('1', 'dave')).toBe('dave');
  });
});

describe('a single sign-on user of an earlier version', () => {
  /** A people database as version 0.1.0 left it, with sessions by single sign-on. */
  function asBefore(sessions: readonly { name: string; role: string }[]): void {
    store.database.close();
    const database = new DatabaseSync(peopleFile(directory));
    database.exec(`
      DROP TABLE known_place; DROP TABLE provider_user; DROP TABLE personal_settings; DROP TABLE saved_view;
      DROP TABLE view_default; DROP TABLE hand_over_note; DROP TABLE wall; ALTER TABLE token DROP COLUMN wall;
      DROP TABLE channel; DROP TABLE route_list;
      DROP TABLE replica; DROP TABLE replica_change; DROP TABLE replica_use; DROP TABLE replica_batch;
      ALTER TABLE session DROP COLUMN id_token; ALTER TABLE session DROP COLUMN provider_user;
      ALTER TABLE token DROP COLUMN expires_ms; PRAGMA user_version = 1`);
    const insert = database.prepare(
      `INSERT INTO session (hash, user_name, provider, role, created_ms, seen_ms, expires_ms, address, browser)
       VALUES (?, ?, 'singleSignOn', ?, 1, 1, 9e15, '', '')`,
    );
    for (const [at, { name, role }] of sessions.entries()) insert.run(new Uint8Array([at]), name, role);
    database.close();
    store = openPeople(directory, { limits: LIMITS });
  }

  it('[PEO-2] is the first one who signs in with the name; the next one is another', () => {
    asBefore([
      { name: 'dave', role: 'operator' },
      { name: 'dave', role: 'operator' },
      { name: 'eve', role: 'viewer' },
    ]);
    expect(store.sessions.list(store.clock())).toEqual([]);
    expect(store.providerUsers.list().map(({ name, identity }) => [name, identity])).toEqual([
      ['dave', null],
      ['eve', null],
    ]);
    expect(signedIn('1', 'dave', { role: 'operator' })).toBe('dave');
    expect(signedIn('2', 'dave')).toBe('dave-2');
    expect(store.providerUsers.list()).toHaveLength(3);
    expect(notes()[0]).toMatchObject({ action: 'userBound', target: 'user dave', after: { subject: '1' } });
  });

  it('[PEO-2] is nobody where more than one may have had the name, until an admin removes the entry', () => {
    asBefore([
      { name: 'dave', role: 'operator' },
      { name: 'dave', role: 'viewer' },
      { name: 'eve', role: 'viewer' },
      { name: 'Eve', role: 'viewer' },
    ]);
    expect([signedIn('1', 'dave'), signedIn('2', 'eve')]).toEqual([
      'refused: name-ambiguous',
      'refused: name-ambiguous',
    ]);
    expect(removeProviderUser(store, 'dave', TESTER)).toMatchObject({ ok: true });
    expect(signedIn('1', 'dave')).toBe('dave');
  });
});

describe('a local account', () => {
  it('[PEO-4] cannot be given a name that could be taken for another, and the trail has the attempt', async () => {
    await addUser(store, { name: 'admin', role: 'admin' }, TESTER);
    signedIn('1', 'dave');
    for (const [name, detail] of [
      [FALSE_ADMIN, String.raw`the name \u{430}dmin could be taken for admin: use another name`],
      ['аnnа', 'the name \\u{430}nn\\u{430} mixes letters of different scripts'],
      ['D\u{430}ve', 'could be taken for dave'],
      ['Dave', 'signs in by single sign-on'],
      ['a\u{3164}b', 'contains invisible characters'],
      ['\u{ff41}nn', 'contains characters that only look like'],
    ] as const) {
      const added = await addUser(store, { name, role: 'viewer' }, TESTER);
      expect(added).toMatchObject({ ok: false, status: 409, detail: expect.stringContaining(detail) });
    }
    expect(store.users.list()).toHaveLength(1);
    expect(notes().find(({ action }) => action === 'nameRefused')).toEqual({
      action: 'nameRefused',
      target: 'user admin',
      after: { name: String.raw`\u{430}dmin` },
    });
  });

  it('[PEO-4] takes names of people, in their own script', () => {
    for (const name of ['ann', 'Søren.Å', 'мария', 'Γιώργος', '山田taro', 'j.o-neil_2@noc.example', 'user1']) {
      expect([name, deceptionIn(name.normalize('NFC'))]).toEqual([name, undefined]);
    }
    for (const [one, other] of [
      ['alice', 'aIice'],
      ['alice', 'allce'],
      ['all', 'ali'],
      ['user1', 'user2'],
      ['maria', 'marla'],
    ] as const) {
      expect([one, other, looksLike(one, other)]).toEqual([one, other, other === 'aIice']);
    }
    for (const [one, other] of [
      ['BOB', 'ВОВ'],
      ['bram', 'brarn'],
      ['noc0', 'NOCO'],
      ['allen', 'aIlen'],
      ['kate', 'кате'],
    ] as const) {
      expect([one, other, looksLike(one, other), looksLike(other, one)]).toEqual([one, other, true, true]);
    }
  });
});

describe('claims of a provider', () => {
  const settings: ClaimSettings = {
    nameClaim: 'email',
    roleClaim: 'groups',
    values: { admin: ['noc'], operator: [], viewer: [] },
  };
  const name = (idToken: object, userInfo: object = {}) =>
    nameOf(joinedClaims({ sub: 's', ...idToken }, { ...userInfo }), settings);

  it('[PEO-3] name somebody by an address only where it is verified', () => {
    const email = 'ann@noc.example';
    expect(name({ email, email_verified: true })).toBe(email);
    for (const said of [{}, { email_verified: false }, { email_verified: 'true' }]) {
      expect(name({ email, ...said })).toBe('s');
    }
    // One document says nothing about the address in another.
    expect(name({ email_verified: true }, { email })).toBe('s');
    expect(name({ email: 'other@noc.example', email_verified: true }, { email })).toBe('s');
    expect(name({ email, email_verified: true }, { name: 'Ann' })).toBe(email);
  });

  it('[PEO-6] tell a user with too many groups from one without any', () => {
    expect(hasGroupsOverage({ _claim_names: { groups: 'src1' }, _claim_sources: { src1: {} } }, settings)).toBe(true);
    expect(hasGroupsOverage({ hasgroups: true }, settings)).toBe(true);
    expect(hasGroupsOverage({ groups: [], hasgroups: true }, settings)).toBe(false);
    expect(hasGroupsOverage({ _claim_names: { address: 'src1' } }, settings)).toBe(false);
  });
});

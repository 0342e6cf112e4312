import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addUser, removeUser } from '@tunnelwatch/server/serve/people/accounts';
import { passwordPerson } from '@tunnelwatch/server/serve/people/person-key';
import { seeAlerts, setSettings } from '@tunnelwatch/server/serve/people/personal-settings';
import { openPeople, type PeopleStore } from '@tunnelwatch/server/serve/people/people-store';
import { OPEN_PRINCIPAL, type Principal } from '@tunnelwatch/server/serve/people/principal';
import { removeProviderUser } from '@tunnelwatch/server/serve/people/provider-users';
import { hashSecret } from '@tunnelwatch/server/serve/people/secrets';
import { signInByProvider } from '@tunnelwatch/server/serve/people/sign-in';
import { personalSettingsSchema, storedSettings, USUAL_SETTINGS } from '@tunnelwatch/shared/personal-settings';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TESTER } from '../../support/known-people.js';

const ORIGIN = { address: '192.0.2.7', browser: 'a browser', replaces: null };
const DARK = { ...USUAL_SETTINGS, theme: 'dark', timeZone: 'utc', sound: true } as const;

let directory: string;
let store: PeopleStore;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-settings-'));
  store = openPeople(directory, { limits: { idleMs: 3_600_000, maxMs: 3_600_000 } });
});

afterEach(() => {
  store.database.close();
  rmSync(directory, { recursive: true });
});

function principalOf(person: string): Principal {
  return { ...OPEN_PRINCIPAL, kind: 'session', id: 1, person, name: 'whoever' };
}

/** The person behind a sign-in at the provider, under a name. */
function personAtProvider(claimed: string): string {
  const identity = { issuer: 'https://login.example', subject: '7' };
  const signedIn = signInByProvider(store, { identity, claimed, role: 'viewer', idToken: 'x' }, ORIGIN);
  if (!signedIn.ok) throw new Error(signedIn.detail);
  const session = store.sessions.findByHash(hashSecret(signedIn.value.secret), Date.now());
  return session?.person ?? 'none';
}

describe('personal settings', () => {
  it('[PEO-30] are kept for a person, whatever their name, until they are removed', async () => {
    await addUser(store, { name: 'ann', role: 'viewer' }, TESTER);
    expect(setSettings(store, principalOf(passwordPerson('Ann')), DARK)).toEqual({ ok: true, value: DARK });
    expect(store.settings.of(passwordPerson('ann'))).toEqual(DARK);
    removeUser(store, 'ann', TESTER);
    await addUser(store, { name: 'ann', role: 'viewer' }, TESTER);
    expect(store.settings.of(passwordPerson('ann'))).toEqual(USUAL_SETTINGS);

    const person = personAtProvider('dave');
    setSettings(store, principalOf(person), DARK);
    expect(personAtProvider('david')).toBe(person);
    expect(store.settings.of(person)).toEqual(DARK);
    removeProviderUser(store, 1, TESTER);
    expect(store.settings.of(personAtProvider('david'))).toEqual(USUAL_SETTINGS);
  });

  it('[PEO-31] are not kept for a token, nor where nobody signs in', () => {
    const token = { ...OPEN_PRINCIPAL, kind: 'token', name: 'a script' } as const;
    expect(setSettings(store, token, DARK)).toMatchObject({
      ok: false,
      status: 409,
      detail: expect.stringContaining('a script is a token'),
    });
    expect(setSettings(store, OPEN_PRINCIPAL, DARK)).toMatchObject({ ok: false, status: 409 });
  });

  it('[PEO-54] have the columns of tables that somebody hid, and none that this version does not know', () => {
    const hiddenColumns = { tunnels: ['mix', 'first'] };
    const stored = { ...USUAL_SETTINGS, hiddenColumns };
    expect(storedSettings(JSON.parse(JSON.stringify(stored)))).toEqual(stored);
    expect(storedSettings({ ...stored, hiddenColumns: { cakes: ['cream'] } })).toEqual(USUAL_SETTINGS);
    // As an earlier version sends and stores them.
    const { hiddenColumns: _none, alertsSeenAt: _never, ...earlier } = USUAL_SETTINGS;
    expect(personalSettingsSchema.parse(earlier)).toEqual(USUAL_SETTINGS);
  });

  it('[ALM-59] have how far a person has seen the alerts, which never goes back and never beyond now', async () => {
    await addUser(store, { name: 'ann', role: 'viewer' }, TESTER);
    const ann = principalOf(passwordPerson('ann'));
    const seen = (): string | null => store.settings.of(passwordPerson('ann')).alertsSeenAt;
    seeAlerts(store, ann, '2026-02-10T17:00:00.000Z');
    seeAlerts(store, ann, '2026-02-10T16:00:00.000Z');
    // A page that was opened before.
    setSettings(store, ann, DARK);
    expect(store.settings.of(passwordPerson('ann'))).toEqual({ ...DARK, alertsSeenAt: '2026-02-10T17:00:00.000Z' });
    seeAlerts(store, ann, '2999-01-01T00:00:00.000Z');
    expect(Date.parse(seen() ?? '')).toBeLessThanOrEqual(Date.now());
    expect(seeAlerts(store, OPEN_PRINCIPAL, '2026-02-10T17:00:00.000Z')).toMatchObject({ ok: false, status: 409 });
  });

  it('are as usual where another version stored what this one does not know', () => {
    const other = JSON.stringify({ theme: 'sepia', density: 'compact', font: 'serif' });
    store.database.prepare('INSERT INTO personal_settings VALUES (?, ?)').run('user ann', other);
    expect(store.settings.of('user ann')).toEqual({ ...USUAL_SETTINGS, density: 'compact' });
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addUser, resetPassword } from '@tunnelwatch/server/serve/people/accounts';
import { limitKey } from '@tunnelwatch/server/serve/client-address';
import { isCommonPassword } from '@tunnelwatch/server/serve/people/common-password';
import { openPeople, type PeopleStore } from '@tunnelwatch/server/serve/people/people-store';
import { RefusalAudit, type Refused } from '@tunnelwatch/server/serve/people/refusal-audit';
import { signIn } from '@tunnelwatch/server/serve/people/sign-in';
import { createSignInLimits, type PasswordAttempt } from '@tunnelwatch/server/serve/people/sign-in-limits';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TESTER } from '../../support/known-people.js';

const MINUTE_MS = 60_000;
const START = Date.parse('2026-11-30T12:00:00Z');

describe('the limits of sign-in', () => {
  const from = (address: string, more: Partial<PasswordAttempt> = {}): PasswordAttempt => ({
    name: 'ann',
    address,
    device: undefined,
    isKnownAddress: false,
    ...more,
  });
  const OWNER = '192.0.2.1';

  async function wrong(limits: ReturnType<typeof createSignInLimits>, tries: readonly PasswordAttempt[]) {
    const spent = [];
    for (const attempt of tries) spent.push((await limits.attempt(attempt))?.kind);
    return spent;
  }

  it('[PEO-8] are spent in order: what one refuses does not count towards the next', async () => {
    const limits = createSignInLimits();
    const noise = Array.from({ length: 300 }, () => from('203.0.113.9'));
    const spent = await wrong(limits, noise);
    expect(spent.indexOf('pair')).toBe(10);
    expect(spent.indexOf('address')).toBe(50);
    expect(spent).not.toContain('account');
    // The account's own limit has lost ten of its 200 attempts, not 300.
    const others = Array.from({ length: 191 }, (_, at) => from(`198.51.100.${String(at)}`));
    expect((await wrong(limits, others)).indexOf('account')).toBe(190);
  });

  it('[PEO-9] hold nobody off for what others do: 205 wrong passwords from everywhere', async () => {
    const limits = createSignInLimits();
    const everywhere = Array.from({ length: 205 }, (_, at) => from(`198.51.100.${String(at)}`));
    expect(await wrong(limits, everywhere)).toContain('account');
    expect(await limits.attempt(from(OWNER))).toMatchObject({ kind: 'account' });
    expect(await limits.attempt(from(OWNER, { isKnownAddress: true }))).toBeUndefined();
    // Even at the same address, in a browser of the owner's own.
    await wrong(
      limits,
      Array.from({ length: 60 }, () => from(OWNER, { isKnownAddress: true })),
    );
    expect(await limits.attempt(from(OWNER, { isKnownAddress: true }))).toMatchObject({ kind: 'pair' });
    const own = from(OWNER, { isKnownAddress: true, device: 'own' });
    expect(
      await wrong(
        limits,
        Array.from({ length: 11 }, () => own),
      ),
    ).toEqual([...Array<undefined>(10).fill(undefined), 'device']);
  });

  it('[PEO-8] count the addresses of one IPv6 network together, and a mapped IPv4 address as that address', () => {
    expect(
      ['2001:db8::1', '2001:db8:0:0:ffff::2', '2001:0DB8:0000:0000:1::', '2001:db8::192.0.2.1'].map(limitKey),
    ).toEqual(Array<string>(4).fill('2001:db8:0:0::/64'));
    expect(['2001:db8:0:1::1', '::1', 'fe80::1%eth0', '::ffff:192.0.2.7', '192.0.2.7', ''].map(limitKey)).toEqual([
      ...['2001:db8:0:1::/64', '0:0:0:0::/64', 'fe80:0:0:0::/64', '192.0.2.7', '192.0.2.7', ''],
    ]);
  });
});

describe('where a user has signed in', () => {
  let directory: string;
  let store: PeopleStore;
  const refused: Refused[] = [];
  const parts = { limits: createSignInLimits(), refuse: (each: Refused) => refused.push(each) };
  const PASSWORD = 'a password of ann';

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-places-'));
    store = openPeople(directory, { limits: { idleMs: 3_600_000, maxMs: 3_600_000 }, clock: () => START });
    refused.length = 0;
    await addUser(store, { name: 'ann', role: 'viewer', password: PASSWORD }, TESTER);
  });

  afterEach(() => {
    store.database.close();
    rmSync(directory, { recursive: true });
  });

  const at = (address: string, device?: string) =>
    signIn(store, parts, { name: 'Ann', password: PASSWORD }, { address, device, browser: '', replaces: null });

  it('[PEO-9] is remembered by address and browser, a bounded number, and forgotten when the password is reset', async () => {
    const first = await at('2001:db8::1', 'planted by somebody');
    const device = first.ok ? first.value.device : '';
    expect(device).toMatch(/^[\w-]{43}$/);
    const place = (address: string) => store.places.find('ann', { address, device });
    expect(place('2001:db8:0:0::/64')).toEqual({ isKnownAddress: true, isKnownDevice: true });
    expect(store.places.find('ann', { address: '', device: 'planted by somebody' }).isKnownDevice).toBe(false);
    expect(await at('2001:db8::2', device)).toMatchObject({ ok: true, value: { device } });
    for (let number = 0; number < 25; number++) {
      store.places.add('ann', { address: `192.0.2.${String(number)}` }, START + 1 + number);
    }
    expect([place('192.0.2.4').isKnownAddress, place('192.0.2.5').isKnownAddress]).toEqual([false, true]);
    await resetPassword(store, { name: 'ann' }, TESTER);
    expect(place('192.0.2.5')).toEqual({ isKnownAddress: false, isKnownDevice: false });
  });

  it('[PEO-8] a refusal says when it ends, and so does its entry', async () => {
    const now = {
      ...parts,
      limits: { ...parts.limits, attempt: () => Promise.resolve({ kind: 'account' as const, waitMs: 90_000 }) },
    };
    const origin = { address: '192.0.2.9', browser: '', replaces: null };
    expect(await signIn(store, now, { name: 'ann', password: 'x' }, origin)).toEqual({
      ok: false,
      status: 429,
      code: 'too-many-requests',
      detail: 'too many wrong passwords for this account: try again in 2 min, at 12:01 UTC',
    });
    expect(refused).toMatchObject([
      { action: 'signInLimited', target: 'user ann', after: { limit: 'account', until: '2026-11-30T12:01:30.000Z' } },
    ]);
  });
});

describe('repeated refusals', () => {
  let now = START;
  const written: Refused[] = [];
  const audit = new RefusalAudit(
    (refused) => written.push(refused),
    () => now,
  );
  const refused = (address: string, target = 'user ann'): Refused => ({
    action: 'signInFailed',
    target,
    actor: { kind: 'person', name: 'somebody', address },
  });

  it('[PEO-7] are one entry with their count, ever more rarely, for each address and target', () => {
    for (let each = 0; each < 50; each++) audit.note(refused('192.0.2.1'));
    audit.note(refused('192.0.2.2'));
    audit.note(refused('192.0.2.1', 'user bea'));
    expect(written).toHaveLength(3);
    now += MINUTE_MS;
    audit.flush();
    audit.flush();
    expect(written).toHaveLength(4);
    expect(written[3]).toMatchObject({
      ...refused('192.0.2.1'),
      after: { repeated: 49, since: '2026-11-30T12:00:00.000Z' },
    });
    // A day of an attack: an entry after 2, 4, 8, 16 and 32 minutes, and then one an hour.
    const before = written.length;
    for (let minute = 0; minute < 24 * 60; minute++) {
      audit.note(refused('192.0.2.1'));
      now += MINUTE_MS;
      audit.flush();
    }
    expect(written.length - before).toBeLessThan(30);
    audit.end();
    const counted = written.reduce((sum, { after }) => sum + Number(after?.['repeated'] ?? 1), 0);
    expect(counted).toBe(52 + 24 * 60);
  });

  it('[PEO-7] of thousands of addresses are counted together', () => {
    written.length = 0;
    for (let each = 0; each < 5000; each++) audit.note(refused(`2001:db8:0:${each.toString(16)}::1`));
    expect(written.length).toBeLessThan(110);
    audit.end();
    expect(written.at(-1)?.after).toMatchObject({ repeated: 5000 - (written.length - 1) });
  });
});

describe('common passwords', () => {
  it('[PEO-12] are refused in whatever form', () => {
    for (const password of [
      ...['password1234', 'P4$$w0rd!2026', 'Tunnelwatch2026!', 'qwertyuiop12', 'aaaaaaaaaaaa', '123456789012'],
      ...['abcxabcxabcx', 'iloveyou1234', 'ann.smith2026', 'adminadminadmin', 'letmein-letmein', 'Summer2026!!'],
      ...['1qaz2wsx3edc', 'zyxwvutsrqpo', 'welcomewelcome1', 'ipsec-vpn-tunnel', 'dragonmonkey99'],
    ]) {
      expect([password, isCommonPassword(password, 'Ann.Smith')]).toEqual([password, true]);
    }
    for (const password of [
      'correct horse battery staple',
      'x7Kp-q2Rw-9zLt',
      'a password of ann',
      'mein rotes Fahrrad',
    ]) {
      expect([password, isCommonPassword(password, 'ann')]).toEqual([password, false]);
    }
    // The longest that is allowed, and hard to take apart.
    expect(isCommonPassword('iloveyo'.repeat(36), 'ann')).toBe(true);
    expect(isCommonPassword(`${'love'.repeat(63)}zzqx`, 'ann')).toBe(false);
  });
});

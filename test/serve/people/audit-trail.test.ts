import { addUser, resetPassword, setRole } from '@tunnelwatch/server/serve/people/accounts';
import { openPeople, waitingNotes } from '@tunnelwatch/server/serve/people/people-store';
import { createToken } from '@tunnelwatch/server/serve/people/token-keeping';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCli } from '../../support/run-cli.js';
import { eventually, ServeProcess } from '../../support/serve-process.js';
import { bearer, TESTER, tokenFor } from '../../support/known-people.js';

const trailSchema = z.object({
  items: z.array(
    z.object({
      actor: z.object({ kind: z.string(), name: z.string(), address: z.string().nullable() }),
      action: z.string(),
      target: z.string(),
      comment: z.string(),
      after: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
});

let server: ServeProcess | undefined;

afterEach(async () => {
  await server?.remove();
  server = undefined;
});

/** The audit trail as an admin reads it, the oldest entry first. */
async function trailOf(serving: ServeProcess, token: string) {
  const response = await serving.fetch('api/v1/audit?limit=200', { headers: bearer(token) });
  return trailSchema.parse(await response.json()).items.reverse();
}

const actionsOf = (trail: Awaited<ReturnType<typeof trailOf>>) =>
  trail.map(({ actor, action, target }) => [actor.name, action, target]);

function post(serving: ServeProcess, path: string, body: object, headers: Record<string, string> = {}) {
  const json = { 'Content-Type': 'application/json' };
  return serving.fetch(`api/v1/${path}`, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify(body),
  });
}

describe('the audit trail', () => {
  it('has who signed in, who failed to, who signed out, and every change of people and tokens', async () => {
    server = await ServeProcess.start({ signIn: true });
    const admin = tokenFor(server.data, 'admin', 'a script');
    const added = z
      .object({ oneTimePassword: z.string() })
      .parse(await (await post(server, 'users', { name: 'ann', role: 'viewer' }, bearer(admin))).json());
    await post(server, 'users/ann/role', { role: 'operator' }, bearer(admin));
    await post(server, 'session', { name: 'ann', password: 'not hers' });
    const signedIn = await post(server, 'session', { name: 'ann', password: added.oneTimePassword });
    const Cookie = (signedIn.headers.get('Set-Cookie') ?? '').split(';')[0] ?? '';
    await post(server, 'session/password', { current: added.oneTimePassword, next: 'a password of ann' }, { Cookie });
    await server.fetch('api/v1/session', { method: 'DELETE', headers: { Cookie } });
    const create = ['token', 'create', '--role', 'wall', '--name', 'tv', '--data', server.data];
    expect(await runCli([...create, '--expires', 'soon'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('expires: must be a number of days such as 90d'),
    });
    expect(await runCli([...create, '--expires', '90d'])).toMatchObject({ code: 0 });
    await server.fetch('api/v1/users/ann', { method: 'DELETE', headers: bearer(admin) });
    const serving = server;
    await eventually('the last entry', async () =>
      (await trailOf(serving, admin)).some(({ action }) => action === 'userRemoved'),
    );
    const trail = await trailOf(server, admin);
    const commandLine = trail.find(({ target }) => target === 'token tv')?.actor.name ?? '';
    expect(commandLine).toMatch(/ on the command line$/);
    expect(actionsOf(trail)).toEqual([
      ['tunnelwatch', 'userAdded', 'user admin'],
      ['tester', 'tokenCreated', 'token a script'],
      ['a script', 'userAdded', 'user ann'],
      ['a script', 'roleChanged', 'user ann'],
      ['somebody', 'signInFailed', 'user ann'],
      ['ann', 'signIn', 'user ann'],
      ['ann', 'passwordChanged', 'user ann'],
      ['ann', 'signOut', 'user ann'],
      [commandLine, 'tokenCreated', 'token tv'],
      ['a script', 'userRemoved', 'user ann'],
    ]);
    const end = Date.parse(String(trail.find(({ target }) => target === 'token tv')?.after?.['expiresAt']));
    expect(Math.round((end - Date.now()) / 86_400_000)).toBe(90);
    expect(trail.find(({ action }) => action === 'signIn')?.actor.address).toBe('127.0.0.1');
    const exported = await server.fetch('api/v1/audit/export?format=ndjson', { headers: bearer(admin) });
    const text = await exported.text();
    for (const secret of [admin, added.oneTimePassword, 'a password of ann']) expect(text).not.toContain(secret);
  });

  it('[PEO-7] [PEO-14] has what was refused, repetitions once, and shows addresses to admins only', async () => {
    const line = `${new Date().toISOString()} gw1 EFW: IPSEC: prio=5 id=1682 table=main network=192.0.2.0/24 iface=wan`;
    server = await ServeProcess.start({ signIn: true, content: `${line}\n` });
    const serving = server;
    const [admin, operator, viewer] = (['admin', 'operator', 'viewer'] as const).map((role) =>
      tokenFor(serving.data, role, `a script of an ${role}`),
    );
    const get = (path: string, token = '') => serving.fetch(`api/v1/${path}`, { headers: bearer(token) });
    await eventually('the alert', async () => (await get('alerts/1', viewer)).status === 200);
    for (let attempt = 0; attempt < 3; attempt++) {
      await post(server, 'users', { name: 'ann', role: 'admin' }, bearer(viewer ?? ''));
      await get('alerts', 'tw_revoked-long-ago');
      await post(server, 'session', { name: 'admin', password: 'a guess' });
      await post(server, 'session', { name: 'my password, typed as a name', password: 'x' });
      await post(server, 'session', { token: viewer });
    }
    await post(server, 'users', {}, { ...bearer(admin ?? ''), Origin: 'https://evil.example' });
    for (let attempt = 0; attempt < 8; attempt++) await post(server, 'session', { name: 'admin', password: 'a guess' });
    const refusals = async () =>
      (await trailOf(serving, admin ?? '')).filter(({ action }) => /refused|Failed|Limited|Refused/.test(action));
    await eventually('the last refusal', async () =>
      (await refusals()).some(({ action }) => action === 'signInLimited'),
    );
    const trail = await refusals();
    expect(trail.map(({ actor, action, target }) => [actor.name, action, target])).toEqual([
      ['a script of an viewer', 'refused', 'POST /users'],
      ['somebody', 'tokenRefused', 'unknown token'],
      ['somebody', 'signInFailed', 'user admin'],
      ['somebody', 'signInFailed', 'unknown user'],
      ['somebody', 'tokenRefused', 'token a script of an viewer'],
      ['somebody', 'refused', 'POST request'],
      ['somebody', 'signInLimited', 'user admin'],
    ]);
    expect(trail[0]?.comment).toBe('this requires the role admin; a script of an viewer has viewer');
    expect(trail.at(-1)?.after).toMatchObject({ limit: 'pair', until: expect.stringMatching(/^2\d{3}-.*Z$/) });
    expect(JSON.stringify(trail)).not.toMatch(/typed as a name|a guess|tw_/);

    const comment = await post(server, 'alerts/1/comment', { version: 1, comment: 'x' }, bearer(operator ?? ''));
    expect(comment.status).toBe(200);
    const addressesFor = async (token = '') => {
      const page = trailSchema.parse(await (await get('alerts/1/history', token)).json());
      return page.items.map(({ actor }) => [actor.name, actor.address]);
    };
    const opened = ['tunnelwatch', null];
    expect(await addressesFor(admin)).toEqual([['a script of an operator', '127.0.0.1'], opened]);
    for (const token of [operator, viewer]) {
      expect(await addressesFor(token)).toEqual([['a script of an operator', null], opened]);
    }
  });

  it('has what was done while no server ran, and each of it once, whenever the server was killed', async () => {
    server = await ServeProcess.start({ signIn: true });
    const { directory, data } = server;
    await server.end();
    const store = openPeople(data);
    await addUser(store, { name: 'bea', role: 'viewer', password: 'a password of bea' }, TESTER);
    const created = createToken(store, { name: 'reader', role: 'admin' }, TESTER);
    const admin = created.ok ? created.value.secret : '';
    const waiting = waitingNotes(store).slice(-2);
    const again = () => {
      const insert = store.database.prepare('INSERT INTO waiting_note (note) VALUES (?)');
      for (const { note } of waiting) insert.run(JSON.stringify(note));
    };
    const entered = async (serving: ServeProcess, action: string) => {
      await eventually(action, async () => (await trailOf(serving, admin)).some((entry) => entry.action === action));
      await serving.end('SIGKILL');
    };
    server = await ServeProcess.start({ signIn: true, directory });
    await entered(server, 'tokenCreated');
    // As after a kill between the commit of the trail and the note of it among the people.
    again();
    setRole(store, { name: 'bea', role: 'operator' }, TESTER);
    server = await ServeProcess.start({ signIn: true, directory });
    await entered(server, 'roleChanged');
    again();
    await resetPassword(store, { name: 'bea' }, TESTER);
    store.database.close();
    server = await ServeProcess.start({ signIn: true, directory });
    const serving = server;
    await eventually('the last', async () =>
      (await trailOf(serving, admin)).some((entry) => entry.action === 'passwordReset'),
    );
    expect(actionsOf(await trailOf(server, admin))).toEqual([
      ['tunnelwatch', 'userAdded', 'user admin'],
      ['tester', 'userAdded', 'user bea'],
      ['tester', 'tokenCreated', 'token reader'],
      ['tester', 'roleChanged', 'user bea'],
      ['tester', 'passwordReset', 'user bea'],
    ]);
  });
});

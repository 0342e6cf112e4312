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
    expect(await runCli(['token', 'create', '--role', 'wall', '--name', 'tv', '--data', server.data])).toMatchObject({
      code: 0,
    });
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
    expect(trail.find(({ action }) => action === 'signIn')?.actor.address).toBe('127.0.0.1');
    const exported = await server.fetch('api/v1/audit/export?format=ndjson', { headers: bearer(admin) });
    const text = await exported.text();
    for (const secret of [admin, added.oneTimePassword, 'a password of ann']) expect(text).not.toContain(secret);
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

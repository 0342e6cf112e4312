import { openPeople } from '@tunnelwatch/server/serve/people/people-store';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCli } from '../../support/run-cli.js';
import { ServeProcess } from '../../support/serve-process.js';
import { bearer, tokenFor } from '../../support/known-people.js';

let server: ServeProcess;
let admin: string;

beforeAll(async () => {
  server = await ServeProcess.start({ signIn: true });
  admin = tokenFor(server.data, 'admin');
});

afterAll(() => server.remove());

interface Sent {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

function send(path: string, { method = 'POST', body, headers = {} }: Sent = {}): Promise<Response> {
  const json = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const text = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  return server.fetch(`api/v1/${path}`, { method, headers: { ...json, ...headers }, ...text });
}

/** Signs in; the cookie as a header. */
async function signIn(name: string, password: string): Promise<{ Cookie: string }> {
  const response = await send('session', { body: { name, password } });
  expect(response.status).toBe(200);
  return { Cookie: (response.headers.get('Set-Cookie') ?? '').split(';')[0] ?? '' };
}

async function addPerson(name: string, role: string): Promise<string> {
  const response = await send('users', { body: { name, role }, headers: bearer(admin) });
  const answer: unknown = await response.json();
  expect(answer).toEqual({ name, oneTimePassword: expect.stringMatching(/^(?:[a-z2-9]{4}-){3}[a-z2-9]{4}$/) });
  return String(typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'oneTimePassword') : '');
}

/** A person who has chosen a password. */
async function addSettled(name: string, role: string): Promise<{ Cookie: string }> {
  const current = await addPerson(name, role);
  const cookie = await signIn(name, current);
  const body = { current, next: `${name} has chosen this` };
  expect((await send('session/password', { body, headers: cookie })).status).toBe(200);
  return cookie;
}

const who = async (headers: Record<string, string>) => (await send('session', { method: 'GET', headers })).json();

describe('the first admin', () => {
  it('gets a password that is printed once, and can do nothing with it but change it', async () => {
    const password = server.firstPassword ?? '';
    expect(password).not.toBe('');
    expect(server.logged).not.toContain(password);
    const cookie = await signIn('admin', password);
    expect(await who(cookie)).toMatchObject({ who: { name: 'admin', role: 'admin', mustChangePassword: true } });
    const refused = await send('events', { method: 'GET', headers: cookie });
    expect([refused.status, await refused.json()]).toMatchObject([403, { code: 'password-change-needed' }]);
    const socket = connect(cookie);
    expect(await refusalOf(socket)).toBe('unauthenticated');
    for (const [body, status] of [
      [{ current: 'wrong', next: 'long enough, surely' }, 403],
      [{ current: password, next: 'short' }, 400],
      [{ current: password, next: password }, 400],
      [{ current: password, next: 'long enough, surely' }, 200],
    ] as const) {
      expect((await send('session/password', { body, headers: cookie })).status).toBe(status);
    }
    expect((await send('events', { method: 'GET', headers: cookie })).status).toBe(200);
    expect((await send('session', { body: { name: 'admin', password } })).status).toBe(401);
    await signIn('ADMIN', 'long enough, surely');
  });

  it('is not made again at the next start', async () => {
    const again = await ServeProcess.start({ signIn: true, files: [], flags: ['--demo'] });
    try {
      expect(again.firstPassword).toBeDefined();
      await again.end();
      const next = await ServeProcess.start({ signIn: true, directory: again.directory });
      expect(next.firstPassword).toBeUndefined();
      await next.end();
    } finally {
      await again.remove();
    }
  });

  it('cannot be taken away', async () => {
    expect((await send('users/admin', { method: 'DELETE', headers: bearer(admin) })).status).toBe(409);
    expect((await send('users/admin/role', { body: { role: 'viewer' }, headers: bearer(admin) })).status).toBe(409);
  });
});

describe('a session', () => {
  it('is a cookie that scripts and other sites cannot use', async () => {
    await addSettled('cookie', 'viewer');
    const response = await send('session', { body: { name: 'cookie', password: 'cookie has chosen this' } });
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^tunnelwatch-session=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
  });

  it('ends when its owner signs out, and its sockets with it', async () => {
    const cookie = await addSettled('leaver', 'viewer');
    const socket = await connected(cookie);
    const gone = lost(socket);
    expect((await send('session', { method: 'DELETE', headers: cookie })).status).toBe(200);
    await gone;
    expect(await who(cookie)).toMatchObject({ who: null });
  });

  it('ends when an admin ends it, and others see and end only their own', async () => {
    const cookie = await addSettled('seen', 'viewer');
    const other = await addSettled('other', 'operator');
    const list = async (headers: Record<string, string>) =>
      JSON.stringify(await (await send('sessions', { method: 'GET', headers })).json());
    expect(await list(cookie)).toContain('"name":"seen"');
    expect(await list(cookie)).not.toContain('"name":"other"');
    const all = await list(bearer(admin));
    expect(all).toContain('"name":"other"');
    const id = /"id":(\d+),"name":"other"/.exec(all)?.[1] ?? '';
    expect((await send(`sessions/${id}`, { method: 'DELETE', headers: cookie })).status).toBe(404);
    expect((await send(`sessions/${id}`, { method: 'DELETE', headers: bearer(admin) })).status).toBe(200);
    expect(await who(other)).toMatchObject({ who: null });
  });

  it('is no place to guess the password at leisure', async () => {
    const cookie = await addSettled('leftopen', 'viewer');
    const guess = async (current: string) =>
      (await send('session/password', { body: { current, next: 'another password' }, headers: cookie })).status;
    for (let at = 0; at < 10; at++) expect(await guess(`guess ${String(at)}`)).toBe(403);
    expect(await guess('leftopen has chosen this')).toBe(429);
  });

  it('loses its sockets when the role changes, and comes back with the new one', async () => {
    const cookie = await addSettled('riser', 'viewer');
    const socket = await connected(cookie);
    const gone = lost(socket);
    await send('users/riser/role', { body: { role: 'operator' }, headers: bearer(admin) });
    await gone;
    expect(await who(cookie)).toMatchObject({ who: { role: 'operator' } });
  });

  it('ends with its owner, and a new password ends all others', async () => {
    const cookie = await addSettled('removed', 'viewer');
    await send('users/removed', { method: 'DELETE', headers: bearer(admin) });
    expect(await who(cookie)).toMatchObject({ who: null });
    await addSettled('reset', 'viewer');
    const second = await signIn('reset', 'reset has chosen this');
    await send('users/reset/password', { headers: bearer(admin) });
    expect(await who(second)).toMatchObject({ who: null });
  });

  it('names the one who acts: a name in the request is refused', async () => {
    const cookie = await addSettled('actor', 'operator');
    const body = { version: 1, comment: 'x', by: 'somebody else' };
    const refused = await send('alerts/1/comment', { body, headers: cookie });
    expect([refused.status, await refused.json()]).toMatchObject([400, { detail: expect.stringContaining('by:') }]);
  });
});

describe('a browser', () => {
  it('[PEO-10] [PEO-9] loses its old session with a new sign-in, and is known from then on', async () => {
    await addSettled('again', 'viewer');
    const body = { name: 'again', password: 'again has chosen this' };
    const cookiesIn = (response: Response) =>
      response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
    const [old = '', device = ''] = cookiesIn(await send('session', { body }));
    const socket = await connected({ Cookie: old });
    const gone = lost(socket);
    const answer = await send('session', { body, headers: { Cookie: `${old}; ${device}` } });
    const [fresh = '', sameDevice] = cookiesIn(answer);
    expect([answer.status, sameDevice]).toEqual([200, device]);
    await gone;
    expect(await who({ Cookie: old })).toMatchObject({ who: null });
    expect(await who({ Cookie: fresh })).toMatchObject({ who: { name: 'again' } });
    // The mark lets nobody in by itself.
    expect(await who({ Cookie: device })).toMatchObject({ who: null });
    for (let attempt = 0; attempt < 11; attempt++) await send('session', { body: { ...body, password: 'wrong' } });
    expect((await send('session', { body })).status).toBe(429);
    expect((await send('session', { body, headers: { Cookie: device } })).status).toBe(200);
  });

  it('[PEO-11] may not bring a cookie with a prefix over plain HTTP', async () => {
    const { Cookie } = await addSettled('prefix', 'viewer');
    expect(await who({ Cookie: `__Host-${Cookie}` })).toMatchObject({ who: null });
  });
});

describe('a password', () => {
  it('[PEO-12] is not a common one', async () => {
    const current = await addPerson('commoner', 'viewer');
    const cookie = await signIn('commoner', current);
    for (const next of ['commoner2026', 'Tunnelwatch1!', 'password1234']) {
      const response = await send('session/password', { body: { current, next }, headers: cookie });
      const detail: unknown = expect.stringContaining('among the first that others would try');
      expect([next, response.status, await response.json()]).toMatchObject([next, 400, { detail }]);
    }
  });
});

describe('a name', () => {
  it('[PEO-4] that could be taken for another is refused with the reason', async () => {
    const response = await send('users', { body: { name: '\u{430}dmin', role: 'viewer' }, headers: bearer(admin) });
    const detail = String.raw`the name \u{430}dmin could be taken for admin: use another name`;
    expect([response.status, await response.json()]).toMatchObject([409, { detail }]);
  });
});

describe('a token', () => {
  it('[PEO-13] is refused from its end on, by name, and its connections are closed', async () => {
    const create = async (body: object) => {
      const response = await send('tokens', { body, headers: bearer(admin) });
      return { status: response.status, answer: z.object({ token: z.string() }).safeParse(await response.json()).data };
    };
    expect((await create({ name: 'late', role: 'viewer', expiresAt: '2020-01-01T00:00:00Z' })).status).toBe(400);
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const { answer } = await create({ name: 'short', role: 'viewer', expiresAt });
    const token = answer?.token ?? '';
    const socket = await connected(bearer(token));
    const gone = lost(socket);
    expect((await send('events', { method: 'GET', headers: bearer(token) })).status).toBe(200);
    // Nobody waits for an hour here: the end comes earlier.
    const store = openPeople(server.data);
    store.database
      .prepare("UPDATE token SET expires_ms = ? WHERE name = 'short'")
      .run(Date.parse('2026-01-01T00:00:00Z'));
    store.database.close();
    await gone;
    const refused = await send('events', { method: 'GET', headers: bearer(token) });
    const detail = 'the token short expired at 2026-01-01T00:00:00.000Z: an admin can create another one';
    expect([refused.status, await refused.json()]).toMatchObject([401, { detail }]);
    const list: unknown = await (await send('tokens', { method: 'GET', headers: bearer(admin) })).json();
    expect(list).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ name: 'short', hasExpired: true })]),
    });
  });

  it('loses its socket within a second of being revoked on the command line', async () => {
    const token = tokenFor(server.data, 'viewer', 'to be revoked');
    const socket = await connected(bearer(token));
    const gone = lost(socket);
    const { code } = await runCli(['token', 'revoke', 'to be revoked', '--data', server.data]);
    expect(code).toBe(0);
    await gone;
    expect((await send('events', { method: 'GET', headers: bearer(token) })).status).toBe(401);
  });

  it('of a wall becomes a cookie of the wall; no other token does', async () => {
    const wall = tokenFor(server.data, 'wall', 'a television');
    const response = await send('session', { body: { token: wall } });
    const cookie = { Cookie: (response.headers.get('Set-Cookie') ?? '').split(';')[0] ?? '' };
    expect(response.headers.get('Set-Cookie')).toMatch(/HttpOnly; SameSite=Strict$/);
    expect(await who(cookie)).toMatchObject({ who: { name: 'a television', role: 'wall' } });
    const socket = await connected(cookie);
    const gone = lost(socket);
    expect((await send('events', { method: 'GET', headers: cookie })).status).toBe(403);
    expect((await send('session', { body: { token: admin } })).status).toBe(401);
    const list: unknown = await (await send('tokens', { method: 'GET', headers: bearer(admin) })).json();
    expect(JSON.stringify(list)).not.toContain(wall);
    const id = /"id":(\d+),"name":"a television"/.exec(JSON.stringify(list))?.[1] ?? '';
    expect((await send(`tokens/${id}`, { method: 'DELETE', headers: bearer(admin) })).status).toBe(200);
    await gone;
    expect(await who(cookie)).toMatchObject({ who: null });
  });
});

describe('what is refused', () => {
  it('a guessed token, in every form', async () => {
    for (const Authorization of [
      'Bearer tw_x',
      'Bearer ',
      'Basic YTpi',
      `Bearer ${admin.slice(0, -1)}`,
      'x'.repeat(5000),
    ]) {
      const response = await send('events', { method: 'GET', headers: { Authorization } });
      expect([response.status, response.headers.get('WWW-Authenticate')]).toEqual([401, 'Bearer']);
    }
  });

  it('an act from a page of another site, whoever is signed in', async () => {
    for (const Origin of ['https://evil.example', 'null']) {
      const headers = { ...bearer(admin), Origin };
      const response = await send('users', { body: { name: 'evil', role: 'admin' }, headers });
      expect([response.status, await response.json()]).toMatchObject([403, { code: 'forbidden-origin' }]);
    }
  });

  it('a form of another site: a body that is no JSON', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const headers = { ...bearer(admin), 'Content-Type': type };
      const body = JSON.stringify({ name: 'evil', role: 'admin' });
      const response = await server.fetch('api/v1/users', { method: 'POST', headers, body });
      expect([type, response.status]).toEqual([type, 400]);
    }
  });

  it('an oversized body, of nobody before it is read', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(70_000), role: 'viewer' });
    expect((await send('users', { body, headers: bearer(admin) })).status).toBe(413);
    expect((await send('users', { body })).status).toBe(401);
    expect((await send('session', { body })).status).toBe(413);
  });

  it('names that mean something to programs', async () => {
    for (const name of [
      '__proto__',
      'constructor\u0000',
      '../admin',
      '=cmd()',
      '<img src=x>',
      '',
      ' ',
      'a b',
      'a'.repeat(65),
    ]) {
      const response = await send('users', { body: { name, role: 'viewer' }, headers: bearer(admin) });
      expect([name, response.status]).toEqual([name, 400]);
    }
    const body = '{"__proto__":{"role":"admin"},"name":"proto","role":"viewer"}';
    expect((await send('users', { body, headers: bearer(admin) })).status).toBe(400);
    expect((await send('users/__proto__/role', { body: { role: 'admin' }, headers: bearer(admin) })).status).toBe(404);
    expect((await send('users/..%2fadmin', { method: 'DELETE', headers: bearer(admin) })).status).toBe(404);
  });

  it('guessing on: after ten wrong passwords the right one too, for a while', async () => {
    await addSettled('guessed', 'viewer');
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 11; attempt++) {
      statuses.push((await send('session', { body: { name: 'guessed', password: 'wrong' } })).status);
    }
    // The sign-in by which the password was chosen did not count.
    expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
    const right = await send('session', { body: { name: 'guessed', password: 'guessed has chosen this' } });
    expect([right.status, await right.json()]).toMatchObject([
      429,
      { detail: expect.stringContaining('try again in 15 min') },
    ]);
  });

  it('and none of it stands in the log', () => {
    expect(server.errors).toBe('');
  });
});

function connect(extraHeaders: Record<string, string>): Socket {
  return io(new URL(server.url).origin, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders,
  });
}

function connected(headers: Record<string, string>): Promise<Socket> {
  const socket = connect(headers);
  return new Promise((resolve, reject) => {
    socket
      .once('connect', () => {
        resolve(socket);
      })
      .once('connect_error', reject);
  });
}

function refusalOf(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    socket.once('connect_error', (error) => {
      resolve(error.message);
    });
  });
}

/** Settles when the server has cut the socket off. */
function lost(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('disconnect', () => {
      resolve();
    });
  });
}

import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { USUAL_WALL } from '@tunnelwatch/shared/wall';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { bearer, tokenFor } from '../support/known-people.js';
import { NatsServers } from '../support/nats.js';
import { lacks } from '../support/programs.js';
import { eventually, ServeProcess } from '../support/serve-process.js';

const PASSWORD = 'quiet lantern under seven bridges';

describe.skipIf(lacks('nats-server'))('two nodes behind one address', () => {
  let servers: NatsServers;
  let folder: string;
  let a: ServeProcess;
  let b: ServeProcess;
  /** The cookie of the first admin, who signed in on the node a. */
  let admin: { Cookie: string };

  const startNode = async (member: string, directory?: string): Promise<ServeProcess> => {
    const config = join(folder, `${member}.yaml`);
    const cluster = {
      servers: servers.addresses.map((address) => `nats://${address}`),
      member,
      replicas: 1,
      streamBytes: 64 * 1024 * 1024,
    };
    writeFileSync(config, JSON.stringify({ cluster, audit: { keyFile: join(folder, 'audit.key') } }));
    const files = { files: [], flags: ['--config', config] };
    return ServeProcess.start({ signIn: true, ...files, ...(directory !== undefined && { directory }) });
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-people-nodes-'));
    const natsFolder = join(folder, 'nats');
    mkdirSync(natsFolder);
    servers = await NatsServers.start({ folder: natsFolder, servers: 1 });
    writeFileSync(join(folder, 'audit.key'), randomBytes(32).toString('hex'), { mode: 0o600 });
    [a, b] = await Promise.all([startNode('a'), startNode('b')]);
  }, 120_000);

  afterAll(async () => {
    await Promise.all([a.remove(), b.remove()]);
    await servers.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('[CLU-26] make the first admin once, and the other one says where', async () => {
    await eventually('a password on one of them', () => [a, b].some((node) => node.firstPassword !== undefined));
    const [maker, other] = a.firstPassword === undefined ? [b, a] : [a, b];
    const name = maker === a ? 'a' : 'b';
    await eventually('the word of the other', () =>
      other.said.includes(`The first admin of the cluster was made by the node ${name}`),
    );
    expect(other.firstPassword).toBeUndefined();
    admin = await settledPerson(a, 'admin', maker.firstPassword ?? '', PASSWORD);
  }, 120_000);

  it('[CLU-32] a sign-in on one is one on the other, and a session that is ended there cuts sockets here', async () => {
    const begun = await signIn(a, 'admin', PASSWORD);
    await eventually('the session on b', async () => (await whoIs(b, begun))?.name === 'admin');
    const added = await send(b, 'users', { body: { name: 'olof', role: 'operator' }, headers: admin });
    const { oneTimePassword } = z.object({ oneTimePassword: z.string() }).parse(await added.json());
    await eventually('olof on a', () => isKnown(a, 'olof'));
    const olof = await settledPerson(a, 'olof', oneTimePassword, 'another quiet lantern');
    const socket = await connected(a, olof);
    const cut = lost(socket);
    await eventually('the session on b', async () => (await sessionsOf(b, 'olof')).length === 1);
    const [session] = await sessionsOf(b, 'olof');
    expect((await send(b, `sessions/${String(session)}`, { method: 'DELETE', headers: admin })).status).toBe(200);
    await cut;
    expect(await whoIs(a, olof)).toBeNull();
  }, 120_000);

  it('[CLU-32] a changed role takes effect on the sockets of the other', async () => {
    const body = { name: 'vera', role: 'operator' };
    const added = await send(a, 'users', { body, headers: admin });
    const { oneTimePassword } = z.object({ oneTimePassword: z.string() }).parse(await added.json());
    await eventually('vera on b', () => isKnown(b, 'vera'));
    const vera = await settledPerson(b, 'vera', oneTimePassword, 'a third quiet lantern');
    const cut = lost(await connected(b, vera));
    const role = { body: { role: 'viewer' }, headers: admin };
    expect((await send(a, 'users/vera/role', role)).status).toBe(200);
    await cut;
    expect((await whoIs(b, vera))?.role).toBe('viewer');
  }, 120_000);

  it('[CLU-33] walls, channels and tokens of one are in force on the other, also those made at the command line', async () => {
    const made = await send(a, 'walls', { body: { ...USUAL_WALL, name: 'Lobby' }, headers: admin });
    expect(made.status).toBe(200);
    const channel = { name: 'hook', kind: 'webhook', url: 'https://hook.example/', secret: 'of the hook' };
    const channelAdded = await send(a, 'notifications/channels', { body: channel, headers: admin });
    expect(channelAdded.status).toBe(200);
    const secret = tokenFor(a.data, 'viewer', 'from the command line');
    await eventually('all of it on b', async () => {
      const [walls, notifications] = await Promise.all(
        ['walls', 'notifications'].map(async (path) => (await send(b, path, { method: 'GET', headers: admin })).text()),
      );
      const who = await whoIs(b, bearer(secret));
      return walls?.includes('Lobby') === true && notifications?.includes('hook') === true && who?.role === 'viewer';
    });
  }, 120_000);

  it('[CLU-27] without the servers sessions go on, a new one is begun, and both nodes know it once they are back', async () => {
    await servers.kill(0);
    expect((await whoIs(b, admin))?.name).toBe('admin');
    const cookie = await signIn(b, 'admin', PASSWORD);
    expect((await whoIs(b, cookie))?.name).toBe('admin');
    expect(await whoIs(a, cookie)).toBeNull();
    await b.end('SIGKILL');
    await servers.restart(0);
    b = await startNode('b', b.directory);
    await eventually('the session on a', async () => {
      return (await whoIs(a, cookie)) !== null;
    });
  }, 120_000);

  const isKnown = async (node: ServeProcess, name: string): Promise<boolean> =>
    (await (await send(node, 'users', { method: 'GET', headers: admin })).text()).includes(name);

  async function sessionsOf(node: ServeProcess, name: string): Promise<number[]> {
    const answer = await send(node, 'sessions', { method: 'GET', headers: admin });
    const { items } = sessionsSchema.parse(await answer.json());
    return items.filter((each) => each.name === name).map(({ id }) => id);
  }
});

const sessionsSchema = z.object({ items: z.array(z.object({ id: z.number(), name: z.string() })) });

const whoSchema = z.object({ who: z.object({ name: z.string(), role: z.string() }).nullable() });

interface Sent {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
}

function send(node: ServeProcess, path: string, { method = 'POST', body, headers = {} }: Sent = {}): Promise<Response> {
  const json = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const text = body === undefined ? {} : { body: JSON.stringify(body) };
  return node.fetch(`api/v1/${path}`, { method, headers: { ...json, ...headers }, ...text });
}

async function signIn(node: ServeProcess, name: string, password: string): Promise<{ Cookie: string }> {
  const response = await send(node, 'session', { body: { name, password } });
  expect(response.status).toBe(200);
  return { Cookie: (response.headers.get('Set-Cookie') ?? '').split(';')[0] ?? '' };
}

/** Who somebody is on a node; null where they are not signed in. */
async function whoIs(node: ServeProcess, headers: Record<string, string>) {
  const answer = await send(node, 'session', { method: 'GET', headers });
  return whoSchema.parse(await answer.json()).who;
}

/** Signs in and chooses a password. */
async function settledPerson(
  node: ServeProcess,
  name: string,
  current: string,
  next: string,
): Promise<{ Cookie: string }> {
  const headers = await signIn(node, name, current);
  expect((await send(node, 'session/password', { body: { current, next }, headers })).status).toBe(200);
  return headers;
}

function connected(node: ServeProcess, extraHeaders: Record<string, string>): Promise<Socket> {
  const options = { transports: ['websocket'], reconnection: false, forceNew: true, extraHeaders };
  const socket = io(new URL(node.url).origin, options);
  return new Promise((resolve, reject) => {
    socket
      .once('connect', () => {
        resolve(socket);
      })
      .once('connect_error', reject);
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

import { type Access, COMMAND_ACCESS, VIEW_ACCESS } from '@tunnelwatch/shared/access';
import { isAtLeast, type Role, ROLES } from '@tunnelwatch/shared/actor';
import type { ClientToServerEvents, View } from '@tunnelwatch/shared/protocol';
import { USUAL_WALL } from '@tunnelwatch/shared/wall';
import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventually, ServeProcess } from '../../support/serve-process.js';
import { bearer, tokenFor } from '../../support/known-people.js';

/** Who may use each route: the least role, or anyone. A route that is not here fails the test. */
const ROUTES: Readonly<Record<string, Access>> = {
  'get /healthz': 'anyone',
  'get /readyz': 'anyone',
  'get /session': 'anyone',
  'post /session': 'anyone',
  'get /session/oidc': 'anyone',
  'get /session/oidc/callback': 'anyone',
  'delete /session': 'wall',
  'post /session/password': 'viewer',
  'get /session/settings': 'viewer',
  'put /session/settings': 'viewer',
  'put /session/alerts-seen': 'viewer',
  'get /views': 'viewer',
  'post /views': 'viewer',
  'put /views/{id}': 'viewer',
  'delete /views/{id}': 'viewer',
  'put /views/default': 'viewer',
  'get /sessions': 'viewer',
  'delete /sessions/{id}': 'viewer',
  'get /users': 'admin',
  'post /users': 'admin',
  'post /users/{name}/password': 'admin',
  'post /users/{name}/role': 'admin',
  'delete /users/{name}': 'admin',
  'get /single-sign-on-users': 'admin',
  'delete /single-sign-on-users/{id}': 'admin',
  'get /walls': 'viewer',
  'post /walls': 'admin',
  'put /walls/{id}': 'admin',
  'delete /walls/{id}': 'admin',
  'post /walls/{id}/links': 'admin',
  'get /tokens': 'admin',
  'post /tokens': 'admin',
  'delete /tokens/{id}': 'admin',
  'get /catalogue': 'viewer',
  'get /catalogue/{id}': 'viewer',
  'get /sources': 'viewer',
  'get /sources/export': 'viewer',
  'post /sources/explain': 'viewer',
  'get /sources/{id}': 'viewer',
  'get /cluster': 'viewer',
  'get /senders': 'viewer',
  'post /senders/block': 'admin',
  'post /senders/unblock': 'admin',
  'get /events': 'viewer',
  'get /events/count': 'viewer',
  'get /events/export': 'viewer',
  'get /search': 'viewer',
  'get /tunnels': 'viewer',
  'get /tunnels/{gateway}/{matchkey}': 'viewer',
  'get /tunnels/{gateway}/{matchkey}/evidence': 'viewer',
  'get /tunnels/{gateway}/{matchkey}/diagnosis': 'viewer',
  'get /gateways': 'viewer',
  'get /gateways/{gateway}': 'viewer',
  'get /gateways/{gateway}/diagnosis': 'viewer',
  'get /series': 'viewer',
  'get /report': 'viewer',
  'post /report/mail': 'operator',
  'get /hand-over-notes': 'viewer',
  'post /hand-over-notes': 'operator',
  'post /hand-over-notes/{id}/read': 'operator',
  'get /alerts': 'viewer',
  'get /alerts/{id}': 'viewer',
  'get /alerts/health': 'viewer',
  'get /alerts/{id}/history': 'viewer',
  'get /alerts/{id}/evidence': 'viewer',
  'get /alerts/{id}/members': 'viewer',
  'post /alerts/{id}/acknowledge': 'operator',
  'post /alerts/{id}/unacknowledge': 'operator',
  'post /alerts/{id}/assign': 'operator',
  'post /alerts/{id}/comment': 'operator',
  'post /alerts/{id}/shelve': 'operator',
  'post /alerts/{id}/unshelve': 'operator',
  'post /alerts/{id}/reopen': 'operator',
  'post /alerts/{id}/close': 'operator',
  'post /alerts/bulk': 'operator',
  'get /maintenance-windows': 'viewer',
  'post /maintenance-windows': 'operator',
  'post /maintenance-windows/{id}/end': 'operator',
  'get /inventory': 'viewer',
  'get /inventory/matches': 'viewer',
  'get /inventory/export': 'viewer',
  'get /inventory/{id}': 'viewer',
  'post /inventory': 'operator',
  'put /inventory/{id}': 'operator',
  'delete /inventory/{id}': 'operator',
  'post /inventory/import': 'operator',
  'get /rules': 'viewer',
  'post /rules/{name}': 'admin',
  'post /rules/{name}/budget': 'admin',
  'get /metrics': 'viewer',
  'get /alerts/{id}/acknowledge-link': 'viewer',
  'get /notifications': 'viewer',
  'get /notifications/silences': 'viewer',
  'post /notifications/{name}/test': 'admin',
  'get /notifications/channels': 'admin',
  'post /notifications/channels': 'admin',
  'put /notifications/channels/{id}': 'admin',
  'delete /notifications/channels/{id}': 'admin',
  'get /notifications/routes': 'admin',
  'put /notifications/routes': 'admin',
  'get /past': 'wall',
  'get /past/gaps': 'viewer',
  'get /past/status': 'wall',
  'get /past/overview': 'viewer',
  'get /past/wall': 'wall',
  'get /past/tunnel': 'viewer',
  'get /past/alerts': 'viewer',
  'get /audit': 'admin',
  'get /audit/state': 'admin',
  'get /audit/choices': 'admin',
  'get /audit/export': 'admin',
  'get /openapi.json': 'viewer',
};

const VIEWS: Readonly<Record<View['view'], { view: View; least: Role }>> = {
  status: { view: { view: 'status' }, least: 'wall' },
  wall: { view: { view: 'wall' }, least: 'wall' },
  overview: { view: { view: 'overview', window: '1h' }, least: 'viewer' },
  tunnel: { view: { view: 'tunnel', gateway: 'gw1', matchkey: 'a', window: '1h' }, least: 'viewer' },
  alerts: { view: { view: 'alerts' }, least: 'viewer' },
  events: { view: { view: 'events' }, least: 'viewer' },
  sources: { view: { view: 'sources' }, least: 'viewer' },
  cluster: { view: { view: 'cluster' }, least: 'viewer' },
};

/** Commands with a request that would be carried out, on an alert that is not there; null for those that answer nothing. */
const COMMANDS: Readonly<Record<keyof ClientToServerEvents, { request: unknown; least: Role }>> = {
  subscribe: { request: { view: { view: 'status' } }, least: 'wall' },
  unsubscribe: { request: null, least: 'wall' },
  presence: { request: null, least: 'viewer' },
  act: { request: { id: 999_999, action: 'comment', version: 1, comment: 'x' }, least: 'operator' },
  actOnAll: { request: { action: 'comment', filter: {}, dryRun: true, comment: 'x' }, least: 'operator' },
};

const documentSchema = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });
const answerSchema = z.object({
  ok: z.boolean(),
  problem: z.object({ status: z.number(), code: z.string() }).optional(),
});

const messageSchema = z.object({
  changes: z.array(
    z.object({ kind: z.string(), viewers: z.array(z.object({ names: z.array(z.string()) })).optional() }),
  ),
});

let server: ServeProcess;
const tokens = new Map<Role, string>();

beforeAll(async () => {
  // A provider that is not there: its routes are, and a sign-in by it fails.
  const provider = ['--oidc-issuer', 'http://127.0.0.1:1', '--oidc-client-id', 'x', '--oidc-viewer', 'x'];
  server = await ServeProcess.start({ signIn: true, flags: provider });
  for (const role of ROLES) tokens.set(role, tokenFor(server.data, role));
});

afterAll(() => server.remove());

/** Sends a request to a route; parts of a path name what is not there, so that nothing is changed. */
function ask(route: string, role: Role | 'anonymous'): Promise<Response> {
  const [method = '', path = ''] = route.split(' ');
  const isHealth = path === '/healthz' || path === '/readyz' || path === '/metrics';
  const url = `${isHealth ? '' : 'api/v1'}${path.replaceAll(/\{\w+\}/g, '999999')}`;
  const headers = role === 'anonymous' ? {} : bearer(tokens.get(role) ?? '');
  if (method === 'get' || method === 'delete') {
    return server.fetch(url, { method: method.toUpperCase(), headers, redirect: 'manual' });
  }
  return server.fetch(url, {
    method: method.toUpperCase(),
    headers: { ...headers, 'Content-Type': 'application/json' },
    body: '{}',
  });
}

function expectedOf(access: Access, role: Role | 'anonymous'): 401 | 403 | 'let in' {
  if (access === 'anyone') return 'let in';
  if (role === 'anonymous') return 401;
  return isAtLeast(role, access) ? 'let in' : 403;
}

describe('who may use which route', () => {
  it('has a row for every route, and no other', async () => {
    const document = documentSchema.parse(await (await ask('get /openapi.json', 'admin')).json());
    const routes = Object.entries(document.paths).flatMap(([path, methods]) =>
      ['get', 'post', 'delete', 'put', 'patch']
        .filter((method) => method in methods)
        .map((method) => `${method} ${path}`),
    );
    expect(routes.sort()).toEqual(Object.keys(ROUTES).sort());
  });

  it.each(Object.entries(ROUTES))('%s is for %s', async (route, access) => {
    for (const role of ['anonymous', ...ROLES] as const) {
      const response = await ask(route, role);
      const expected = expectedOf(access, role);
      const isLetIn = response.status !== 401 && response.status !== 403;
      // A sign-in without a name is answered by its own route, as is one by nobody.
      const shown = isLetIn ? 'let in' : response.status;
      expect([route, role, shown]).toEqual([route, role, expected]);
      if (expected === 'let in') continue;
      const code = expected === 401 ? 'unauthenticated' : 'forbidden';
      expect(await response.json()).toMatchObject({ status: expected, code });
    }
  });
});

describe('figures for Prometheus', () => {
  it('are for everybody where a setting says so, and nothing else is', async () => {
    const open = await ServeProcess.start({ signIn: true, flags: ['--open-metrics'] });
    try {
      expect((await open.fetch('metrics')).status).toBe(200);
      expect((await open.fetch('api/v1/alerts')).status).toBe(401);
    } finally {
      await open.remove();
    }
  });
});

describe('who may do what over the live connection', () => {
  const connect = async (role: Role): Promise<Socket> => {
    const socket = io(new URL(server.url).origin, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: bearer(tokens.get(role) ?? ''),
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('connect_error', reject);
    });
    return socket;
  };

  it('lets nobody in who is nobody', async () => {
    for (const extraHeaders of [{}, bearer('tw_guessed'), { Cookie: 'tunnelwatch-session=guessed' }]) {
      const socket = io(new URL(server.url).origin, {
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        extraHeaders,
      });
      const error = await new Promise<Error>((resolve, reject) => {
        socket.once('connect_error', resolve).once('connect', () => {
          reject(new Error('it was let in'));
        });
      });
      expect(error.message).toBe('unauthenticated');
      socket.disconnect();
    }
  });

  it('has a row for every view and every command, and no other', () => {
    const leastOf = (rows: Readonly<Record<string, { least: Role }>>) =>
      Object.fromEntries(Object.entries(rows).map(([name, { least }]) => [name, least]));
    expect(leastOf(VIEWS)).toEqual(VIEW_ACCESS);
    expect(leastOf(COMMANDS)).toEqual(COMMAND_ACCESS);
  });

  it.each(ROLES)('shows %s the views of that role', async (role) => {
    const socket = await connect(role);
    for (const { view, least } of Object.values(VIEWS)) {
      const answer = answerSchema.parse(await socket.timeout(20_000).emitWithAck('subscribe', { view }));
      expect([view.view, answer.ok, answer.problem?.code]).toEqual(
        isAtLeast(role, least) ? [view.view, true, undefined] : [view.view, false, 'forbidden'],
      );
    }
    socket.disconnect();
  });

  it('[PEO-52] shows the token of a wall that wall and the status, and no other wall, of now or of the past', async () => {
    const post = async (path: string, body: object): Promise<{ id: number; token?: string | undefined }> => {
      const answer = await server.fetch(`api/v1/${path}`, {
        method: 'POST',
        headers: { ...bearer(tokens.get('admin') ?? ''), 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
      return z.object({ id: z.number(), token: z.string().optional() }).parse(await answer.json());
    };
    const { id } = await post('walls', { ...USUAL_WALL, name: 'North' });
    const { id: other } = await post('walls', { ...USUAL_WALL, name: 'South' });
    const { token = '' } = await post(`walls/${String(id)}/links`, { name: 'by the door' });
    const socket = io(new URL(server.url).origin, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: bearer(token),
    });
    const at = new Date(Date.now() - 60_000).toISOString();
    const outcomes = [];
    for (const wall of [id, other, undefined]) {
      const view = { view: 'wall', wall };
      const live = answerSchema.parse(await socket.timeout(20_000).emitWithAck('subscribe', { view }));
      const past = await server.fetch(`api/v1/past/wall?at=${at}${wall === undefined ? '' : `&wall=${String(wall)}`}`, {
        headers: bearer(token),
      });
      outcomes.push([live.ok, past.status]);
    }
    socket.disconnect();
    expect(outcomes).toEqual([
      [true, 200],
      [false, 403],
      [false, 403],
    ]);
  });

  it.each(ROLES)('takes of %s the commands of that role', async (role) => {
    const socket = await connect(role);
    for (const [name, { request, least }] of Object.entries(COMMANDS)) {
      if (request === null) continue;
      const answer = answerSchema.parse(await socket.timeout(20_000).emitWithAck(name, request));
      expect([name, answer.problem?.code === 'forbidden']).toEqual([name, !isAtLeast(role, least)]);
    }
    socket.disconnect();
  });

  it('[PEO-7] enters in the audit trail who was refused what', async () => {
    const entriesSchema = z.object({ items: z.array(z.object({ actor: z.object({ name: z.string() }) })) });
    const socket = await connect('wall');
    await socket.timeout(20_000).emitWithAck('subscribe', { view: VIEWS.alerts.view });
    await socket.timeout(20_000).emitWithAck('act', COMMANDS.act.request);
    socket.disconnect();
    for (const target of ['live view alerts', 'live command act', 'POST /users']) {
      await eventually(target, async () => {
        const path = `api/v1/audit?target=${encodeURIComponent(target)}`;
        const answer = await server.fetch(path, { headers: bearer(tokens.get('admin') ?? '') });
        return entriesSchema.parse(await answer.json()).items.some(({ actor }) => actor.name === 'wall');
      });
    }
  });

  it('tells others who looks at an alert, of those who may look at alerts at all', async () => {
    const watcher = await connect('viewer');
    // The one who connects last may look at everything: once they are told of, all before them have been.
    const told = new Promise<readonly string[]>((resolve) => {
      const listen = (message: unknown): void => {
        const names = messageSchema
          .parse(message)
          .changes.flatMap(({ kind, viewers }) =>
            kind === 'presence' ? (viewers ?? []).flatMap((viewer) => viewer.names) : [],
          );
        if (names.includes('admin')) resolve(names);
      };
      watcher.on('snapshot', listen).on('delta', listen);
    });
    await watcher.timeout(20_000).emitWithAck('subscribe', { view: VIEWS.alerts.view });
    const sockets: Socket[] = [];
    for (const role of ROLES) {
      const socket = await connect(role);
      sockets.push(socket);
      socket.emit('presence', { alertId: 7, by: '' });
      // Messages of one connection are taken in order: this answer says that the one before was taken.
      await socket.timeout(20_000).emitWithAck('subscribe', { view: VIEWS.status.view });
    }
    const allowed = ROLES.filter((role) => isAtLeast(role, COMMANDS.presence.least));
    expect(await told).toEqual([...allowed].sort());
    for (const socket of [watcher, ...sockets]) socket.disconnect();
  });
});

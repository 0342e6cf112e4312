import { addUser } from '@tunnelwatch/server/serve/people/accounts';
import { openPeople } from '@tunnelwatch/server/serve/people/people-store';
import { bearer, TESTER, tokenFor } from '../../support/known-people.js';
import { openAccess } from '../../support/open-desk.js';
import { Validator } from '@seriousme/openapi-schema-validator';
import { curlExample, exampleRequest, javaScriptExample, TOKEN_VARIABLE } from '@tunnelwatch/shared/api-examples';
import { endpointsOf, type OpenApi, type OpenApiOperation, openApiSchema } from '@tunnelwatch/shared/openapi';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { createHttpApp } from '@tunnelwatch/server/serve/http/http-app';
import { USUAL_WALL } from '@tunnelwatch/shared/wall';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventually, ServeProcess } from '../../support/serve-process.js';

const schemaSchema = z.record(z.string(), z.unknown());

let server: ServeProcess;
let document: OpenApi;
let text = '';

beforeAll(async () => {
  const now = new Date().toISOString();
  const content = [
    `<134>1 ${now} gw1 EFW - - - IPSEC: prio=2 id=278 rev=1 event=x action=drop matchkey="a/b" seqno=7 windowbase=100 windowsize=64`,
    `${now} gw1 EFW: IPSEC: prio=5 id=1682 table=main network=192.0.2.0/24 iface=wan`,
    `${now} gw1 EFW: IPSEC: prio=4 id=1683 table=main network=192.0.2.0/24 iface=wan`,
    `${now} gw1 EFW: IPSEC: prio=2 id=1690 matchkey=c`,
    `${now} gw1 EFW: CONN: id=600001 event=conn_open`,
    'rubbish',
    '',
  ];
  const mail = { name: 'mail', kind: 'email', url: 'smtp://127.0.0.1:1', from: 'a@example.net', to: ['b@example.net'] };
  // A channel whose secret is missing: its test answers that it failed, and why.
  const channel = { name: 'noc', kind: 'webhook', url: 'http://127.0.0.1:1/', secretFile: './none' };
  server = await ServeProcess.start({
    signIn: true,
    content: content.join('\n'),
    flags: ['--notifications', JSON.stringify([channel, mail])],
  });
  await signInAsAnn(server);
  await server.untilCount(4);
  await eventually('a report of the sources', async () => {
    const answer = z.object({ items: z.array(z.object({ counts: z.object({ lines: z.number() }) })) });
    return answer.parse(await server.get('sources')).items[0]?.counts.lines === 6;
  });
  const alerts = z.object({ items: z.array(z.unknown()) });
  await eventually('the alerts', async () => alerts.parse(await server.get('alerts')).items.length === 2);
  text = await (await server.fetch('api/v1/openapi.json')).text();
  document = openApiSchema.parse(JSON.parse(text));
});

afterAll(() => server.remove());

const ANNS_PASSWORD = 'a password of ann';

/** From now on every request is one of an admin who has signed in. */
async function signInAsAnn(on: ServeProcess): Promise<void> {
  const store = openPeople(on.data);
  await addUser(store, { name: 'ann', role: 'admin', password: ANNS_PASSWORD }, TESTER);
  const somebody = { name: 'eve', claimed: 'eve', role: 'viewer', signedInAt: Date.now() } as const;
  store.notes.add({ at: Date.now(), owner: 'user bob', author: 'bob', text: 'watch gw1' });
  store.providerUsers.add({ issuer: 'https://login.example', subject: '1' }, somebody);
  store.database.close();
  const body = JSON.stringify({ name: 'ann', password: ANNS_PASSWORD });
  const headers = { 'Content-Type': 'application/json' };
  // Twice, without a cookie: the first session is there to be ended.
  await on.fetch('api/v1/session', { method: 'POST', headers, body });
  on.headers = cookieOf(await on.fetch('api/v1/session', { method: 'POST', headers, body }));
}

function cookieOf(response: Response): { Cookie: string } {
  return { Cookie: (response.headers.get('Set-Cookie') ?? '').split(';')[0] ?? '' };
}

const then = `at=${new Date(Date.now() - 60_000).toISOString()}`;

/** A request for every documented operation, in an order in which each can be carried out. */
const REQUESTS: Readonly<Record<string, string>> = {
  'get /catalogue': 'catalogue',
  'get /catalogue/{id}': 'catalogue/278',
  'get /sources': 'sources',
  'get /sources/export': 'sources/export?format=csv',
  'get /sources/{id}': 'sources/1',
  'get /events': 'events?limit=2',
  'get /events/count': 'events/count?severity=error',
  'get /events/export': 'events/export?format=csv',
  'get /search': 'search?q=gw1',
  'get /tunnels': 'tunnels',
  'get /tunnels/{gateway}/{matchkey}': 'tunnels/gw1/a%2Fb',
  'get /tunnels/{gateway}/{matchkey}/evidence': 'tunnels/gw1/a%2Fb/evidence?window=24h',
  'get /tunnels/{gateway}/{matchkey}/diagnosis': 'tunnels/gw1/a%2Fb/diagnosis?window=24h',
  'get /gateways/{gateway}': 'gateways/gw1',
  'get /gateways/{gateway}/diagnosis': 'gateways/gw1/diagnosis',
  'get /series': 'series?by=tunnel',
  'post /hand-over-notes': 'hand-over-notes',
  'get /hand-over-notes': 'hand-over-notes',
  'post /hand-over-notes/{id}/read': 'hand-over-notes/1/read',
  'get /report': 'report',
  'post /report/mail': 'report/mail',
  'get /alerts': 'alerts',
  'get /alerts/{id}': 'alerts/1',
  'get /alerts/health': 'alerts/health',
  'get /alerts/{id}/history': 'alerts/1/history',
  'get /alerts/{id}/evidence': 'alerts/1/evidence',
  'get /alerts/{id}/members': 'alerts/1/members',
  'post /alerts/{id}/acknowledge': 'alerts/2/acknowledge',
  'post /alerts/{id}/unacknowledge': 'alerts/2/unacknowledge',
  'post /alerts/{id}/assign': 'alerts/2/assign',
  'post /alerts/{id}/comment': 'alerts/2/comment',
  'post /alerts/{id}/shelve': 'alerts/2/shelve',
  'post /alerts/{id}/unshelve': 'alerts/2/unshelve',
  'post /alerts/{id}/close': 'alerts/1/close',
  'post /alerts/{id}/reopen': 'alerts/1/reopen',
  'post /alerts/bulk': 'alerts/bulk',
  'get /past': 'past',
  'get /past/gaps': 'past/gaps?from=2026-02-10T17:00:00Z&to=2026-02-10T18:00:00Z',
  'get /past/status': `past/status?${then}`,
  'get /past/wall': `past/wall?${then}`,
  'get /past/alerts': `past/alerts?${then}`,
  'get /past/overview': `past/overview?${then}&window=24h`,
  'get /past/tunnel': `past/tunnel?${then}&gateway=gw1&matchkey=a%2Fb`,
  'get /audit': 'audit?by=people&outcome=done&action=acknowledge,close&q=gw1',
  'get /audit/state': 'audit/state',
  'get /audit/choices': 'audit/choices',
  'get /audit/export': 'audit/export?format=ndjson',
  'post /maintenance-windows': 'maintenance-windows',
  'get /maintenance-windows': 'maintenance-windows',
  'post /inventory': 'inventory',
  'post /inventory/import': 'inventory/import',
  'get /inventory': 'inventory',
  'get /inventory/{id}': 'inventory/1',
  'get /inventory/matches': 'inventory/matches?kind=matchkey&gateway=*&pattern=a*',
  'get /inventory/export': 'inventory/export',
  'put /inventory/{id}': 'inventory/1',
  'delete /inventory/{id}': 'inventory/1?version=2',
  'get /senders': 'senders',
  'post /senders/block': 'senders/block',
  'post /senders/unblock': 'senders/unblock',
  'get /rules': 'rules',
  'post /rules/{name}': 'rules/overflow',
  'post /rules/{name}/budget': 'rules/overflow/budget',
  'post /maintenance-windows/{id}/end': 'maintenance-windows/1/end',
  'get /alerts/{id}/acknowledge-link': 'alerts/1/acknowledge-link?token=x',
  'get /notifications': 'notifications',
  'get /notifications/silences': 'notifications/silences',
  'post /notifications/{name}/test': 'notifications/noc/test',
  'post /notifications/channels': 'notifications/channels',
  'put /notifications/channels/{id}': 'notifications/channels/1',
  'put /notifications/routes': 'notifications/routes',
  'get /notifications/channels': 'notifications/channels',
  'get /notifications/routes': 'notifications/routes',
  'delete /notifications/channels/{id}': 'notifications/channels/1?version=2',
  'post /sources/explain': 'sources/explain',
  'get /session': 'session',
  'post /session': 'session',
  'put /session/settings': 'session/settings',
  'get /session/settings': 'session/settings',
  'put /session/alerts-seen': 'session/alerts-seen',
  'post /views': 'views',
  'put /views/{id}': 'views/1',
  'put /views/default': 'views/default',
  'get /views': 'views?page=alerts',
  'delete /views/{id}': 'views/1',
  'get /sessions': 'sessions',
  'delete /sessions/{id}': 'sessions/1',
  'post /session/password': 'session/password',
  'post /users': 'users',
  'get /users': 'users',
  'post /users/{name}/role': 'users/bea/role',
  'post /users/{name}/password': 'users/bea/password',
  'delete /users/{name}': 'users/bea',
  'get /single-sign-on-users': 'single-sign-on-users',
  'delete /single-sign-on-users/{id}': 'single-sign-on-users/1',
  'post /tokens': 'tokens',
  'get /tokens': 'tokens',
  'delete /tokens/{id}': 'tokens/1',
  'post /walls': 'walls',
  'get /walls': 'walls',
  'put /walls/{id}': 'walls/1',
  'post /walls/{id}/links': 'walls/1/links',
  'delete /walls/{id}': 'walls/1',
  'get /gateways': 'gateways',
  'get /openapi.json': 'openapi.json',
  'get /healthz': 'healthz',
  'get /readyz': 'readyz',
  'get /metrics': 'metrics',
  'delete /session': 'session',
};

/** Operations of a server of another kind, which tests of their own ask: `test/app/cluster-status.test.ts`. */
const ASKED_ELSEWHERE = ['get /cluster'];

const until = new Date(Date.now() + 3_600_000).toISOString();
const FILTER = { gateway: 'nowhere' };

/** Bodies of the operations that need one; each action sees the version that the one before has made. */
const BODIES: Readonly<Record<string, object>> = {
  'post /alerts/{id}/acknowledge': { version: 1, comment: '' },
  'post /alerts/{id}/unacknowledge': { version: 2 },
  'post /alerts/{id}/assign': { version: 3, assignee: 'bob' },
  'post /alerts/{id}/comment': { version: 4, comment: 'called the site' },
  'post /alerts/{id}/shelve': { version: 5, until },
  'post /alerts/{id}/unshelve': { version: 6 },
  'post /alerts/{id}/close': { version: 1, comment: 'route removed by hand' },
  'post /alerts/{id}/reopen': { version: 2 },
  'post /alerts/bulk': { action: 'acknowledge', filter: FILTER, dryRun: true },
  'post /sources/explain': { line: 'EFW: IPSEC: prio=2 id=278 matchkey=a1' },
  'post /session': { name: 'ann', password: ANNS_PASSWORD },
  'post /session/password': { current: ANNS_PASSWORD, next: 'another password of ann' },
  'put /session/settings': {
    theme: 'light',
    timeZone: 'utc',
    density: 'compact',
    sound: true,
    hiddenColumns: { tunnels: ['mix'] },
  },
  'put /session/alerts-seen': { at: '2026-02-10T17:00:00Z' },
  'post /views': { page: 'alerts', name: 'Mine', search: 'gateway=gw1' },
  'put /views/{id}': { name: 'Ours', search: 'priority=urgent', isShared: true },
  'put /views/default': { page: 'alerts', view: 1, role: 'viewer' },
  'post /hand-over-notes': { text: 'the site calls back' },
  'post /hand-over-notes/{id}/read': {},
  'post /report/mail': { channel: 'mail' },
  'post /users': { name: 'bea', role: 'viewer' },
  'post /users/{name}/role': { role: 'operator' },
  'post /tokens': { name: 'a script', role: 'viewer' },
  'post /walls': { ...USUAL_WALL, name: 'North' },
  'put /walls/{id}': { ...USUAL_WALL, name: 'North', gateways: ['edge-*'] },
  'post /walls/{id}/links': { name: 'by the door' },
  'post /senders/block': { sender: '203.0.113.9' },
  'post /senders/unblock': { sender: '203.0.113.9' },
  'post /rules/{name}/budget': { settings: { enabled: true, quietMinutes: 5, priority: 'urgent' } },
  'post /rules/{name}': { version: 1, settings: { enabled: true, quietMinutes: 5, priority: 'urgent' } },
  'post /notifications/channels': { name: 'chat', kind: 'slack', secret: 'https://chat.example/hook' },
  'put /notifications/channels/{id}': { name: 'chat', kind: 'slack', minPriority: 'high', version: 1 },
  'put /notifications/routes': { version: 0, routes: [{ channels: ['noc'], days: ['mon-fri'], hours: '7:00-19:00' }] },
  'post /inventory': { kind: 'matchkey', pattern: 'a/*', name: 'Riga' },
  'put /inventory/{id}': { kind: 'matchkey', pattern: 'a/*', name: 'Riga office', version: 1 },
  'post /maintenance-windows': {
    from: new Date().toISOString(),
    until,
    ...FILTER,
    matchkey: null,
    class: null,
    comment: 'new firmware',
  },
};

function operations(of: OpenApi) {
  return endpointsOf(of).map((endpoint) => ({ ...endpoint, name: `${endpoint.method} ${endpoint.path}` }));
}

/** What an operation describes of an answer; undefined when it does not. */
function contentOf({ responses }: OpenApiOperation, status: number, type: string) {
  const response = responses[String(status)];
  return response === undefined || '$ref' in response ? undefined : response.content?.[type];
}

/** A schema without references: each is replaced by what it names. */
function resolved(schema: Record<string, unknown>): Record<string, unknown> {
  const resolve = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(resolve);
    if (typeof part !== 'object' || part === null) return part;
    const { $ref } = z.looseObject({ $ref: z.string().optional() }).parse(part);
    if ($ref !== undefined) return resolve(document.components.schemas[$ref.replace(/^.*\//, '')]);
    return Object.fromEntries(Object.entries(part).map(([name, value]) => [name, resolve(value)]));
  };
  return schemaSchema.parse(resolve(schema));
}

describe('the OpenAPI document', () => {
  it('describes what the tests ask, all of it', () => {
    expect(
      operations(document)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...Object.keys(REQUESTS), ...ASKED_ELSEWHERE].sort());
    const ids = operations(document).map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('describes every route that the router has, and no other', () => {
    const directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-pages-'));
    writeFileSync(join(directory, 'index.html'), '<html><head></head></html>');
    const unused = () => {
      throw new Error('a route is called');
    };
    const app = createHttpApp({
      // Nothing is asked of it here: only the table of routes is read.
      context: new Proxy(
        {},
        { get: (_, name) => (name === 'catalogue' ? createCatalogue(BUILTIN_CATALOGUE) : unused) },
      ) as never,
      basePath: '/',
      clientDirectory: directory,
      ...openAccess(),
      onError: unused,
    });
    rmSync(directory, { recursive: true });
    const documented = operations(document).map(({ name }) => name.replaceAll(/\{(\w+)\}/g, ':$1'));
    expect(routesOf(app.router).sort()).toEqual([...documented, 'get /{*splat}'].sort());
  });

  it.each(Object.entries(REQUESTS))('is true: %s answers as described', async (name, path) => {
    const found = operations(document).find((each) => each.name === name);
    if (found === undefined) throw new Error(`${name} is not described`);
    const isFile = name === 'post /inventory/import';
    const body = isFile ? 'matchkey,name\nk,Oslo\n' : JSON.stringify(BODIES[name] ?? {});
    const headers = { 'Content-Type': isFile ? 'text/csv' : 'application/json' };
    const hasBody = found.method === 'post' || found.method === 'put';
    const init = { method: found.method.toUpperCase(), ...(hasBody ? { headers, body } : {}) };
    const response = await server.fetch(`${found.base}/${path}`.replace(/^\/+/, ''), init);
    const type = (response.headers.get('Content-Type') ?? '').split(';')[0] ?? '';
    const described = contentOf(found.operation, response.status, type);
    expect(response.status).toBe(200);
    // The new session of the browser has replaced the old one.
    if (name === 'post /session') server.headers = cookieOf(response);
    expect(described, `${name} answers ${type}`).toBeDefined();
    if (type !== 'application/json' || described === undefined) return;
    const answer: unknown = await response.json();
    const schema = resolved(described.schema);
    // A JSON Schema of 2020-12 is what the converter takes; the compiler knows only that it is an object.
    const parsed = z.fromJSONSchema(schema).safeParse(answer);
    expect(parsed.error?.issues ?? []).toEqual([]);
    expect(undescribed(schema, answer, name)).toEqual([]);
  });

  it('describes refusals: problem details, each with its status', async () => {
    const token = tokenFor(server.data, 'viewer', 'refusals');
    const problem = z.fromJSONSchema(resolved(document.components.schemas['Problem'] ?? {}));
    const asked = [
      { name: 'get /events', path: 'events?limit=0', status: '400', as: 'BadRequest' },
      { name: 'get /alerts/{id}', path: 'alerts/99', status: '404', as: 'NotFound' },
    ];
    for (const { name, path, status, as } of asked) {
      const response = await server.fetch(`api/v1/${path}`, { headers: bearer(token) });
      expect(String(response.status)).toBe(status);
      expect(problem.safeParse(await response.json()).error?.issues ?? []).toEqual([]);
      const { operation } = operations(document).find((each) => each.name === name) ?? {};
      expect(operation?.responses[status]).toEqual({ $ref: `#/components/responses/${as}` });
    }
  });

  it('[LIVE-93] is valid, and names what many operations have once', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(text));
    expect(errors ?? []).toEqual([]);
    expect(valid).toBe(true);
    const named = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name);
    expect(new Set(named).size).toBeGreaterThan(30);
    expect([...new Set(named)].filter((name) => document.components.schemas[name ?? ''] === undefined)).toEqual([]);
  });

  it('[LIVE-94] has examples for every operation, of which a shell and Node.js run as they stand', async () => {
    const token = tokenFor(server.data, 'viewer', 'examples');
    const env = { PATH: process.env['PATH'] ?? '', [TOKEN_VARIABLE]: token };
    const examples = operations(document).map(({ name, ...endpoint }) => ({
      name,
      request: exampleRequest(document, endpoint, new URL(server.url).origin),
    }));
    // Bodies have all that is required of them.
    for (const { name, request } of examples) expect(request.body ?? '{}', name).not.toContain('null,');
    for (const wanted of ['get /events/count', 'get /gateways/{gateway}', 'post /sources/explain']) {
      const request = examples.find(({ name }) => name === wanted)?.request;
      if (request === undefined) throw new Error(`${wanted} has no example`);
      const byCurl = spawnSync('sh', ['-c', curlExample(request)], { env, encoding: 'utf8' });
      expect(byCurl, wanted).toMatchObject({ status: 0 });
      const words = ['--input-type=module', '--eval', javaScriptExample(request)];
      const byNode = spawnSync(process.execPath, words, { env, encoding: 'utf8' });
      expect(byNode, wanted).toMatchObject({ status: 0 });
      expect(Object.keys(JSON.parse(byNode.stdout))).toEqual(Object.keys(JSON.parse(byCurl.stdout)));
    }
  });

  it('names every parameter of a path and what a query may hold', () => {
    const events = document.paths['/events']?.get?.parameters.map(({ name }) => name);
    expect(events).toEqual([
      'gateway',
      'matchkey',
      'iface',
      'messageId',
      'class',
      'severity',
      'from',
      'to',
      'q',
      'at',
      'limit',
      'cursor',
      'timeout',
    ]);
    expect(
      document.paths['/events/export']?.get?.parameters.filter(({ required }) => required).map(({ name }) => name),
    ).toEqual(['format']);
    expect(
      document.paths['/tunnels/{gateway}/{matchkey}']?.get?.parameters.map((each) => [
        each.name,
        each.in,
        each.required,
      ]),
    ).toEqual([
      ['gateway', 'path', true],
      ['matchkey', 'path', true],
    ]);
    expect(document.paths['/alerts/{id}/acknowledge']?.post?.requestBody?.content['application/json']).toBeDefined();
  });
});

/** Methods and paths of all routes of an Express router, those of routers within it too. */
function routesOf(router: object): string[] {
  const layers = z
    .array(z.object({ route: z.unknown().optional(), handle: z.unknown() }))
    .parse(Reflect.get(router, 'stack'));
  return layers.flatMap(({ route, handle }) => {
    if (typeof handle === 'function' && Array.isArray(Reflect.get(handle, 'stack'))) return routesOf(handle);
    if (route === undefined) return [];
    const { path, methods } = z.object({ path: z.string(), methods: z.record(z.string(), z.boolean()) }).parse(route);
    return Object.keys(methods)
      .filter((method) => method !== '_all')
      .map((method) => `${method} ${path}`);
  });
}

/** Places of an answer that its schema does not mention. */
function undescribed(schema: Record<string, unknown>, value: unknown, at: string): string[] {
  const node = z.looseObject({
    properties: z.record(z.string(), schemaSchema).optional(),
    additionalProperties: z.union([z.boolean(), schemaSchema]).optional(),
    items: z.union([z.boolean(), schemaSchema]).optional(),
    anyOf: z.array(schemaSchema).optional(),
    oneOf: z.array(schemaSchema).optional(),
  });
  const { properties, additionalProperties, items, anyOf, oneOf } = node.parse(schema);
  const choices = anyOf ?? oneOf;
  if (choices !== undefined) {
    const outcomes = choices.map((choice) => undescribed(choice, value, at));
    return outcomes.find((outcome) => outcome.length === 0) ?? outcomes[0] ?? [];
  }
  if (Array.isArray(value)) {
    return typeof items === 'object'
      ? value.flatMap((item, index) => undescribed(items, item, `${at}[${String(index)}]`))
      : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    const own = properties?.[name];
    if (own !== undefined) return undescribed(own, part, `${at}.${name}`);
    const isOpen = typeof additionalProperties === 'object' || schema['propertyNames'] !== undefined;
    return isOpen ? [] : [`${at}.${name}`];
  });
}

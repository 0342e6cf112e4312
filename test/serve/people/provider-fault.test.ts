import { openIdConnect } from '@tunnelwatch/server/serve/people/openid-connect';
import { providerFault } from '@tunnelwatch/server/serve/people/provider-fault';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server } from 'node:net';
import { ClientError } from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeAuthority, makeCertificate } from '../../support/certificates.js';
import { freePort } from '../../support/free-port.js';
import { type IdentityProvider, startProvider } from '../../support/identity-provider.js';
import { eventually, ServeProcess } from '../../support/serve-process.js';
import { tempFolders } from '../../support/temp-folder.js';

const REDIRECT = 'http://127.0.0.1:1/api/v1/session/oidc/callback';
const NOW = Date.parse('2026-02-10T03:12:00Z');

const makeFolder = tempFolders();

let provider: IdentityProvider;
const servers: Server[] = [];

beforeAll(async () => {
  provider = await startProvider(await freePort(), REDIRECT, { dave: ['noc'] });
});

afterAll(async () => {
  await provider.close();
  for (const server of servers) server.close();
});

/** The port of a server on loopback. */
async function portOf(server: Server, wanted = 0): Promise<number> {
  servers.push(server);
  server.listen(wanted, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function signOn(issuer: string, clientSecret: string | null = null) {
  const faults: string[] = [];
  const desk = openIdConnect({
    issuer,
    clientId: 'tunnelwatch',
    clientSecret,
    label: 'Sign in',
    scopes: 'openid',
    nameClaim: 'preferred_username',
    roleClaim: 'groups',
    values: { admin: [], operator: ['noc'], viewer: [] },
    publicUrl: null,
    clock: Date.now,
    onFault: (text) => {
      faults.push(text);
    },
    onError: (error) => {
      throw error;
    },
  });
  return { desk, faults };
}

/** What the browser brings back. */
async function answered(desk: ReturnType<typeof openIdConnect>, answer: Record<string, string>) {
  const begun = await desk.begin(REDIRECT, { to: '/', replaces: null }, '/');
  if (!begun.ok) throw new Error(begun.detail);
  const state = new URL(begun.value.url).searchParams.get('state') ?? '';
  const query = new URLSearchParams({ ...answer, state, iss: provider.issuer });
  return desk.finish(`?${query.toString()}`, begun.value.ticket);
}

describe('[PEO-15] a provider that', () => {
  it('does not listen is named, and asked again by the next sign-in', async () => {
    const port = await freePort();
    const { desk, faults } = signOn(`http://127.0.0.1:${String(port)}`);
    expect(await desk.check()).toBe(false);
    expect(faults).toEqual([
      `single sign-on: cannot reach 127.0.0.1:${String(port)}: connect ECONNREFUSED 127.0.0.1:${String(port)}; the next sign-in tries again`,
    ]);
    const issuer = `http://127.0.0.1:${String(port)}`;
    const late = createServer((_request, response) => {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ issuer }));
    });
    await portOf(late, port);
    expect(await desk.check()).toBe(true);
    expect(faults).toHaveLength(1);
  });

  it('has a certificate of an authority that is not known here is named, with the variable that adds one', async () => {
    const folder = makeFolder();
    const { certificate, key } = makeCertificate(folder, 'login', makeAuthority(folder, 'ca'));
    const tls = createTlsServer({ cert: readFileSync(certificate), key: readFileSync(key) });
    const { desk, faults } = signOn(`https://localhost:${String(await portOf(tls))}`);
    expect(await desk.begin(REDIRECT, { to: '/', replaces: null }, '/')).toMatchObject({
      status: 503,
      reason: 'provider-unavailable',
    });
    expect(faults.join()).toMatch(/the certificate of localhost:\d+ is not trusted here .*NODE_EXTRA_CA_CERTS/);
  });

  it('is none, or another one, is told apart', async () => {
    const none = createServer((_request, response) => response.writeHead(404).end());
    const issuer = `http://127.0.0.1:${String(await portOf(none))}`;
    const wrong = signOn(issuer);
    await wrong.desk.check();
    expect(wrong.faults.join()).toContain(`(HTTP status 404): check oidc.issuer, it must be found at ${issuer}/.well-`);
    const other = signOn(provider.issuer.replace('127.0.0.1', 'localhost'));
    await other.desk.check();
    expect(other.faults.join()).toContain(`calls itself ${provider.issuer}: set oidc.issuer to that`);
  });

  it('does not accept the client secret leads to the settings, in the audit trail too', async () => {
    const { desk, faults } = signOn(provider.issuer, 'not the secret');
    const refused = await answered(desk, { code: 'x' });
    expect(refused).toMatchObject({ ok: false, detail: expect.stringContaining('oidc.clientSecretFile') });
    expect(faults.join()).toMatch(/does not accept this client: check oidc.clientId/);
  });

  it('ended the sign-in is quoted, on one line', async () => {
    const { desk, faults } = signOn(provider.issuer);
    const refused = await answered(desk, { error: 'access_denied', error_description: 'not\nassigned' });
    expect(refused).toMatchObject({ ok: false, status: 403, reason: 'provider-refused' });
    expect(faults.join()).toMatch(/^single sign-on: the provider ended the sign-in: access_denied \(not.*assigned\)$/);
  });

  it.each([
    [clientError('OAUTH_JWT_TIMESTAMP_CHECK_FAILED'), /not valid now, at 2026-02-10T03:12:00.000Z/],
    [clientError('OAUTH_TIMEOUT'), /no answer from https:\/\/login.example within 10 seconds/],
    [
      failedFetch('CERT_HAS_EXPIRED'),
      /login.example has expired: renew it there; this machine’s clock says 2026-02-10/,
    ],
    [failedFetch('CERT_NOT_YET_VALID'), /login.example is not valid yet: this machine’s clock says 2026-02-10/],
    [failedFetch('ERR_TLS_CERT_ALTNAME_INVALID'), /is for another name: set oidc.issuer/],
  ])('fails with %s is explained', (error, text) => {
    expect(providerFault(error, { issuer: 'https://login.example', now: NOW })).toMatch(text);
  });

  it('fails for a reason of ours is left to the log of errors', () => {
    const asked = { issuer: 'https://login.example', now: NOW };
    expect(providerFault(new TypeError('x is not a function'), asked)).toBeUndefined();
    expect(providerFault(new ClientError('odd'), asked)).toBeUndefined();
  });
});

/** As the library throws it. */
function clientError(code: string): ClientError {
  return Object.assign(new ClientError(code.toLowerCase()), { code });
}

/** As `fetch` throws it. */
function failedFetch(code: string): TypeError {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code.toLowerCase()), { code }) });
}

it('[PEO-15] a server starts without its provider, says so in the log, and leads whoever cannot sign in back to the page that says why', async () => {
  const port = String(await freePort());
  const client = ['--oidc-client-id', 'tunnelwatch', '--oidc-viewer', 'all'];
  const server = await ServeProcess.start({
    signIn: true,
    flags: ['--oidc-issuer', `http://127.0.0.1:${port}`, ...client],
  });
  const ledTo = (host: string): Promise<string | undefined> => {
    const asked = request(new URL('api/v1/session/oidc', server.url), { headers: { Host: host } }).end();
    return new Promise((resolve, reject) => {
      asked.once('error', reject).once('response', (response) => {
        response.resume();
        resolve(response.headers.location);
      });
    });
  };
  try {
    await eventually('the fault is in the log', () =>
      server.logged.includes(`single sign-on: cannot reach 127.0.0.1:${port}`),
    );
    expect(await ledTo(new URL(server.url).host)).toBe('/sign-in?refused=provider-unavailable');
    expect(await ledTo('noc.example')).toBe('/sign-in?refused=unknown-host');
  } finally {
    await server.remove();
  }
});

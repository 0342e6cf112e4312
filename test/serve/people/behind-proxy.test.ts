import { addUser } from '@tunnelwatch/server/serve/people/accounts';
import { openPeople } from '@tunnelwatch/server/serve/people/people-store';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Certificate, makeAuthority, makeCertificate } from '../../support/certificates.js';
import { cookiesOf, httpsRequest } from '../../support/https-request.js';
import { freePort } from '../../support/free-port.js';
import { Nginx } from '../../support/nginx.js';
import { findProgram } from '../../../scripts/programs.mjs';
import { startProcess } from '../../support/processes.js';
import { lacks, skipWithout } from '../../support/programs.js';
import { eventually, ServeProcess } from '../../support/serve-process.js';
import { TESTER } from '../../support/known-people.js';

const PASSWORD = 'a password of ann';
/** Where the browser stands: not at the address of the proxy, whose word is taken. */
const BROWSER = '127.0.0.2';

let folder = '';
let ca: Buffer;
let server: ServeProcess;
let nginx: Nginx;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-proxy-'));
  const authority = makeAuthority(folder, 'authority');
  ca = readFileSync(authority.certificate);
  server = await ServeProcess.start({
    signIn: true,
    flags: ['--base-path', '/tw/', '--trusted-proxies', '127.0.0.1'],
  });
  const store = openPeople(server.data);
  await addUser(store, { name: 'ann', role: 'admin', password: PASSWORD }, TESTER);
  store.database.close();
  const certificate = makeCertificate(folder, 'proxy.example', authority);
  const manual = readFileSync('docs/reverse-proxies.md', 'utf8');
  const location = /```nginx\n([^`]+)```/.exec(manual)?.[1] ?? '';
  nginx = await Nginx.start({ folder, certificate, upstreamPort: server.port, path: '/tw/' }, location);
});

afterAll(async () => {
  await nginx.end();
  await server.remove();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (path: string, options: Parameters<typeof httpsRequest>[1] = {}) =>
  httpsRequest(new URL(path, nginx.url), { ca, localAddress: BROWSER, ...options });

function signIn(headers: Record<string, string> = {}) {
  return ask('api/v1/session', { method: 'POST', body: { name: 'ann', password: PASSWORD }, headers });
}

/** A proxy of Debian that adds TLS in front of the server, with the very lines of the manual. */
interface ProxyProgram {
  name: string;
  program: string;
  /** The words that start it with a configuration. */
  words: (file: string) => string[];
  /** The lines of the manual with the certificate, the ports and the path of the test. */
  configure: (lines: string, port: number, certificate: Certificate) => string;
}

const PROXIES: readonly ProxyProgram[] = [
  {
    name: 'HAProxy',
    program: 'haproxy',
    words: (file) => ['-db', '-f', file],
    configure: (lines, port, { certificate, key }) => {
      const pem = join(folder, 'haproxy.pem');
      writeFileSync(pem, readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'));
      return lines.replace('bind :443', `bind 127.0.0.1:${String(port)}`).replace('/etc/haproxy/noc.example.pem', pem);
    },
  },
  {
    name: 'Caddy',
    program: 'caddy',
    words: (file) => ['run', '--adapter', 'caddyfile', '--config', file],
    // Its certificate comes from a file, so it asks nobody for one and leaves port 80 alone.
    configure: (lines, port, { certificate, key }) =>
      `{\n admin off\n auto_https disable_redirects\n}\n${lines.replace(
        'noc.example {',
        `https://localhost:${String(port)} {\n bind 127.0.0.1\n tls ${certificate} ${key}`,
      )}`,
  },
];

/** Starts a proxy and waits until it passes requests on. */
async function startProxy(
  { program, words, configure }: ProxyProgram,
  certificate: Certificate,
  trusted: Buffer,
): Promise<{ url: string; end: () => Promise<void> }> {
  const port = await freePort();
  const lines =
    new RegExp(`\`\`\`${program}\n([^\`]+)\`\`\``).exec(readFileSync('docs/reverse-proxies.md', 'utf8'))?.[1] ?? '';
  const file = join(folder, `${program}.conf`);
  const configuration = configure(lines, port, certificate)
    .replaceAll('/tunnelwatch/', '/tw/')
    .replace('127.0.0.1:8080', `127.0.0.1:${String(server.port)}`);
  writeFileSync(file, configuration);
  const child = startProcess(findProgram(program) ?? program, words(file), { env: { HOME: folder } });
  const url = `https://localhost:${String(port)}/tw/`;
  await eventually(program, () =>
    httpsRequest(new URL('healthz', url), { ca: trusted }).then(
      ({ status }) => status === 200,
      () => false,
    ),
  );
  return {
    url,
    end: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

describe.each(PROXIES)('behind $name', (program) => {
  it('[LIVE-96] signs in below a path with its lines of the manual, and upgrades the live connection', async () => {
    skipWithout(program.program, 'openssl');
    const authority = makeAuthority(folder, `authority of ${program.program}`);
    const trusted = readFileSync(authority.certificate);
    const proxy = await startProxy(program, makeCertificate(folder, `${program.program}.example`, authority), trusted);
    try {
      const { origin } = new URL(proxy.url);
      const answer = await httpsRequest(new URL('api/v1/session', proxy.url), {
        ca: trusted,
        localAddress: BROWSER,
        method: 'POST',
        body: { name: 'ann', password: PASSWORD },
        headers: { Origin: origin },
      });
      expect(answer.status).toBe(200);
      const Cookie = cookiesOf(answer);
      const sessions = await httpsRequest(new URL('api/v1/sessions', proxy.url), {
        ca: trusted,
        headers: { Cookie },
      });
      const own = sessionsSchema.parse(JSON.parse(sessions.body)).items.find(({ isOwn }) => isOwn);
      expect(own?.address).toBe(BROWSER);
      const socket = io(origin, {
        path: '/tw/socket.io',
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        ca: trusted.toString(),
        extraHeaders: { Cookie, Origin: origin },
      });
      const outcome = await new Promise<string>((resolve) => {
        socket.on('connect', () => {
          resolve('connected');
        });
        socket.on('connect_error', ({ message }) => {
          resolve(message);
        });
      });
      socket.disconnect();
      expect(outcome).toBe('connected');
    } finally {
      await proxy.end();
    }
  });
});

const sessionsSchema = z.object({ items: z.array(z.object({ address: z.string(), isOwn: z.boolean() })) });

describe.skipIf(lacks('nginx', 'openssl'))('behind nginx, which adds TLS and a path', () => {
  it('gives the pages below that path, and nothing beside it', async () => {
    const page = await ask('events');
    expect([page.status, page.body]).toEqual([200, expect.stringContaining('<base href="/tw/">')]);
    expect((await fetch(new URL('/events', server.url))).status).toBe(404);
    expect((await ask('/tw/..%2f..%2fetc%2fpasswd')).body).not.toContain('root:');
  });

  it('[PEO-11] signs in with a cookie that goes over https and below the path only', async () => {
    const answer = await signIn({ Origin: new URL(nginx.url).origin });
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toEqual([
      expect.stringMatching(
        /^__Secure-tunnelwatch-session=[\w-]{43}; Path=\/tw\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/,
      ),
      expect.stringMatching(/^__Secure-tunnelwatch-device=.*; Path=\/tw\/; .*; HttpOnly; Secure; SameSite=Strict$/),
    ]);
    const Cookie = cookiesOf(answer);
    expect((await ask('api/v1/users', { headers: { Cookie } })).status).toBe(200);
    // A cookie that anybody in the domain or on the way could have planted.
    const planted = Cookie.replaceAll('__Secure-', '');
    expect((await ask('api/v1/users', { headers: { Cookie: planted } })).status).toBe(401);
  });

  it('knows from where somebody comes, whatever they say themselves', async () => {
    const Cookie = cookiesOf(await signIn({ 'X-Forwarded-For': '203.0.113.9' }));
    const addressOf = async () => {
      const { body } = await ask('api/v1/sessions', { headers: { Cookie } });
      return sessionsSchema.parse(JSON.parse(body)).items.find(({ isOwn }) => isOwn)?.address;
    };
    expect(await addressOf()).toBe(BROWSER);
  });

  it('carries the live connection, of this site only, until its owner signs out', async () => {
    const Cookie = cookiesOf(await signIn());
    const connect = (Origin: string) =>
      io(new URL(nginx.url).origin, {
        path: '/tw/socket.io',
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        ca: ca.toString(),
        extraHeaders: { Cookie, Origin },
      });
    const foreign = connect('https://evil.example');
    expect(await new Promise((resolve) => foreign.once('connect_error', resolve))).toBeInstanceOf(Error);
    const inTheClear = connect(new URL(nginx.url).origin.replace('https:', 'http:'));
    expect(await new Promise((resolve) => inTheClear.once('connect_error', resolve))).toBeInstanceOf(Error);
    const socket = connect(new URL(nginx.url).origin);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('connect_error', reject));
    expect(await socket.timeout(20_000).emitWithAck('subscribe', { view: { view: 'status' } })).toMatchObject({
      ok: true,
    });
    const gone = new Promise<void>((resolve) => {
      socket.once('disconnect', () => {
        resolve();
      });
    });
    const out = await ask('api/v1/session', { method: 'DELETE', headers: { Cookie } });
    expect([out.status, out.headers['set-cookie']?.length]).toEqual([200, 2]);
    await gone;
    expect((await ask('api/v1/users', { headers: { Cookie } })).status).toBe(401);
  });

  it('refuses acts of pages of other sites', async () => {
    const inTheClear = new URL(nginx.url).origin.replace('https:', 'http:');
    for (const Origin of ['https://evil.example', 'null', 'https://localhost', 'https://127.0.0.1', inTheClear]) {
      expect([Origin, (await signIn({ Origin })).status]).toEqual([Origin, 403]);
    }
  });
});

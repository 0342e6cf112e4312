import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServeProcess } from '../../support/serve-process.js';

/** A request as it is written, where `fetch` would tidy up the path or refuse the header. */
async function raw(server: ServeProcess, path: string, headers: Record<string, string> = {}) {
  const asked = request({ host: '127.0.0.1', port: server.port, path, headers }).end();
  // The event's only argument is the response.
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: response.statusCode, type: response.headers['content-type'] ?? '', body: await text(response) };
}

describe.each(['/', '/tw/', '/a/b/'])('under %s', (basePath) => {
  let server: ServeProcess;

  beforeAll(async () => {
    const line = '[2026-02-10 11:00:00] EFW: IPSEC: prio=2 id=278 matchkey=1';
    server = await ServeProcess.start({
      content: `${line}\n`,
      flags: basePath === '/' ? [] : ['--base-path', basePath],
    });
    await server.untilCount(1);
  });

  afterAll(() => server.remove());

  it('every page is the client, told where it is', async () => {
    expect(new URL(server.url).pathname).toBe(basePath);
    for (const page of ['', 'wall', 'tunnels', 'tunnels/gw.one/a%2Fb', 'tunnels/~/~..', 'alerts/1', 'nothing?x=1']) {
      const response = await server.fetch(page, { headers: { Accept: 'text/html,*/*;q=0.8' } });
      expect([page, response.status]).toEqual([page, 200]);
      expect(response.headers.get('Content-Type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('Cache-Control')).toBe('no-cache');
      const html = await response.text();
      expect(html.match(/<base[^>]*>/g)).toEqual([`<base href="${basePath}">`]);
      expect(html.indexOf('<base')).toBeLessThan(html.search(/<(link|script)/));
    }
  });

  it('the page under the name of its file is the page that knows where it is', async () => {
    const response = await server.fetch('index.html');
    expect(response.redirected).toBe(true);
    expect(response.url).toBe(server.url);
    expect(await response.text()).toContain(`<base href="${basePath}">`);
  });

  it('the health checks are at the root too, for supervisors that know no sub-path', async () => {
    expect((await raw(server, '/healthz')).status).toBe(200);
    const ready = await raw(server, '/readyz');
    expect([ready.status, JSON.parse(ready.body)]).toEqual([200, { status: 'ready' }]);
    expect((await raw(server, '/readyz', { Host: 'rebound.example' })).status).toBe(403);
  });

  it.each(['', basePath])('metrics below %s are text for Prometheus, and no page', async (base) => {
    const answer = await raw(server, `${base === '' ? '/' : base}metrics`, { Accept: 'text/html,*/*' });
    expect([answer.status, answer.type]).toEqual([200, expect.stringMatching(/^text\/plain/)]);
    expect(answer.body).toContain('# TYPE tunnelwatch_live_clients gauge');
  });

  it('the files of the client are there, for a year where their names hold a hash', async () => {
    const html = await (await server.fetch('')).text();
    const files = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map(([, file]) => file ?? '');
    expect(files.length).toBeGreaterThanOrEqual(2);
    for (const file of files) {
      const response = await server.fetch(file);
      expect([file, response.status]).toEqual([file, 200]);
      expect(response.headers.get('Content-Type')).toMatch(/^text\/(javascript|css)/);
      expect(response.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    }
  });

  it('a file that is missing is missing', async () => {
    for (const file of ['assets/index-old.js', 'assets/', 'assets/nothing', 'robots.txt', 'nothing.js']) {
      const response = await server.fetch(file);
      expect([file, response.status]).toEqual([file, 404]);
      expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    }
  });

  it('the API and the health checks are there', async () => {
    expect(await server.count()).toBe(1);
    expect(await (await server.fetch('healthz')).json()).toEqual({
      status: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    });
    expect(await (await server.fetch('readyz')).json()).toEqual({ status: 'ready' });
    expect(await server.get('openapi.json')).toMatchObject({ servers: [{ url: `${basePath}api/v1` }] });
  });

  it('the live stream is there', async () => {
    for (const transport of ['websocket', 'polling']) {
      const socket = io(new URL(server.url).origin, {
        path: `${basePath}socket.io`,
        transports: [transport],
        reconnection: false,
      });
      const answer: unknown = await socket.timeout(10_000).emitWithAck('subscribe', { view: { view: 'status' } });
      expect(answer).toEqual({ ok: true, room: 'status' });
      socket.disconnect();
    }
  });
});

describe('the HTTP server', () => {
  let server: ServeProcess;

  beforeAll(async () => {
    server = await ServeProcess.start();
  });

  afterAll(() => server.remove());

  it('answers everything below /api in JSON, errors as problem details', async () => {
    for (const [path, status] of [
      ['/api', 404],
      ['/api/', 404],
      ['/api/v1', 404],
      ['/api/v2/events', 404],
      ['/api/v1/nothing', 404],
      ['/api/v1/EVENTS', 404],
      ['/api/v1/events/', 200],
      ['/api/v1/catalogue/', 200],
      ['/api/v1/catalogue/278', 200],
      ['/api/v1/catalogue/0278', 200],
      ['/api/v1/catalogue/99999', 404],
      ['/api/v1/catalogue/abc', 404],
      ['/api/v1/tunnels/%', 404],
      ['/api/v1/tunnels/%/%', 400],
      ['/api/v1/alerts/%ff', 400],
    ] as const) {
      const answer = await raw(server, path, { Accept: 'text/html' });
      expect([path, answer.status]).toEqual([path, status]);
      expect(answer.type).toMatch(status === 200 ? /^application\/json/ : /^application\/problem\+json/);
      if (status !== 200) expect(JSON.parse(answer.body)).toMatchObject({ status, detail: expect.any(String) });
    }
  });

  it('refuses methods that a path does not have, and says which it has', async () => {
    for (const [method, path, allowed] of [
      ['POST', 'api/v1/events', 'GET, HEAD'],
      ['DELETE', 'api/v1/alerts/1', 'GET, HEAD'],
      ['PUT', 'api/v1/openapi.json', 'GET, HEAD'],
      ['OPTIONS', 'api/v1/tunnels/a/b', 'GET, HEAD'],
      ['GET', 'api/v1/alerts/1/acknowledge', 'POST'],
      ['POST', 'healthz', 'GET, HEAD'],
    ] as const) {
      const response = await server.fetch(path, { method });
      expect([path, response.status, response.headers.get('Allow')]).toEqual([path, 405, allowed]);
      expect(await response.json()).toMatchObject({ code: 'method-not-allowed' });
    }
    const head = await server.fetch('api/v1/events', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('sends security headers with everything, and no script or style from anywhere else', async () => {
    for (const path of ['', 'wall', 'favicon.svg', 'api/v1/events', 'api/v1/nothing', 'healthz', 'assets/nothing.js']) {
      const { headers } = await server.fetch(path);
      const policy = headers.get('Content-Security-Policy') ?? '';
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain("object-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'self'");
      expect(policy).not.toMatch(/unsafe|\*|https?:|script-src|style-src/);
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Referrer-Policy')).toBe('no-referrer');
      expect(headers.get('X-Powered-By')).toBeNull();
    }
  });

  it('lets nothing of the API be kept by caches', async () => {
    for (const path of ['api/v1/events', 'api/v1/nothing', 'api/v1/events?limit=0']) {
      expect((await server.fetch(path)).headers.get('Cache-Control')).toBe('no-store');
    }
  });

  it('gives no file but those of the client, whatever the path', async () => {
    for (const path of [
      '/../package.json',
      '/../../package.json',
      '/assets/../../package.json',
      '/assets/..%2f..%2fpackage.json',
      '/%2e%2e/package.json',
      '/%2e%2e%2f%2e%2e%2fpackage.json',
      '/..%5c..%5cpackage.json',
      '/assets/%2e%2e/%2e%2e/%2e%2e/server/package.json',
      '//etc/passwd',
      '/../../../../../../../../etc/passwd',
      '/assets/..%2f..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
      '/assets/%00',
      '/%00',
      '/.env',
      '/index.html/../../package.json',
    ]) {
      for (const Accept of ['*/*', 'text/html']) {
        const answer = await raw(server, path, { Accept });
        expect([200, 400, 403, 404], path).toContain(answer.status);
        expect(answer.body, path).not.toMatch(/root:|"name": ?"@?tunnelwatch/);
        if (answer.status === 200) expect(answer.body, path).toContain('<base href="/">');
      }
    }
  });

  it('answers to names of this machine only', async () => {
    for (const path of ['/', '/api/v1/events', '/healthz', '/favicon.svg']) {
      const foreign = await raw(server, path, { Host: 'rebound.example' });
      expect([path, foreign.status]).toEqual([path, 403]);
      expect(JSON.parse(foreign.body)).toMatchObject({ code: 'forbidden-origin' });
      for (const Host of [`localhost:${String(server.port)}`, '127.0.0.1', '[::1]:1']) {
        expect((await raw(server, path, { Host })).status).toBe(200);
      }
    }
  });

  it('writes of all this only the refused host name to its log, once', () => {
    expect(server.errors.trim().split('\n')).toEqual([expect.stringContaining('the host rebound.example')]);
  });
});

it('serves nothing outside of its sub-path', async () => {
  const server = await ServeProcess.start({ flags: ['--base-path', 'tw'] });
  try {
    expect(new URL(server.url).pathname).toBe('/tw/');
    for (const path of ['/', '/api/v1/events', '/index.html', '/twx/', '/a/']) {
      const answer = await raw(server, path, { Accept: 'text/html' });
      expect([path, answer.status]).toEqual([path, 404]);
    }
    expect((await raw(server, '/socket.io/?EIO=4&transport=polling')).status).toBe(404);
    expect((await raw(server, '/tw/socket.io/?EIO=4&transport=polling')).status).toBe(200);
  } finally {
    await server.remove();
  }
});

import { createHostCheck } from '@tunnelwatch/server/app/host-check';
import { loadSettings } from '@tunnelwatch/server/config/load';
import { hostname } from 'node:os';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServeProcess } from '../support/serve-process.js';

function checkOf(flags: Record<string, unknown>) {
  const loaded = loadSettings({ flags: { files: [], ...flags }, env: {}, cwd: '/nowhere' });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.errors));
  const refused: string[] = [];
  return { ...createHostCheck(loaded.settings, (message) => refused.push(message)), refused };
}

const ADDRESSES = ['192.0.2.1:8080', '[2001:db8::1]:8080'];
const OWN = ['localhost:8080', '127.0.0.1:8080', '[::1]:8080'];
const NAMES = [hostname(), `${hostname().toUpperCase()}:8080`];
const FOREIGN = ['evil.example', 'noc.example.evil.example', 'a b', '', undefined, 'noc.example/x', 'u@noc.example'];

describe('[LIVE-42] the host of a request', () => {
  it.each([
    [
      'with publicUrl',
      { publicUrl: 'https://noc.example/tw/', basePath: '/tw/' },
      [...OWN, ...NAMES, ...ADDRESSES, 'noc.example', 'NOC.example:443'],
      FOREIGN,
    ],
    [
      'without sign-in on a network',
      { insecureNoAuth: true, host: '0.0.0.0' },
      [...OWN, ...NAMES, ...ADDRESSES],
      [...FOREIGN, 'noc.example'],
    ],
    ['without sign-in on loopback', { insecureNoAuth: true }, OWN, [...FOREIGN, ...ADDRESSES, 'noc.example']],
    [
      'without sign-in behind a proxy',
      { insecureNoAuth: true, trustedProxies: '127.0.0.1' },
      [...OWN, 'noc.example'],
      [],
    ],
    ['with sign-in', {}, [...OWN, ...ADDRESSES, 'noc.example'], []],
  ])('%s', (_what, flags, answered, refused) => {
    const check = checkOf(flags);
    expect(answered.filter((host) => !check.isAllowed(host))).toEqual([]);
    expect(refused.filter((host) => check.isAllowed(host))).toEqual([]);
  });

  it('goes into no address that a browser is sent to unless it is known', () => {
    const check = checkOf({});
    expect([...OWN, ...NAMES, ...ADDRESSES].filter((host) => !check.isTrusted(host))).toEqual([]);
    expect([...FOREIGN, 'noc.example'].filter((host) => check.isTrusted(host))).toEqual([]);
    expect(checkOf({ publicUrl: 'https://noc.example/' }).isTrusted('noc.example')).toBe(true);
  });

  it('is logged once for each name, and no more than twenty of them', () => {
    const check = checkOf({ publicUrl: 'https://noc.example/' });
    for (let at = 0; at < 3; at++) check.isAllowed('evil.example');
    expect(check.refused).toEqual([
      'refused requests for the host evil.example, which is not this server: open this server at https://noc.example/, or set publicUrl to the address at which it is opened',
    ]);
    for (let at = 0; at < 100; at++) check.isAllowed(`${String(at)}.example`);
    expect(check.refused).toHaveLength(20);
  });

  describe('of a running server', () => {
    let server: ServeProcess;

    beforeAll(async () => {
      server = await ServeProcess.start({ flags: ['--public-url', 'https://noc.example/'] });
    });

    afterAll(async () => {
      await server.remove();
    });

    /** Node.js's fetch sends no Host of one's own. */
    function ask(host: string, path: string): Promise<{ status: number; body: string }> {
      return new Promise((resolve, reject) => {
        const asked = request(new URL(path, server.url), { headers: { Host: host } }, (response) => {
          let body = '';
          response.setEncoding('utf8').on('data', (text: string) => (body += text));
          response.once('end', () => {
            resolve({ status: response.statusCode ?? 0, body });
          });
        });
        asked.once('error', reject).end();
      });
    }

    it('is answered with what to do', async () => {
      expect((await ask('noc.example', 'api/v1/sources')).status).toBe(200);
      const refused = await ask('evil.example', 'api/v1/sources');
      expect([refused.status, refused.body]).toEqual([
        403,
        expect.stringContaining('open this server at https://noc.example/'),
      ]);
      expect(server.errors).toContain('refused requests for the host evil.example');
      expect((await ask('evil.example', 'socket.io/?EIO=4&transport=polling')).status).toBe(403);
    });
  });
});

import { createServer, type Server } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { guardedLookup } from '@tunnelwatch/server/serve/notify/guarded-lookup';
import { post } from '@tunnelwatch/server/serve/notify/http-post';
import { isPrivateAddress } from '@tunnelwatch/server/serve/notify/private-address';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

describe('a private address', () => {
  it.each([
    ...['127.0.0.1', '127.255.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254'],
    ...['0.0.0.0', '100.64.0.1', '192.0.0.8', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
    ...['::', '::1', '::ffff:127.0.0.1', '::ffff:203.0.113.9', '::10.0.0.1', 'fe80::1', 'fe80::1%eth0', 'fc00::1'],
    ...['fd12::1', 'fec0::1', 'ff02::1', '64:ff9b::a00:1', '2002:a00:1::', '2001:0:1::', '[::1]', 'localhost', ''],
  ])('is %s', (address) => {
    expect(isPrivateAddress(address)).toBe(true);
  });

  it.each(['203.0.113.9', '198.51.100.1', '192.0.2.1', '172.32.0.1', '11.0.0.1', '2001:db8::1', '[2001:db8::1]'])(
    'is not %s',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );
});

describe('a request of ours', () => {
  let server: Server;
  let port = 0;
  let requests = 0;

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests += 1;
      if (request.url === '/redirect') response.writeHead(302, { Location: '/' });
      else if (request.url !== '/') response.writeHead(Number(request.url?.slice(1)));
      response.end('words of the receiver');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A server that listens on TCP has an address with a port.
    port = (server.address() as AddressInfo).port;
  });

  afterAll(() => {
    server.close();
  });

  const send = (host: string, more: { allowPrivate?: boolean; lookup?: LookupFunction; path?: string } = {}) => {
    const { path = '/', allowPrivate = false, lookup } = more;
    return post({ url: `http://${host}:${String(port)}${path}`, headers: {}, body: '{}', allowPrivate, lookup });
  };

  /** A name that means another address each time it is looked up, as in DNS rebinding. */
  function changing(...answers: string[][]): LookupFunction & { asked: () => number } {
    let asked = 0;
    const lookup: LookupFunction = (_host, options, callback) => {
      const addresses = answers[Math.min(asked++, answers.length - 1)] ?? [];
      if (options.all === true)
        callback(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        );
      else callback(null, addresses[0] ?? '', 4);
    };
    return Object.assign(lookup, { asked: () => asked });
  }

  it.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', 'localhost', '169.254.169.254'])(
    'is refused to %s',
    async (host) => {
      const before = requests;
      expect(await send(host)).toMatchObject({ ok: false, error: expect.stringContaining('allowPrivate') });
      expect(requests).toBe(before);
    },
  );

  it('is refused to a name that means a private address, alone or among others', async () => {
    const before = requests;
    for (const answer of [['127.0.0.1'], ['203.0.113.9', '127.0.0.1'], ['::ffff:127.0.0.1'], []]) {
      const outcome = await send('hook.example', { lookup: changing(answer) });
      expect(outcome).toMatchObject({ ok: false, error: expect.stringContaining('hook.example') });
    }
    expect(requests).toBe(before);
  });

  it('goes to the very address that was looked at: there is no second look-up that a rebinding could answer', async () => {
    const rebinding = guardedLookup(changing(['203.0.113.9'], ['127.0.0.1']));
    const ask = () =>
      new Promise((resolve) => {
        rebinding('hook.example', {}, (error, address) => {
          resolve(error?.message ?? address);
        });
      });
    expect(await ask()).toBe('203.0.113.9');
    expect(await ask()).toContain('allowPrivate');
    const allowed = changing(['127.0.0.1'], ['203.0.113.9']);
    expect(await send('hook.example', { lookup: allowed, allowPrivate: true })).toEqual({ ok: true });
    expect(allowed.asked()).toBe(1);
  });

  it('is allowed where the channel says so', async () => {
    expect(await send('127.0.0.1', { allowPrivate: true })).toEqual({ ok: true });
  });

  it('does not follow a redirect', async () => {
    const before = requests;
    const outcome = await send('127.0.0.1', { allowPrivate: true, path: '/redirect' });
    expect(outcome).toMatchObject({ ok: false, error: expect.stringContaining('redirect'), holds: 'channel' });
    expect(requests).toBe(before + 1);
  });

  it.each([
    ['/204', { ok: true }],
    ['/400', { ok: false, holds: 'message', error: 'response 400: words of the receiver' }],
    ['/401', { ok: false, holds: 'message' }],
    ['/429', { ok: false, holds: 'channel' }],
    ['/503', { ok: false, holds: 'channel' }],
  ])('answered with %s is judged by that', async (path, expected) => {
    expect(await send('127.0.0.1', { allowPrivate: true, path })).toMatchObject(expected);
  });

  it('says in words that nobody listens', async () => {
    const outcome = await post({ url: 'http://127.0.0.1:1/secret', headers: {}, body: '', allowPrivate: true });
    expect(outcome).toEqual({ ok: false, error: 'connection refused', holds: 'channel' });
  });
});

import { post } from '@tunnelwatch/server/serve/notify/http-post';
import { proxyFor } from '@tunnelwatch/server/serve/notify/web-proxy';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HookReceiver } from '../../support/hook-receiver.js';

const ENV = {
  HTTPS_PROXY: 'http://proxy.example:3128',
  http_proxy: 'proxy.example:3129',
  NO_PROXY: 'noc.example, .intra.example,192.0.2.7,other.example:8443,[2001:db8::1]',
};

const via = (url: string, setting: string | null = null, env: Record<string, string> = ENV) =>
  proxyFor(new URL(url), setting, env)?.host ?? null;

describe('[ALM-100] the web proxy of a request', () => {
  it.each([
    ['https://hooks.slack.example/x', 'proxy.example:3128'],
    ['http://hooks.slack.example/x', 'proxy.example:3129'],
    ['https://noc.example/x', null],
    ['https://sub.noc.example/x', null],
    ['https://notnoc.example/x', 'proxy.example:3128'],
    ['https://a.intra.example/x', null],
    ['https://192.0.2.7/x', null],
    ['https://192.0.2.77/x', 'proxy.example:3128'],
    ['https://[2001:db8::1]/x', null],
    ['https://other.example:8443/x', null],
    ['https://other.example/x', 'proxy.example:3128'],
  ])('to %s is %s by the environment', (url, proxy) => {
    expect(via(url)).toBe(proxy);
  });

  it('is that of the channel, or none, where it says so', () => {
    expect(via('https://noc.example/x', 'http://own.example:8080')).toBe('own.example:8080');
    expect(via('https://hooks.slack.example/x', 'none')).toBeNull();
    expect(via('https://hooks.slack.example/x', null, { ...ENV, no_proxy: '*' })).toBeNull();
    expect(via('https://hooks.slack.example/x', null, {})).toBeNull();
    expect(() => via('https://hooks.slack.example/x', null, { HTTPS_PROXY: 'http://:x' })).toThrow('web proxy');
  });
});

/** A web proxy on the loopback address that leads everything to one port. */
async function startProxy(port: number, status = 200) {
  const asked: { target: string; access: string | undefined }[] = [];
  const note = ({ method, url = '', headers }: IncomingMessage) => {
    asked.push({ target: `${method ?? ''} ${url}`, access: headers['proxy-authorization'] });
  };
  const server = createServer((request, response) => {
    note(request);
    request.resume().once('end', () => response.writeHead(status).end());
  });
  server.on('connect', (request, socket) => {
    note(request);
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${String(status)} No\r\n\r\n`);
      return;
    }
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(onward).pipe(socket);
    });
    const end = () => {
      socket.destroy();
      onward.destroy();
    };
    onward.on('error', end).on('close', end);
    socket.on('error', end).on('close', end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  // A server that listens on TCP has an address with a port.
  return { asked, url: `http://user:p%40ss@127.0.0.1:${String((server.address() as AddressInfo).port)}` };
}

describe('[ALM-100] through a web proxy', () => {
  const message = { headers: {}, body: '{}', allowPrivate: false, env: {} };
  const unknown = (
    _: string,
    __: unknown,
    callback: (error: NodeJS.ErrnoException | null, address: string, family: number) => void,
  ) => {
    callback(Object.assign(new Error('unknown'), { code: 'ENOTFOUND' }), '', 4);
  };

  it('plain requests go by their whole URL, with the password of the proxy, and names that only it knows', async () => {
    const proxy = await startProxy(1);
    const outcome = await post({ ...message, url: 'http://hooks.example/a?b', proxy: proxy.url, lookup: unknown });
    expect(outcome).toEqual({ ok: true });
    const access = `Basic ${Buffer.from('user:p@ss').toString('base64')}`;
    expect(proxy.asked).toEqual([{ target: 'POST http://hooks.example/a?b', access }]);
  });

  it('encrypted ones go through a tunnel, in which the target itself has to prove who it is', async () => {
    const receiver = await HookReceiver.start();
    onTestFinished(() => receiver.end());
    const proxy = await startProxy(receiver.port);
    const outcome = await post({ ...message, url: 'https://hooks.example/a', proxy: proxy.url, lookup: unknown });
    // The receiver speaks no TLS: nothing was sent to it in the clear.
    expect(outcome).toMatchObject({ ok: false, holds: 'channel' });
    expect(receiver.received).toEqual([]);
    expect(proxy.asked[0]?.target).toBe('CONNECT hooks.example:443');
  });

  it('a refusal and a proxy that cannot be reached are said, without its password', async () => {
    const proxy = await startProxy(1, 407);
    const ask = async (url: string) => {
      const outcome = await post({ ...message, url: 'https://hooks.example/a', proxy: url, lookup: unknown });
      return outcome.ok ? '' : outcome.error;
    };
    expect(await ask(proxy.url)).toContain('refuses the connection (response 407: it wants a user name and password)');
    expect(await ask('http://user:p%40ss@127.0.0.1:1')).toMatch(/the web proxy 127\.0\.0\.1:1 cannot be reached/);
    expect(await ask('http://user:p%40ss@127.0.0.1:1')).not.toContain('p%40ss');
  });

  it('private addresses stay refused, by number and by what this machine knows of a name', async () => {
    const proxy = await startProxy(1);
    const known = (
      _: string,
      __: unknown,
      callback: (error: null, address: { address: string; family: number }[]) => void,
    ) => {
      callback(null, [{ address: '10.1.2.3', family: 4 }]);
    };
    for (const url of ['http://169.254.169.254/latest', 'https://10.0.0.1/', 'https://[::1]/'])
      expect(await post({ ...message, url, proxy: proxy.url, lookup: unknown })).toMatchObject({
        ok: false,
        error: expect.stringContaining('private'),
      });
    expect(await post({ ...message, url: 'https://intra.example/', proxy: proxy.url, lookup: known })).toMatchObject({
      ok: false,
      error: expect.stringContaining('private'),
    });
    expect(proxy.asked).toEqual([]);
  });
});

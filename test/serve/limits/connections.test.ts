import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { ConnectionLimits } from '@tunnelwatch/server/app/connection-limits';
import { endWhenStalled } from '@tunnelwatch/server/serve/http/stalled-download';
import { LimitWatch } from '@tunnelwatch/server/serve/limits/limit-watch';
import { afterEach, describe, expect, it } from 'vitest';
import { eventually } from '../../support/serve-process.js';

const clients: Socket[] = [];
let server: Server | undefined;

afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy();
  if (server === undefined) return;
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** A server that takes everybody who sends a name to be that person. */
async function serve(trustedProxies: readonly string[] = []) {
  const limits = new LimitWatch({ raise: () => undefined });
  const started = createServer((request, response) => {
    const name = request.headers['x-name'];
    if (typeof name === 'string') connections.noteKnown(request.socket, `person ${name}`, false);
    response.end('here');
  });
  server = started;
  const connections = new ConnectionLimits(started, { trustedProxies, limits });
  started.listen(0, '127.0.0.1');
  await once(started, 'listening');
  // A server that listens on TCP has an address with a port.
  const { port } = started.address() as AddressInfo;
  return { port, limits, started };
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  clients.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function ask(socket: Socket, headers: string): Promise<void> {
  socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`);
  await once(socket, 'data');
}

describe('connections of one address', () => {
  it('[LIVE-27] that send nothing are 128 at most, and cost nobody else theirs', async () => {
    const { port, limits, started } = await serve();
    const known = await open(port);
    await ask(known, 'x-name: dave\r\n');
    const silent: Socket[] = [];
    for (let number = 0; number < 140; number++) silent.push(await open(port));
    await eventually(
      'the oldest are closed',
      () => silent.filter(({ readyState }) => readyState === 'open').length === 128,
    );
    expect(silent.slice(12).every(({ readyState }) => readyState === 'open')).toBe(true);
    await ask(known, 'x-name: dave\r\n');
    expect(limits.counts.connections).toBe(12);
    const { headersTimeout, requestTimeout, keepAliveTimeout } = started;
    expect([headersTimeout, requestTimeout, keepAliveTimeout]).toEqual([15_000, 120_000, 65_000]);
  });

  it('[LIVE-27] of a trusted proxy are not counted', async () => {
    const { port, limits } = await serve(['127.0.0.1']);
    const silent: Socket[] = [];
    for (let number = 0; number < 140; number++) silent.push(await open(port));
    await ask(silent[0] ?? (await open(port)), '');
    expect(limits.counts.connections).toBe(0);
  });
});

describe('a download that nobody reads', () => {
  it('[LIVE-26] is ended and counted', async () => {
    const limits = new LimitWatch({ raise: () => undefined });
    const closed: Promise<unknown>[] = [];
    server = createServer((_request, response) => {
      closed.push(once(response, 'close'));
      endWhenStalled(response, limits, 50);
      response.write(Buffer.alloc(64 * 1024 * 1024));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A server that listens on TCP has an address with a port.
    const client = await open((server.address() as AddressInfo).port);
    client.pause();
    client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await eventually('the request has come', () => closed.length === 1);
    await Promise.all(closed);
    expect(limits.counts['stalled-downloads']).toBe(1);
  });
});

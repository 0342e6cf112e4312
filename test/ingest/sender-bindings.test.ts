import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { alertPageSchema, eventPageSchema } from '@tunnelwatch/shared/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.js';
import { eventually, ServeProcess } from '../support/serve-process.js';

let server: ServeProcess;
let port: number;
const sockets: Socket[] = [];

beforeAll(async () => {
  port = await freePort();
  const other = await freePort();
  const directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-senders-'));
  const file = join(directory, 'tunnelwatch.yaml');
  writeFileSync(
    file,
    [
      'sources:',
      `  - listen: udp://127.0.0.1:${String(port)}`,
      '    senders: { 127.0.0.1: gw1, 127.0.0.16/28: [gw2, gw3] }',
      `  - listen: udp://127.0.0.1:${String(other)}`,
      '    gatewayFrom: sender',
      '    senders: { 127.0.0.1: core }',
      '',
    ].join('\n'),
  );
  server = await ServeProcess.start({ directory, files: [], flags: ['--config', file] });
  await send('127.0.0.1', other, line('whatever', 'forced'));
  await send('127.0.0.2', other, line('core', 'forced'));
});

afterAll(async () => {
  for (const socket of sockets) socket.close();
  await server.remove();
});

/** Sends datagrams from an address of this machine. */
async function send(from: string, to: number, ...lines: string[]): Promise<void> {
  const socket = createSocket('udp4');
  sockets.push(socket);
  socket.bind(0, from);
  await once(socket, 'listening');
  for (const each of lines) {
    await new Promise<void>((resolve, reject) => {
      socket.send(each, to, '127.0.0.1', (error) => {
        if (error === null) resolve();
        else reject(error);
      });
    });
  }
}

function line(gateway: string, iface: string): string {
  return `<130>1 ${new Date().toISOString()} ${gateway} EFW - - - IPSEC: prio=5 id=00001682 rev=1 event=x action=none table=main network=192.0.2.0/24 iface=${iface}`;
}

/** The gateways of the events of an interface, as they are counted. */
async function gatewaysOf(iface: string): Promise<string[]> {
  const { items } = eventPageSchema.parse(await server.get('events?limit=200'));
  const own = items.filter(({ subject }) => subject.kind === 'interface' && subject.iface === iface);
  return own.map(({ subject }) => subject.gateway).sort();
}

describe('a listener whose settings bind gateways to senders', () => {
  it('[TAIL-46] counts a line of another sender under its address, however it writes the name, on the fast path too', async () => {
    await send('127.0.0.1', port, line('gw1', 'own'));
    await send(
      '127.0.0.2',
      port,
      ...['gw1', 'gw1', 'gw1', 'GW1', 'gw1.example', 'gw9'].map((name) => line(name, 'other')),
    );
    await send('127.0.0.17', port, line('gw3', 'range'), line('gw1', 'range'));
    await eventually('all of them', async () => (await server.count()) === 11);
    expect(await gatewaysOf('own')).toEqual(['gw1']);
    expect(await gatewaysOf('other')).toEqual([...Array<string>(5).fill('127.0.0.2'), 'gw9']);
    expect(await gatewaysOf('range')).toEqual(['127.0.0.17', 'gw3']);
  });

  it('[ALM-57] raises an alert that names the sender and the gateway', async () => {
    await eventually('the alert', async () => {
      const { items } = alertPageSchema.parse(await server.get('alerts?limit=200'));
      const claim = items.find(({ rule }) => rule === 'gateway-claimed');
      return claim?.priority === 'high' && /^127\.0\.0\.\d+ sent \d lines or more as gw1,/i.test(claim.message);
    });
  });

  it('[TAIL-46] names the gateway by the sender alone where it is told to', async () => {
    expect(await gatewaysOf('forced')).toEqual(['127.0.0.2', 'core']);
  });
});

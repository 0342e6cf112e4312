import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { channelPageSchema } from '@tunnelwatch/shared/api';
import { channelTestSchema } from '@tunnelwatch/shared/notification';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { freePort } from '../../support/free-port.js';
import { HookReceiver } from '../../support/hook-receiver.js';
import { skipWithout } from '../../support/programs.js';
import { eventually, ServeProcess, type ServeOptions } from '../../support/serve-process.js';
import { tempFolders } from '../../support/temp-folder.js';

const tempFolder = tempFolders();
const SECRET = 'between the two of us';
const toldSchema = z.object({ key: z.string(), occasion: z.string(), alert: z.object({ id: z.number() }) });

function hook(port: number, more: object = {}): string {
  const secretFile = join(tempFolder(), 'secret');
  writeFileSync(secretFile, `${SECRET}\n`);
  const url = `http://127.0.0.1:${String(port)}/hooks/a-path-that-may-be-secret`;
  return JSON.stringify([{ name: 'noc', kind: 'webhook', url, secretFile, allowPrivate: true, ...more }]);
}

async function serve(options: ServeOptions): Promise<ServeProcess> {
  const server = await ServeProcess.start(options);
  onTestFinished(() => server.remove());
  return server;
}

async function receive(port = 0): Promise<HookReceiver> {
  const receiver = await HookReceiver.start(port);
  onTestFinished(() => receiver.end());
  return receiver;
}

async function stateOf(server: ServeProcess) {
  const { items } = channelPageSchema.parse(await server.get('notifications'));
  const [state] = items;
  if (state === undefined) throw new Error('no such channel');
  return state;
}

/** Time as the server's clock has it. */
const failed = (time: number, iface: string) =>
  `${new Date(time).toISOString()} gw-${iface} EFW: IPSEC: prio=5 id=1682 iface=${iface}`;
const keysOf = ({ received }: HookReceiver) => received.map(({ body }) => toldSchema.parse(JSON.parse(body)).key);

describe('a webhook of a running server', () => {
  it('is told of an alert within moments, signed, with the key in header and body', async () => {
    const receiver = await receive();
    const server = await serve({ flags: ['--notifications', hook(receiver.port)] });
    server.append(failed(Date.now(), 'wan'));
    await eventually('the notification', () => receiver.received.length === 1);
    const [first] = receiver.received;
    if (first === undefined) throw new Error('nothing was received');
    const { headers, body } = first;
    const { key, occasion } = toldSchema.parse(JSON.parse(body));
    expect([key, occasion, headers['idempotency-key']]).toEqual(['1-1-noc', 'opened', '1-1-noc']);
    const [, seconds = '', signature] = /^t=(\d+),v1=(\w+)$/.exec(String(headers['x-tunnelwatch-signature'])) ?? [];
    expect(createHmac('sha256', SECRET).update(`${seconds}.${body}`).digest('hex')).toBe(signature);
    await eventually('the state', async () => (await stateOf(server)).sent === 1);
    const answer = JSON.stringify(await server.get('notifications'));
    expect(answer).not.toMatch(/may-be-secret|between the two|secret"/);
    expect(await stateOf(server)).toMatchObject({
      target: `127.0.0.1:${String(receiver.port)}`,
      waiting: 0,
      failed: 0,
    });
  });

  it('sends a test at once, and says why it could not', async () => {
    const receiver = await receive();
    const server = await serve({ flags: ['--notifications', hook(receiver.port)] });
    const test = async (name: string) => server.fetch(`api/v1/notifications/${name}/test`, { method: 'POST' });
    expect(channelTestSchema.parse(await (await test('noc')).json())).toEqual({ delivered: true, error: null });
    expect(toldSchema.parse(JSON.parse(receiver.received[0]?.body ?? ''))).toMatchObject({ alert: { id: 0 } });
    receiver.answer(500);
    expect(await (await test('noc')).json()).toEqual({ delivered: false, error: 'response 500' });
    expect((await test('other')).status).toBe(404);
  });

  it('is not asked at a private address unless that is allowed', async () => {
    const receiver = await receive();
    const flags = ['--notifications', hook(receiver.port, { allowPrivate: false })];
    const server = await serve({ flags });
    server.append(failed(Date.now(), 'wan'));
    await eventually('the refusal', async () => (await stateOf(server)).lastError?.includes('allowPrivate') === true);
    expect(await stateOf(server)).toMatchObject({ waiting: 1, sent: 0 });
    expect(receiver.received).toEqual([]);
  });

  it('is down for ten minutes, the server is killed meanwhile, and every notification is there once, by its key', async () => {
    skipWithout('faketime');
    const port = await freePort();
    const minutesPast = (from: number) => (Date.now() - from) / 1000;
    // Sixty seconds pass for the server in one of ours: ten minutes are ten seconds.
    const env = (from: Date) => ({ FAKETIME: `@${from.toISOString().slice(0, 19).replace('T', ' ')} x60` });
    const START = new Date(Date.UTC(2026, 1, 3, 4, 0, 0));
    const begun = Date.now();
    const now = () => START.getTime() + minutesPast(begun) * 60_000;
    const options = { flags: ['--notifications', hook(port)], clock: '2026-02-03 04:00:00' };
    let server = await serve({ ...options, env: env(START) });
    server.append(failed(now(), 'a'), failed(now(), 'b'), failed(now(), 'c'));
    await eventually('three that wait', async () => (await stateOf(server)).waiting === 3);
    await eventually('five minutes', () => minutesPast(begun) >= 5);
    await server.end('SIGKILL');
    server = await serve({ ...options, directory: server.directory, env: env(new Date(now())) });
    server.append(failed(now(), 'd'));
    await eventually('four that wait', async () => (await stateOf(server)).waiting === 4);
    await eventually('ten minutes', () => minutesPast(begun) >= 10);
    expect((await stateOf(server)).lastError).toBe('connection refused');
    const receiver = await receive(port);
    await eventually('all of them', async () => (await stateOf(server)).waiting === 0);
    // With a clock that runs so fast, alerts return to normal on the way: these are told too, behind their beginning.
    const opened = receiver.received
      .map(({ body }) => toldSchema.parse(JSON.parse(body)))
      .filter(({ occasion }) => occasion === 'opened');
    expect(opened.map(({ key }) => key)).toEqual(['1-1-noc', '2-1-noc', '3-1-noc', '4-1-noc']);
    expect(new Set(keysOf(receiver)).size).toBe(receiver.received.length);
    const { sent } = await stateOf(server);
    expect(sent).toBe(receiver.received.length);
  }, 60_000);

  it('is not told again what it confirmed, after the server was killed', async () => {
    const receiver = await receive();
    const options = { flags: ['--notifications', hook(receiver.port)] };
    let server = await serve(options);
    server.append(failed(Date.now(), 'a'), failed(Date.now(), 'b'));
    await eventually('both', async () => (await stateOf(server)).sent === 2);
    await server.end('SIGKILL');
    server = await serve({ ...options, directory: server.directory });
    server.append(failed(Date.now(), 'c'));
    await eventually('the third', async () => (await stateOf(server)).sent === 3);
    expect(keysOf(receiver)).toEqual(['1-1-noc', '2-1-noc', '3-1-noc']);
  });

  it('is told by the next server what was opened while none ran, and no more when its channel is gone', async () => {
    const port = await freePort();
    const server = await serve({ flags: ['--notifications', hook(port)] });
    server.append(failed(Date.now(), 'a'));
    await eventually('one that waits', async () => (await stateOf(server)).waiting === 1);
    await server.end();
    const renamed = await serve({
      directory: server.directory,
      flags: ['--notifications', hook(port, { name: 'other' })],
    });
    expect(await stateOf(renamed)).toMatchObject({ name: 'other', waiting: 0 });
    await renamed.end();
    const again = await serve({ directory: server.directory, flags: ['--notifications', hook(port)] });
    await eventually('it was given up', async () => (await stateOf(again)).failed === 1);
    expect(await stateOf(again)).toMatchObject({
      waiting: 0,
      lastError: expect.stringContaining('no longer configured'),
    });
  });
});

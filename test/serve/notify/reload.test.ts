import { channelPageSchema } from '@tunnelwatch/shared/api';
import { createHmac } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { HookReceiver } from '../../support/hook-receiver.js';
import { eventually, ServeProcess } from '../../support/serve-process.js';

const toldSchema = z.object({ alert: z.object({ subject: z.object({ iface: z.string().optional() }) }) });

async function receive(): Promise<HookReceiver> {
  const receiver = await HookReceiver.start();
  onTestFinished(() => receiver.end());
  return receiver;
}

/** Of tests too, whose alert is about no interface. */
const ifacesOf = (receiver: HookReceiver) =>
  receiver.received.map(({ body }) => toldSchema.parse(JSON.parse(body)).alert.subject.iface);

it('[ALM-97] [ALM-110] channels and routes are added, changed and removed by a reload, which says so, and nothing is lost', async () => {
  const [first, second] = [await receive(), await receive()];
  const directory = mkdtempSync(join(tmpdir(), 'tunnelwatch-reload-'));
  writeFileSync(join(directory, 'secret'), 'between the two of us');
  writeFileSync(join(directory, 'gw1.log'), '');
  const configure = (notifications: Record<string, unknown>[], routes: Record<string, unknown>[] = []) => {
    writeFileSync(join(directory, 'tunnelwatch.yaml'), JSON.stringify({ notifications, routes }));
  };
  const hook = (name: string, receiver: HookReceiver) => {
    return { name, kind: 'webhook', url: receiver.url, secretFile: './secret', allowPrivate: true, on: ['opened'] };
  };
  configure([]);
  const server = await ServeProcess.start({ directory });
  onTestFinished(() => server.remove());
  const fail = (iface: string) => {
    server.append(`${new Date().toISOString()} gw1 EFW: IPSEC: prio=5 id=1682 iface=${iface}`);
  };
  const reload = async (...said: string[]) => {
    process.kill(server.pid, 'SIGHUP');
    await eventually(`the log says ${said.join()}`, () => said.every((text) => server.logged.includes(text)));
  };
  configure([hook('noc', first), hook('other', second)]);
  await reload('added channels noc, other');
  fail('a');
  await eventually('both', () => first.received.length === 1 && second.received.length === 1);
  configure([{ ...hook('noc', second), url: `${second.url}/hook` }]);
  second.answer(500);
  await reload('changed channel noc (url)', 'removed channel other');
  fail('b');
  await eventually('its refusal', () => second.refused > 0);
  const states = channelPageSchema.parse(await server.get('notifications')).items;
  expect(states.map(({ name, waiting }) => [name, waiting])).toEqual([['noc', 1]]);
  // What waits goes over the channel as it is then, at once.
  configure([hook('noc', first), hook('late', second)], [{ channels: ['late'], gateways: ['gw1'] }]);
  await reload('added channel late, changed channel noc (url), changed routes');
  second.answer(200);
  await eventually('what waited', () => first.received.length === 2);
  fail('c');
  await eventually('by its route', () => second.received.length === 2);
  expect([ifacesOf(first), ifacesOf(second)]).toEqual([
    ['a', 'b'],
    ['a', 'c'],
  ]);
  configure([hook('noc', first)], [{ channels: ['nok'] }]);
  await reload('was not reloaded, and the one in force stays: there is no channel');
  expect(server.logged).not.toContain('restart for');

  // [ALM-110] What is made in the browser is in force at once, and a reload keeps it.
  const send = async (method: string, path: string, body: object) => {
    const headers = { 'Content-Type': 'application/json' };
    const response = await server.fetch(`api/v1/${path}`, { method, headers, body: JSON.stringify(body) });
    return { status: response.status, text: await response.text() };
  };
  const { secretFile: _, ...keys } = hook('desk', second);
  expect(await send('POST', 'notifications/channels', { ...keys, name: 'noc', secret: 'of the desk' })).toEqual({
    status: 409,
    text: expect.stringContaining('the configuration file has a channel noc'),
  });
  const added = await send('POST', 'notifications/channels', { ...keys, secret: 'of the desk' });
  expect(added).toEqual({ status: 200, text: expect.stringContaining('"hasSecret":true') });
  const routes = [{ channels: ['desk'], gateways: ['gw1'] }];
  expect(await send('PUT', 'notifications/routes', { version: 0, routes })).toMatchObject({ status: 200 });
  const refused = await send('DELETE', 'notifications/channels/1?version=1', {});
  expect(refused).toEqual({ status: 409, text: expect.stringContaining('route 2 leads to desk') });
  configure([hook('noc', first)]);
  await reload('removed channel late, changed routes');
  expect(await send('POST', 'notifications/desk/test', {})).toMatchObject({
    status: 200,
    text: '{"delivered":true,"error":null}',
  });
  fail('d');
  await eventually('over the channel of the browser', () => second.received.length === 4);
  expect(ifacesOf(second).at(-1)).toBe('d');
  const { body = '', headers } = second.received.at(-1) ?? {};
  const [, seconds = '', signature] = /t=(\d+),v1=(\w+)/.exec(String(headers?.['x-tunnelwatch-signature'])) ?? [];
  expect(createHmac('sha256', 'of the desk').update(`${seconds}.${body}`).digest('hex')).toBe(signature);
  const list = await (await server.fetch('api/v1/notifications/channels')).text();
  expect(`${added.text}${list}${server.logged}${JSON.stringify(await server.get('audit'))}`).not.toContain(
    'of the desk',
  );
  // [ALM-113] The file wins, and says so.
  configure([hook('noc', first), hook('desk', first)]);
  await reload('changed channel desk', 'channel desk of the browser is set aside');
});

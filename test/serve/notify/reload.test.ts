import { channelPageSchema } from '@tunnelwatch/shared/api';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { HookReceiver } from '../../support/hook-receiver.js';
import { eventually, ServeProcess } from '../../support/serve-process.js';

const toldSchema = z.object({ alert: z.object({ subject: z.object({ iface: z.string() }) }) });

async function receive(): Promise<HookReceiver> {
  const receiver = await HookReceiver.start();
  onTestFinished(() => receiver.end());
  return receiver;
}

const ifacesOf = (receiver: HookReceiver) =>
  receiver.received.map(({ body }) => toldSchema.parse(JSON.parse(body)).alert.subject.iface);

it('[ALM-97] channels and routes are added, changed and removed by a reload, which says so, and nothing is lost', async () => {
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
});

import { mkdirSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loggedName } from '@tunnelwatch/server/app/activity-log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventually, ServeProcess } from '../support/serve-process.js';

const BODY = 'IPSEC: prio=2 id=278 action=drop seqno=7 windowbase=900 windowsize=64 matchkey=a1';
const HOSTILE = 'evil\u001b[31m\u202egol.log';

let folder = '';
let server: ServeProcess;

const lines = (count: number, text: string) => `${text}\n`.repeat(count);
const alerts = async () =>
  z
    .object({ items: z.array(z.object({ rule: z.string(), message: z.string(), isActive: z.boolean() })) })
    .parse(await server.get('alerts?limit=100')).items;
const activeRules = async () => (await alerts()).flatMap(({ rule, isActive }) => (isActive ? [rule] : []));

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-loud-'));
  writeFileSync(join(folder, 'junk.log'), lines(40, 'this is not what a gateway writes'));
  writeFileSync(join(folder, 'bare.log'), lines(50, `EFW: ${BODY}`));
  writeFileSync(join(folder, 'stray.log'), lines(400, `Feb 10 12:00:00 gw7 EFW: ${BODY}`) + lines(10, 'stray'));
  writeFileSync(join(folder, HOSTILE), '');
  mkdirSync(join(folder, 'a-folder.log'));
  writeFileSync(join(folder, 'a-file'), '');
  const names = ['junk.log', 'bare.log', 'stray.log', HOSTILE, 'a-folder.log', join('a-file', '*.log')];
  server = await ServeProcess.start({
    files: names.map((name) => join(folder, name)),
  });
}, 60_000);

afterAll(async () => {
  await server.remove();
  rmSync(folder, { recursive: true });
});

describe('what is read badly', () => {
  it('[ALM-40] raises an alert for a path and a pattern that cannot be read, until they can', async () => {
    await eventually('the alert', async () => (await activeRules()).includes('source-unreadable'));
    const texts = async () =>
      (await alerts()).flatMap(({ rule, message }) => (rule === 'source-unreadable' ? [message] : []));
    await eventually('both', async () => (await texts()).length === 2);
    expect((await texts()).sort()).toEqual([
      expect.stringMatching(/a-file: it is not a folder; check the path/),
      expect.stringMatching(/a-folder\.log: it is not a regular file; specify files/),
    ]);
    rmdirSync(join(folder, 'a-folder.log'));
    writeFileSync(join(folder, 'a-folder.log'), '');
    rmSync(join(folder, 'a-file'));
    await eventually('its end', async () => !(await activeRules()).includes('source-unreadable'));
  });

  it('[ALM-41] raises an alert for a log that is all junk, and none for stray lines', async () => {
    await eventually('the alert', async () => (await activeRules()).includes('lines-unreadable'));
    const found = (await alerts()).filter(({ rule }) => rule === 'lines-unreadable');
    expect(found.map(({ message }) => message.slice(0, 34))).toEqual(['Unreadable lines: 100 % (40 of 40)']);
  });

  it('[ALM-42] counts and shows lines without a time or a gateway, and raises an alert for each', async () => {
    await eventually('the alerts', async () => {
      const rules = await activeRules();
      return rules.includes('times-unknown') && rules.includes('gateways-unknown');
    });
    const list = z.object({
      items: z.array(z.object({ id: z.number(), name: z.string(), counts: z.record(z.string(), z.number()) })),
    });
    const { items } = list.parse(await server.get('sources?limit=100'));
    const of = (name: string) => items.find((source) => source.name.endsWith(name));
    expect(of('bare.log')?.counts).toMatchObject({ lines: 50, events: 50, timeUnknown: 50, gatewayUnknown: 50 });
    expect(of('bare.log')?.counts['slow']).toBeLessThan(50);
    expect(of('stray.log')?.counts).toMatchObject({ timeUnknown: 0, gatewayUnknown: 0 });
    const detail = z
      .object({ doubtSamples: z.array(z.object({ reason: z.string(), line: z.string() })) })
      .parse(await server.get(`sources/${String(of('bare.log')?.id)}`));
    expect(detail.doubtSamples.map(({ reason }) => reason).sort()).toEqual([
      'the line has no time: the time of reading is used',
      'the line names no gateway: the name of the file is used',
    ]);
    expect(detail.doubtSamples[0]?.line).toContain('id=278');
  });

  it('shows them in /metrics', async () => {
    const text = await (await server.fetch('metrics')).text();
    const of = (metric: string) =>
      text.split('\n').find((line) => line.startsWith(`tunnelwatch_source_${metric}{`) && line.includes('bare.log'));
    expect(of('time_unknown_lines_total')).toMatch(/ 50$/);
    expect(of('gateway_unknown_lines_total')).toMatch(/ 50$/);
  });

  it('[ALM-44] writes each alert, and its end, into the log of the server', async () => {
    const log = () => server.logged.split('\n');
    await eventually('the end', () => log().some((line) => line.includes('over: source-unreadable on source')));
    const warnings = log().filter((line) => line.startsWith('{"level":40'));
    for (const rule of ['source-unreadable', 'lines-unreadable', 'times-unknown', 'gateways-unknown']) {
      expect(
        warnings.filter((line) => line.includes(`"alert":"${rule}"`)),
        rule,
      ).toHaveLength(rule === 'source-unreadable' ? 2 : 1);
    }
  });
});

describe('the log of the server', () => {
  it('says what it follows and which gateways it sees, and escapes names from outside', async () => {
    await eventually('the gateway', () => server.logged.includes('first line of gateway gw7'));
    expect(server.logged).toContain(`following ${join(folder, 'junk.log')}`);
    expect(server.logged).toContain(String.raw`evil\\x1b[31m`);
    expect(loggedName('gw\u202e\n1')).toBe(String.raw`gw\u{202e}\u{a}1`);
    for (const char of ['\u001b', '\u202e']) expect(server.logged).not.toContain(char);
  });

  it('says which configuration is in force', () => {
    expect(server.logged).toContain('"msg":"configuration in force"');
  });

  it('says who signs in and who is refused, and when listeners open and files are closed', async () => {
    const other = await ServeProcess.start({ signIn: true, flags: ['--listen', 'udp://127.0.0.1:9714'] });
    try {
      const send = (password: string) =>
        other.fetch('api/v1/session', {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: new URL(other.url).origin },
          body: JSON.stringify({ name: 'admin', password }),
        });
      await send('not the password');
      await eventually('the refusal', () => other.logged.includes('signInFailed: user admin'));
      expect((await send(other.firstPassword ?? '')).status).toBe(200);
      await eventually('the sign-in', () => other.logged.includes('signIn: user admin'));
      expect(other.logged).not.toContain('not the password');
      expect(other.logged).not.toContain(other.firstPassword ?? 'none');
      await eventually('the listener', () => other.logged.includes('listening on udp://127.0.0.1:9714'));
      await other.end();
      expect(other.logged).toContain(`no longer following ${other.log}`);
      expect(other.logged).toContain('closed udp://127.0.0.1:9714');
    } finally {
      await other.remove();
    }
  });
});

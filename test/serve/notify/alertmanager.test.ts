import { planOf } from '@tunnelwatch/server/core/notifications/plan';
import { createCatalogue } from '@tunnelwatch/server/core/classify/catalogue';
import { BUILTIN_CATALOGUE } from '@tunnelwatch/shared/catalogue-entries';
import { InventoryNames } from '@tunnelwatch/server/core/inventory/inventory-names';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AlertResender } from '@tunnelwatch/server/serve/notify/alert-resender';
import { alertsUrl, RESEND_MS, silencesUrl } from '@tunnelwatch/server/serve/notify/alertmanager';
import { SilencePoller } from '@tunnelwatch/server/serve/notify/alertmanager-silences';
import { alertmanagerPost, alertmanagerSilences, makeChannel } from '@tunnelwatch/server/serve/notify/make-channel';
import { notificationsOf } from '@tunnelwatch/server/core/notifications/notifications-of';
import type { AlertCause } from '@tunnelwatch/server/core/alert/registry/alert-change';
import type { Alert } from '@tunnelwatch/shared/alert';
import { notificationSchema } from '@tunnelwatch/shared/notification';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HookReceiver } from '../../support/hook-receiver.js';
import { freePort } from '../../support/free-port.js';
import { startProcess } from '../../support/processes.js';
import { lacks } from '../../support/programs.js';
import { eventually, ServeProcess } from '../../support/serve-process.js';
import { alertOf, changeOf, channelOf } from '../../support/made-alerts.js';

const catalogue = createCatalogue(BUILTIN_CATALOGUE);
const entryOf = (id: number) => catalogue.byId(id);

let folder = '';
let port = 0;
let alertmanager: ChildProcess | undefined;
/** Behind Alertmanager: what it tells. */
let hook: HookReceiver | undefined;

/** Debian's Alertmanager, which keeps to itself what it is told. */
beforeAll(async () => {
  if (lacks('prometheus-alertmanager')) return;
  folder = mkdtempSync(join(tmpdir(), 'tunnelwatch-alertmanager-'));
  port = await freePort();
  hook = await HookReceiver.start();
  writeFileSync(
    join(folder, 'config.yml'),
    `route: { receiver: hook, group_by: [alertname, gateway, occurrence], group_wait: 0s, group_interval: 1s }
receivers: [{ name: hook, webhook_configs: [{ url: '${hook.url}', send_resolved: true }] }]
`,
  );
  const flags = ['--config.file', join(folder, 'config.yml'), '--storage.path', join(folder, 'data')];
  const address = `127.0.0.1:${String(port)}`;
  const web = ['--web.listen-address', address, '--web.route-prefix', '/am'];
  alertmanager = startProcess('prometheus-alertmanager', [...flags, ...web, '--cluster.listen-address=']);
  await eventually('Alertmanager', () =>
    fetch(`http://${address}/am/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
});

afterAll(async () => {
  await hook?.end();
  if (alertmanager === undefined) return;
  if (alertmanager.exitCode === null) {
    const ended = once(alertmanager, 'exit');
    alertmanager.kill('SIGKILL');
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

const foundSchema = z.array(
  z.object({
    labels: z.record(z.string(), z.string()),
    annotations: z.record(z.string(), z.string()),
    startsAt: z.string(),
    endsAt: z.string(),
    generatorURL: z.string(),
  }),
);

/** Alerts that Alertmanager takes for lasting, of one gateway. */
async function lasting(gateway: string) {
  const url = new URL(`http://127.0.0.1:${String(port)}/am/api/v2/alerts`);
  url.searchParams.set('filter', `gateway=${JSON.stringify(gateway)}`);
  return foundSchema.parse(await (await fetch(url)).json());
}

const settings = () =>
  channelOf({ name: 'am', kind: 'alertmanager', url: `http://127.0.0.1:${String(port)}/am/`, on: [] });

const passedOnSchema = z.object({
  alerts: z.array(z.object({ status: z.string(), labels: z.record(z.string(), z.string()) })),
});

/** What Alertmanager has told of a gateway, in order. */
function passedOn(gateway: string): string[] {
  return (hook?.received ?? [])
    .flatMap(({ body }) => passedOnSchema.parse(JSON.parse(body)).alerts)
    .filter(({ labels }) => labels['gateway'] === gateway)
    .map(({ status, labels }) => `${status} ${labels['occurrence'] ?? '1'}`);
}

async function tell(before: Alert | null, after: Alert, cause: AlertCause = 'opened'): Promise<void> {
  const [entry] = notificationsOf([{ ...changeOf(before, after, cause), at: Date.now() }], planOf([settings()]));
  const notification = notificationSchema.parse(JSON.parse(entry?.body ?? ''));
  expect(
    await makeChannel(settings(), { clock: Date.now, publicUrl: 'https://noc.example/tw/', entryOf }).send(
      notification,
    ),
  ).toEqual({ ok: true });
}

const now = Date.now();
const opened = (gateway: string, part: Partial<Alert> = {}) =>
  alertOf({ subject: { kind: 'tunnel', gateway, matchkey: 'a "b" \\ {c}' }, openedAt: now - 5000, ...part });

describe.skipIf(lacks('prometheus-alertmanager'))('the real Alertmanager', () => {
  it('[ALM-101] takes an alert with our labels, and its end', async () => {
    const alert = opened('gw-begin');
    await tell(null, alert);
    const [found, ...others] = await lasting('gw-begin');
    expect(others).toEqual([]);
    expect(found?.labels).toEqual({
      alertname: 'Failed to remove IPsec policy rules',
      rule: 'message-1696',
      severity: 'error',
      priority: 'high',
      class: 'policy',
      gateway: 'gw-begin',
      matchkey: 'a "b" \\ {c}',
    });
    expect(found?.generatorURL).toBe(`https://noc.example/tw/alerts/${String(alert.id)}`);
    expect(found?.annotations['description']).toContain('Vendor recommendation: ');
    expect(found?.annotations['runbook_url']).toBe('https://noc.example/tw/catalogue?id=1696');
    expect(found?.annotations['summary']).toContain('Policy could not be added');
    expect(Date.parse(found?.startsAt ?? '')).toBe(now - 5000);
    expect(Date.parse(found?.endsAt ?? '')).toBeGreaterThan(Date.now() + RESEND_MS);
    await tell(alert, { ...alert, version: 2, isActive: false, state: 'returnedUnacknowledged' });
    await eventually('its end', async () => (await lasting('gw-begin')).length === 0);
  });

  it('knows one alert when it has become worse, under its new labels', async () => {
    const alert = opened('gw-worse');
    await tell(null, alert);
    await tell(alert, { ...alert, version: 2, priority: 'urgent' });
    await eventually('one alert', async () => (await lasting('gw-worse')).length === 1);
    expect((await lasting('gw-worse'))[0]?.labels['priority']).toBe('urgent');
  });

  it('[ALM-94] tells of a new Critical in an alert that it knows, under a new number, and of the end of the former one', async () => {
    const alert = opened('gw-news', { severity: 'critical', priority: 'urgent' });
    await tell(null, alert);
    await eventually('the beginning', () => passedOn('gw-news').length === 1);
    await tell(alert, { ...alert, version: 2, news: 2 }, 'newCritical');
    await eventually('both', () => passedOn('gw-news').length >= 3);
    expect([...passedOn('gw-news')].sort()).toEqual(['firing 1', 'firing 2', 'resolved 1']);
    expect((await lasting('gw-news')).map(({ labels }) => labels['occurrence'])).toEqual(['2']);
  });

  it('[ALM-102] says which of our alerts are silenced there, by whom and until when', async () => {
    const alert = opened('gw-silent', { severity: 'critical', priority: 'urgent' });
    const other = opened('gw-heard', { id: 8, subject: { kind: 'gateway', gateway: 'gw-heard' } });
    const warnings: string[] = [];
    const poller = new SilencePoller({
      channel: 'am',
      get: alertmanagerSilences(settings(), {}),
      alerts: () => [alert, other],
      isTold: () => true,
      names: () => new InventoryNames(),
      entryOf,
      warn: (message) => warnings.push(message),
    });
    await poller.poll();
    expect(poller.silenced()).toEqual([]);
    const until = Math.ceil(Date.now() / 1000) * 1000 + 3_600_000;
    const silence = {
      matchers: [
        { name: 'gateway', value: 'gw-(silent|x)', isRegex: true, isEqual: true },
        { name: 'severity', value: 'critical', isRegex: false, isEqual: true },
        { name: 'occurrence', value: '2', isRegex: false, isEqual: false },
      ],
      startsAt: new Date().toISOString(),
      endsAt: new Date(until).toISOString(),
      createdBy: 'ann',
      comment: 'new route is being built',
    };
    const made = await fetch(silencesUrl(settings().url ?? ''), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(silence),
    });
    expect(made.status).toBe(200);
    await poller.poll();
    expect(poller.silenced()).toEqual([
      { alertId: alert.id, channel: 'am', until, by: 'ann', comment: silence.comment },
    ]);
    // A new Critical gets through: to Alertmanager it is another alert.
    alert.news = 2;
    expect(poller.silenced()).toEqual([]);
    expect(warnings).toEqual([]);
  });

  it('takes subjects of every kind, empty names too', async () => {
    await tell(null, opened('gw-kinds', { id: 1, subject: { kind: 'tunnel', gateway: 'gw-kinds', matchkey: '' } }));
    await tell(null, opened('gw-kinds', { id: 2, subject: { kind: 'interface', gateway: 'gw-kinds', iface: 'wan' } }));
    await tell(null, opened('gw-kinds', { id: 3, subject: { kind: 'gateway', gateway: 'gw-kinds' } }));
    const found = await lasting('gw-kinds');
    expect(found.map(({ labels }) => [labels['matchkey'], labels['iface']])).toEqual(
      expect.arrayContaining([
        ['""', undefined],
        [undefined, 'wan'],
        [undefined, undefined],
      ]),
    );
    await tell(null, opened('x', { subject: { kind: 'source', source: '/var/log/gw.log' } }));
  });

  it('is told again of what lasts, of nothing else, and once more of what has ended', async () => {
    const alert = opened('gw-again');
    const alerts: Alert[] = [
      alert,
      opened('gw-again', { id: 8, rule: 'shelved', state: 'shelved' }),
      opened('gw-again', { id: 9, rule: 'past', isPast: true, state: 'normal', isActive: false }),
      opened('gw-again', { id: 10, rule: 'low', priority: 'low' }),
    ];
    const errors: unknown[] = [];
    const resender = new AlertResender({
      settings: settings(),
      isTold: ({ priority }) => priority !== 'low',
      alerts: () => alerts,
      names: () => new InventoryNames(),
      post: alertmanagerPost(settings(), {}),
      publicUrl: 'https://noc.example/tw/',
      entryOf,
      clock: Date.now,
      onError: (error) => errors.push(error),
    });
    await resender.round();
    expect((await lasting('gw-again')).map(({ labels }) => labels['rule'])).toEqual(['message-1696']);
    alerts[0] = { ...alert, priority: 'urgent' };
    await resender.round();
    await eventually('the new labels alone', async () => {
      const found = await lasting('gw-again');
      return found.length === 1 && found[0]?.labels['priority'] === 'urgent';
    });
    alerts[0] = { ...alert, isActive: false, state: 'returnedUnacknowledged' };
    await resender.round();
    await eventually('its end', async () => (await lasting('gw-again')).length === 0);
    expect(errors).toEqual([]);
  });

  it('is told by a running server, and by the next one that it is over', async () => {
    const channel = { name: 'am', kind: 'alertmanager', url: settings().url, allowPrivate: true };
    const flags = ['--notifications', JSON.stringify([channel]), '--public-url', 'https://noc.example'];
    const server = await ServeProcess.start({ flags });
    try {
      server.append(`${new Date().toISOString()} gw-live EFW: IPSEC: prio=5 id=1682 iface=wan`);
      await eventually('the alert', async () => (await lasting('gw-live')).length === 1);
      expect((await lasting('gw-live'))[0]?.labels).toMatchObject({ iface: 'wan', severity: 'critical' });
      expect((await lasting('gw-live'))[0]?.generatorURL).toBe('https://noc.example/alerts/1');
      const close = { version: 1, by: 'ann', comment: 'route is back' };
      const body = JSON.stringify(close);
      const headers = { 'Content-Type': 'application/json' };
      const closed = await server.fetch('api/v1/alerts/1/close', { method: 'POST', headers, body });
      expect(closed.status).toBe(200);
      await eventually('its end', async () => (await lasting('gw-live')).length === 0);
    } finally {
      await server.remove();
    }
  });
});

describe('the address of the API', () => {
  it.each([
    ['http://am.example:9093', 'http://am.example:9093/api/v2/alerts'],
    ['http://am.example:9093/', 'http://am.example:9093/api/v2/alerts'],
    ['https://am.example/am/', 'https://am.example/am/api/v2/alerts'],
    ['https://am.example/api/v2/alerts', 'https://am.example/api/v2/alerts'],
    ['https://am.example/am/api/v2', 'https://am.example/am/api/v2/alerts'],
  ])('of %s is %s', (url, expected) => {
    expect(alertsUrl(url)).toBe(expected);
  });
});

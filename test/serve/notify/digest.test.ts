import { planOf } from '@tunnelwatch/server/core/notifications/plan';
import { notificationsOf } from '@tunnelwatch/server/core/notifications/notifications-of';
import { digestOf } from '@tunnelwatch/server/serve/notify/digest';
import { digestMail } from '@tunnelwatch/server/serve/notify/email';
import { makeChannel } from '@tunnelwatch/server/serve/notify/make-channel';
import { slackDigest } from '@tunnelwatch/server/serve/notify/slack';
import { webhookBody, webhookDigest } from '@tunnelwatch/server/serve/notify/webhook';
import { type Notification, notificationSchema } from '@tunnelwatch/shared/notification';
import type { Alert } from '@tunnelwatch/shared/alert';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { HookReceiver } from '../../support/hook-receiver.js';
import { alertOf, changeOf, channelOf } from '../../support/made-alerts.js';
import { tempFolders } from '../../support/temp-folder.js';

const PAGES = 'https://noc.example/tw/';
const tempFolder = tempFolders();

function notificationOf(part: Partial<Alert>): Notification {
  const [entry] = notificationsOf([changeOf(null, alertOf(part), 'opened')], planOf([channelOf()]));
  return notificationSchema.parse(JSON.parse(entry?.body ?? ''));
}

/** Of tunnels of two gateways, the first three of them high. */
function notifications(count: number, part: Partial<Alert> = {}): Notification[] {
  return Array.from({ length: count }, (_, at) =>
    notificationOf({
      id: at + 1,
      priority: at < 3 ? 'high' : 'medium',
      rule: at < 3 ? 'message-1696' : 'message-282',
      subject: { kind: 'tunnel', gateway: at % 4 === 0 ? 'gw2' : 'gw1', matchkey: `key-${String(at)}` },
      ...part,
    }),
  );
}

const HOSTILE = '<!channel> @here <https://evil.example|click> & \r\nBcc: x@evil.example';

describe('[ALM-72] the body of a digest', () => {
  const made = notifications(40);
  const digest = digestOf(made);

  it('counts, has the first 25 as they would be sent by themselves, and names every other one', () => {
    const body: unknown = JSON.parse(webhookDigest(digest, PAGES));
    expect(body).toMatchObject({
      key: digest.key,
      channel: 'noc',
      kind: 'digest',
      at: '2026-02-03T04:05:06.000Z',
      link: 'https://noc.example/tw/alerts',
      count: 40,
      byPriority: { high: 3, medium: 37 },
      byRule: [
        { rule: 'message-1696', priority: 'high', count: 3 },
        { rule: 'message-282', priority: 'medium', count: 37 },
      ],
      byGateway: [
        { gateway: 'gw1', count: 30 },
        { gateway: 'gw2', count: 10 },
      ],
    });
    const { notifications: full, others } = z
      .object({ notifications: z.array(z.unknown()), others: z.array(z.unknown()) })
      .parse(body);
    expect(full).toEqual(made.slice(0, 25).map((each): unknown => JSON.parse(webhookBody(each, PAGES))));
    expect(others).toMatchObject(
      made.slice(25).map(({ key, occasion, alert: { id, rule, priority, subject } }) => {
        return { key, occasion, alert: { id, rule, priority, subject } };
      }),
    );
  });

  it('stays below what receivers usually accept, with as many alerts as there can be', () => {
    expect(webhookDigest(digestOf(notifications(250)), PAGES).length).toBeLessThan(100_000);
  });

  it('keeps its key while it tells the same', () => {
    expect(digestOf(notifications(40)).key).toBe(digest.key);
    expect(digestOf(notifications(41)).key).not.toBe(digest.key);
    expect(digest.key).toMatch(/^digest-[0-9a-f]{32}-noc$/);
  });

  it('is signed in one request, with its key as the idempotency key', async () => {
    const receiver = await HookReceiver.start();
    onTestFinished(() => receiver.end());
    const secretFile = join(tempFolder(), 'secret');
    writeFileSync(secretFile, 'between the two of us\n');
    const channel = makeChannel(channelOf({ url: receiver.url, secretFile }), { clock: Date.now, publicUrl: PAGES });
    expect(await channel.sendSeveral(made)).toEqual({ ok: true });
    expect(receiver.received.map(({ headers }) => headers['idempotency-key'])).toEqual([digest.key]);
    expect(receiver.received[0]?.headers['x-tunnelwatch-signature']).toMatch(/^t=\d+,v1=[0-9a-f]{64}$/);
  });
});

describe('[ALM-72] a digest for people', () => {
  const digest = digestOf(notifications(40));
  const lines = [
    '40 alert notifications: 3 high, 37 medium',
    'By rule: message-1696 (high): 3, message-282 (medium): 37',
  ];

  it('is a line for each in Slack, with links, and says how many more there are', () => {
    const { text } = z.object({ text: z.string() }).parse(JSON.parse(slackDigest(digest, PAGES)));
    const rows = text.split('\n');
    expect(rows.slice(0, 3)).toEqual([...lines, 'By gateway: gw1: 30, gw2: 10']);
    expect(rows[3]).toBe(
      '• HIGH (new): Policy could not be added: tunnel key-0 of gw2 <https://noc.example/tw/alerts/1|Open>',
    );
    expect(rows.slice(-2)).toEqual(['and 15 more', '<https://noc.example/tw/alerts|All alerts>']);
    expect(rows).toHaveLength(3 + 25 + 2);
  });

  it('calls nobody and links nowhere in Slack, whatever stands in a log line', () => {
    const hostile = notifications(8, { subject: { kind: 'tunnel', gateway: HOSTILE, matchkey: HOSTILE } });
    expect(slackDigest(digestOf(hostile), null)).not.toMatch(/[<>]|@here|@channel/);
  });

  it('is a mail with the keys of all', () => {
    const { subject, text, key, conversation } = digestMail(digest, PAGES);
    expect([subject, key, conversation]).toEqual([lines[0], digest.key, null]);
    expect(text).toContain(lines.join('\n'));
    expect(text).toContain('tunnel key-0 of gw2\n  https://noc.example/tw/alerts/1\n');
    expect(text).toContain('and 15 more: https://noc.example/tw/alerts\n');
    const keys = /^Keys: (.*)$/m.exec(text)?.[1]?.split(' ');
    expect(keys).toEqual(Array.from({ length: 40 }, (_, at) => `${String(at + 1)}-1-noc`));
  });

  it('has no line in a mail that a log line made up', () => {
    const hostile = notifications(30, { subject: { kind: 'tunnel', gateway: HOSTILE, matchkey: HOSTILE } });
    expect(digestMail(digestOf(hostile), PAGES).text).not.toMatch(/^Bcc:/m);
  });

  it('[ALM-73] has every urgent one with all its facts', () => {
    const urgent = digestOf(notifications(25, { priority: 'urgent' }));
    const { text } = digestMail(urgent, PAGES);
    expect(text.match(/^Severity: +error$/gm)).toHaveLength(25);
    const { attachments } = z
      .object({
        attachments: z.array(z.object({ text: z.string(), fields: z.array(z.object({ title: z.string() })) })),
      })
      .parse(JSON.parse(slackDigest(urgent, PAGES)));
    expect(attachments).toHaveLength(25);
    expect(attachments[24]?.text).toContain('URGENT (new): Policy could not be added: tunnel key-24 of gw2');
    expect(attachments[24]?.fields.map(({ title }) => title)).toContain('Severity');
  });
});

it('[ALM-72] Alertmanager gets several alerts as its own list, in one request', async () => {
  const receiver = await HookReceiver.start();
  onTestFinished(() => receiver.end());
  const settings = channelOf({ name: 'am', kind: 'alertmanager', url: receiver.url, on: [] });
  const channel = makeChannel(settings, { clock: Date.now, publicUrl: PAGES });
  expect(channel.bundling).toBe('list');
  expect(await channel.sendSeveral(notifications(3))).toEqual({ ok: true });
  const lists = receiver.received.map(({ body }): unknown => JSON.parse(body));
  expect(lists).toMatchObject([[0, 1, 2].map((at) => ({ labels: { matchkey: `key-${String(at)}` } }))]);
});

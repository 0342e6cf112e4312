import { notificationsOf } from '@tunnelwatch/server/core/notifications/notifications-of';
import { planOf } from '@tunnelwatch/server/core/notifications/plan';
import { previewOf } from '@tunnelwatch/server/serve/notify/preview';
import { makeChannel } from '@tunnelwatch/server/serve/notify/make-channel';
import type { Alert } from '@tunnelwatch/shared/alert';
import { type Notification, notificationSchema } from '@tunnelwatch/shared/notification';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { ChannelSettings } from '@tunnelwatch/server/config/channel-schema';
import { HookReceiver } from '../../support/hook-receiver.js';
import { alertOf, changeOf, channelOf, START } from '../../support/made-alerts.js';
import { tempFolders } from '../../support/temp-folder.js';

const PAGES = 'https://noc.example/tw/';
const HOSTILE = '<at>all</at> @here **[click](https://evil.example)** <!channel> \u202e';
const tempFolder = tempFolders();

function notificationOf(part: Partial<Alert>, cause: Parameters<typeof changeOf>[2] = 'opened'): Notification {
  const after = alertOf({ news: 1, ...part });
  const before = cause === 'opened' ? null : { ...after, version: after.version - 1, isActive: true };
  const [entry] = notificationsOf(
    [changeOf(before, after, cause)],
    planOf([channelOf({ on: ['opened', 'newCritical', 'returned', 'acknowledge', 'close'] })]),
  );
  return notificationSchema.parse(JSON.parse(entry?.body ?? ''));
}

function many(count: number, part: Partial<Alert> = {}): Notification[] {
  return Array.from({ length: count }, (_, at) =>
    notificationOf({
      id: at + 1,
      subject: { kind: 'tunnel', gateway: `gw ${HOSTILE}`, matchkey: `${String(at)} ${HOSTILE.repeat(5)}` },
      ...part,
    }),
  );
}

/** A channel over a receiver of its own, and the parsed bodies that it got. */
async function serviceOf<Body>(
  part: Partial<ChannelSettings>,
  secret: (url: string) => string,
  schema: z.ZodType<Body>,
) {
  const receiver = await HookReceiver.start();
  onTestFinished(() => receiver.end());
  const secretFile = join(tempFolder(), 'secret');
  writeFileSync(secretFile, secret(receiver.url));
  const settings = channelOf({ url: receiver.url, secretFile, ...part });
  const channel = makeChannel(settings, { clock: () => START, publicUrl: PAGES });
  return { channel, receiver, bodies: () => receiver.received.map(({ body }) => schema.parse(JSON.parse(body))) };
}

/** The format of the Events API v2 (developer.pagerduty.com, "Send an event"). */
const pagerDutySchema = z.strictObject({
  routing_key: z.string().length(32),
  event_action: z.enum(['trigger', 'acknowledge', 'resolve']),
  dedup_key: z.string().min(1).max(255),
  payload: z
    .strictObject({
      summary: z.string().min(1).max(1024),
      source: z.string().min(1),
      severity: z.enum(['critical', 'error', 'warning', 'info']),
      timestamp: z.iso.datetime(),
      component: z.string().optional(),
      class: z.string(),
      custom_details: z.record(z.string(), z.string()),
    })
    .optional(),
  client: z.string().optional(),
  client_url: z.url().optional(),
  links: z.array(z.strictObject({ href: z.url(), text: z.string() })).optional(),
});

describe('[ALM-99] PagerDuty', () => {
  const start = () => serviceOf({ kind: 'pagerduty' }, () => 'e93facc04764012d7bfb002500d5d1a6\n', pagerDutySchema);

  it('gets an event for the beginning, the acknowledgement and the end of an alert, with one key', async () => {
    const { channel, receiver, bodies } = await start();
    const critical = { severity: 'critical', priority: 'urgent' } as const;
    expect(await channel.send(notificationOf(critical))).toEqual({ ok: true });
    expect(await channel.send(notificationOf({ ...critical, version: 2 }, 'acknowledge'))).toEqual({ ok: true });
    expect(
      await channel.send(notificationOf({ ...critical, version: 3, isActive: false, state: 'normal' }, 'returned')),
    ).toEqual({ ok: true });
    expect(new Set(receiver.received.map(({ path }) => path))).toEqual(new Set(['/v2/enqueue']));
    expect(bodies().map(({ event_action: action, dedup_key: key }) => `${action} ${key}`)).toEqual([
      'trigger tunnelwatch-7',
      'acknowledge tunnelwatch-7',
      'resolve tunnelwatch-7',
    ]);
    expect(bodies()[0]).toMatchObject({
      payload: {
        severity: 'critical',
        source: 'gw1',
        class: 'policy',
        custom_details: { Alert: '7', Severity: 'critical' },
      },
      client_url: 'https://noc.example/tw/alerts/7',
    });
  });

  it('pages for a new Critical in an alert that it knows: under a key of its own, and the former incident ends', async () => {
    const { channel, bodies } = await start();
    await channel.send(
      notificationOf({ severity: 'critical', priority: 'urgent', version: 4, news: 2 }, 'newCritical'),
    );
    expect(bodies().map(({ event_action: action, dedup_key: key }) => `${action} ${key}`)).toEqual([
      'resolve tunnelwatch-7',
      'trigger tunnelwatch-7-2',
    ]);
  });

  it('gets a storm as one incident, and each end by itself; what it refuses is not retried as a whole channel', async () => {
    const { channel, receiver, bodies } = await start();
    const ends = [1, 2].map((id) => notificationOf({ id, isActive: false, state: 'normal', version: 2 }, 'returned'));
    expect(await channel.sendSeveral([...many(100), ...ends])).toEqual({ ok: true });
    expect(bodies().map(({ event_action: action }) => action)).toEqual(['resolve', 'resolve', 'trigger']);
    expect(bodies()[2]?.payload?.summary).toBe('102 alert notifications: 102 high');
    expect(Math.max(...receiver.received.map(({ body }) => body.length))).toBeLessThan(512_000);
    receiver.answer(400, '{"status":"invalid event"}');
    expect(await channel.send(notificationOf({}))).toMatchObject({ ok: false, holds: 'message' });
    receiver.answer(429);
    expect(await channel.send(notificationOf({}))).toMatchObject({ ok: false, holds: 'channel' });
  });
});

const textRun = z.strictObject({
  type: z.literal('TextRun'),
  text: z.string(),
  weight: z.enum(['bolder']).optional(),
  size: z.enum(['large']).optional(),
  color: z.enum(['default', 'accent', 'good', 'warning', 'attention']).optional(),
});

/** What workflows take: Adaptive Cards 1.4 (adaptivecards.io, "Schema Explorer") in a message. */
const teamsSchema = z.strictObject({
  type: z.literal('message'),
  attachments: z
    .array(
      z.strictObject({
        contentType: z.literal('application/vnd.microsoft.card.adaptive'),
        contentUrl: z.null(),
        content: z.strictObject({
          $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
          type: z.literal('AdaptiveCard'),
          version: z.literal('1.4'),
          msteams: z.strictObject({ width: z.literal('Full') }),
          body: z.array(z.strictObject({ type: z.literal('RichTextBlock'), inlines: z.array(textRun).min(1) })).min(1),
          actions: z.array(z.strictObject({ type: z.literal('Action.OpenUrl'), title: z.string(), url: z.url() })),
        }),
      }),
    )
    .length(1),
});

describe('[ALM-99] Teams', () => {
  const start = () => serviceOf({ kind: 'teams', url: null }, (url) => `${url}/workflows/x?sig=secret`, teamsSchema);

  it('gets a card whose text from logs is text: no Markdown, no mention', async () => {
    const { channel, receiver, bodies } = await start();
    const hostile = { subject: { kind: 'gateway' as const, gateway: HOSTILE }, priority: 'urgent' as const };
    expect(await channel.send(notificationOf(hostile))).toEqual({ ok: true });
    expect(receiver.received[0]?.path).toBe('/workflows/x?sig=secret');
    expect(channel.target()).toBe(`127.0.0.1:${String(receiver.port)}`);
    const [card] = bodies()[0]?.attachments ?? [];
    expect(card?.content.body[0]?.inlines[0]).toMatchObject({ color: 'attention' });
    expect(card?.content.actions).toEqual([
      { type: 'Action.OpenUrl', title: 'Open the alert', url: 'https://noc.example/tw/alerts/7' },
    ]);
  });

  it('gets a storm within the 28 KB of a message, which says what it leaves out', async () => {
    const { channel, receiver, bodies } = await start();
    expect(await channel.sendSeveral(many(250))).toEqual({ ok: true });
    expect(Buffer.byteLength(receiver.received[0]?.body ?? '')).toBeLessThan(28_000);
    const rows = bodies()[0]?.attachments[0]?.content.body.map(({ inlines }) => inlines[0]?.text) ?? [];
    expect(rows[0]).toBe('250 alert notifications: 250 high');
    expect(rows.at(-1)).toMatch(/^and \d+ more lines$/);
  });
});

/** What ntfy takes as JSON (docs.ntfy.sh, "Publish as JSON", "Limitations"). */
const ntfySchema = z.strictObject({
  topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/),
  title: z.string().max(250),
  message: z.string().refine((text) => Buffer.byteLength(text) <= 4096),
  priority: z.int().min(1).max(5),
  tags: z.array(z.string()).max(5),
  click: z.url(),
  actions: z.array(z.strictObject({ action: z.literal('view'), label: z.string(), url: z.url() })).max(3),
});

describe('[ALM-99] ntfy', () => {
  const start = () => serviceOf({ kind: 'ntfy', topic: 'noc-alerts' }, () => 'tk_123', ntfySchema);

  it('gets priority, tags and where to go, with the token', async () => {
    const { channel, receiver, bodies } = await start();
    expect(await channel.send(notificationOf({ priority: 'urgent', severity: 'critical' }))).toEqual({ ok: true });
    expect(
      await channel.send(
        notificationOf({ priority: 'urgent', isActive: false, state: 'normal', version: 2 }, 'returned'),
      ),
    ).toEqual({ ok: true });
    expect(bodies()).toMatchObject([
      { topic: 'noc-alerts', priority: 5, tags: ['rotating_light'], click: 'https://noc.example/tw/alerts/7' },
      { priority: 2, tags: ['white_check_mark'] },
    ]);
    expect(receiver.received[0]?.headers.authorization).toBe('Bearer tk_123');
  });

  it('gets a storm within the 4,096 bytes of a message', async () => {
    const { channel, bodies } = await start();
    expect(await channel.sendSeveral(many(250, { priority: 'urgent' }))).toEqual({ ok: true });
    expect(bodies()[0]).toMatchObject({ title: '250 alert notifications: 250 urgent', priority: 5 });
    expect(bodies()[0]?.message.endsWith('…')).toBe(true);
  });
});

describe('[ALM-103] templates', () => {
  const settings = {
    title: '{{{priority}}} {message} at {site}{gateway}',
    text: '{count} events on {subject} ({state})\n{link} {nothing}',
  };

  it('have their fields filled in once, and nothing in a log line becomes one', async () => {
    const { channel, bodies } = await serviceOf({ kind: 'ntfy', topic: 'noc', ...settings }, () => 'tk', ntfySchema);
    const subject = { kind: 'gateway' as const, gateway: 'gw {link} {{x}} ${7}' };
    expect(await channel.send(notificationOf({ message: '{comment}', subject }))).toEqual({ ok: true });
    expect(bodies()).toMatchObject([
      {
        title: '{high} {comment} at gw {link} {{x}} ${7}',
        message: `1 events on gw {link} {{x}} \${7} (new)\nhttps://noc.example/tw/alerts/7 {nothing}`,
      },
    ]);
  });

  it('are text to every service: no mention, no Markdown, no line that a log line made up', () => {
    const channel = (kind: ChannelSettings['kind']) =>
      channelOf({ kind, title: '{message}', text: '{message}\n{gateway}' });
    const notification = notificationOf({ message: HOSTILE, subject: { kind: 'gateway', gateway: 'a\r\nBcc: x' } });
    const preview = (kind: ChannelSettings['kind']) =>
      previewOf(notification, channel(kind), { publicUrl: PAGES, entryOf: () => undefined });
    expect(preview('slack')).not.toMatch(/<(?!https:\/\/noc)|@here/);
    expect(teamsSchema.parse(JSON.parse(preview('teams'))).attachments).toHaveLength(1);
    expect(preview('email')).not.toMatch(/^Bcc:/m);
    expect(preview('pagerduty')).toContain('"Text": ');
  });
});

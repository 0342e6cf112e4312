import { planOf } from '@tunnelwatch/server/core/notifications/plan';
import { createHmac } from 'node:crypto';
import { notificationsOf } from '@tunnelwatch/server/core/notifications/notifications-of';
import { isGivenUp, pauseAfter, retryAfterMs } from '@tunnelwatch/server/serve/notify/retry-plan';
import { post } from '@tunnelwatch/server/serve/notify/http-post';
import { testNotification } from '@tunnelwatch/server/serve/notify/test-notification';
import { webhookBody, webhookHeaders } from '@tunnelwatch/server/serve/notify/webhook';
import { notificationSchema } from '@tunnelwatch/shared/notification';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { HookReceiver } from '../../support/hook-receiver.js';
import { alertOf, changeOf, channelOf, START } from '../../support/made-alerts.js';

const [entry] = notificationsOf([changeOf(null, alertOf(), 'opened')], planOf([channelOf()]));
const notification = notificationSchema.parse(JSON.parse(entry?.body ?? ''));

describe('a webhook', () => {
  const body = webhookBody(notification, null);
  const headers = webhookHeaders(notification.key, body, 'top secret', START);

  it('carries key, occasion and alert, with times in ISO 8601', () => {
    expect(JSON.parse(body)).toMatchObject({
      key: '7-1-noc',
      channel: 'noc',
      occasion: 'opened',
      at: '2026-02-03T04:05:06.000Z',
      alert: { id: 7, openedAt: '2026-02-03T04:05:06.000Z', subject: { kind: 'tunnel', gateway: 'gw1' } },
    });
    expect(headers['Idempotency-Key']).toBe('7-1-noc');
  });

  it('links to the page of the alert where its address is known, and a test to the list', () => {
    expect(JSON.parse(body)).toMatchObject({ link: null });
    const link = (told: typeof notification): unknown =>
      Reflect.get(Object(JSON.parse(webhookBody(told, 'https://noc.example/tw/'))), 'link');
    expect(link(notification)).toBe('https://noc.example/tw/alerts/7');
    expect(link(testNotification('noc', START))).toBe('https://noc.example/tw/alerts');
  });

  it('is signed so that a receiver can check it with the secret alone', () => {
    const [, seconds = '', signature] =
      /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['X-Tunnelwatch-Signature'] ?? '') ?? [];
    expect(Number(seconds) * 1000).toBe(START);
    expect(createHmac('sha256', 'top secret').update(`${seconds}.${body}`).digest('hex')).toBe(signature);
    expect(createHmac('sha256', 'top secret').update(`${seconds}.${body} `).digest('hex')).not.toBe(signature);
    expect(body + JSON.stringify(headers)).not.toContain('top secret');
  });

  it('keeps its body and key over attempts; only the signature says when', () => {
    const again = webhookHeaders(notification.key, webhookBody(notification, null), 'top secret', START + 60_000);
    expect(again['Idempotency-Key']).toBe(headers['Idempotency-Key']);
    expect(again['X-Tunnelwatch-Signature']).not.toBe(headers['X-Tunnelwatch-Signature']);
  });
});

describe('the pauses between attempts', () => {
  it('double from one second to five minutes', () => {
    expect([1, 2, 3, 9, 10, 500].map((attempts) => pauseAfter(attempts, 0))).toEqual([
      ...[1000, 2000, 4000, 256_000, 300_000, 300_000],
    ]);
    expect(pauseAfter(3, 0.5)).toBe(3600);
  });

  it('stay within what is stated, whatever chance says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempts, chance) => {
          const pause = pauseAfter(attempts, chance);
          expect(pause).toBeGreaterThanOrEqual(800);
          expect(pause).toBeLessThanOrEqual(300_000);
        },
      ),
    );
  });

  it('end after a day', () => {
    expect(isGivenUp(START, START + 86_399_999)).toBe(false);
    expect(isGivenUp(START, START + 86_400_000)).toBe(true);
  });
});

describe('[ALM-92] Retry-After', () => {
  it('is a number of seconds or a date, of a second at least and a quarter of an hour at most', () => {
    const wait = (header?: string) => retryAfterMs(header, START);
    expect([wait('30'), wait(' 0 '), wait('86400')]).toEqual([30_000, 1000, 900_000]);
    expect(wait('Tue, 03 Feb 2026 04:06:06 GMT')).toBe(60_000);
    expect(wait('Tue, 03 Feb 2026 04:00:00 GMT')).toBe(1000);
    expect([wait(), wait(''), wait('soon'), wait('-5'), wait('1.5'), wait('2026')]).toEqual([
      ...[undefined, undefined, undefined, undefined, undefined, 900_000],
    ]);
  });

  it('is what a receiver answers with', async () => {
    const receiver = await HookReceiver.start();
    onTestFinished(() => receiver.end());
    const told = { url: receiver.url, headers: {}, body: '{}', allowPrivate: true };
    receiver.answer(429, 'slow down', { 'Retry-After': '7' });
    expect(await post(told)).toEqual({
      ok: false,
      error: 'response 429: slow down',
      holds: 'channel',
      retryAfterMs: 7000,
    });
    receiver.answer(400, '', { 'Retry-After': '7' });
    expect(await post(told)).toEqual({ ok: false, error: 'response 400', holds: 'message' });
  });
});

it('[ALM-90] what is the first to tell of a Critical is marked as such, and nothing else', () => {
  const isFirst = (...[before, after, cause]: Parameters<typeof changeOf>) =>
    notificationsOf([changeOf(before, after, cause)], planOf([channelOf()]))[0]?.isFirst;
  const critical = alertOf({ severity: 'critical', priority: 'urgent' });
  const error = alertOf({ severity: 'error', priority: 'urgent' });
  expect(isFirst(null, critical, 'opened')).toBe(true);
  expect(isFirst(error, critical, 'worsened')).toBe(true);
  expect(isFirst(critical, { ...critical, version: 2 }, 'newCritical')).toBe(true);
  expect(isFirst(null, error, 'opened')).toBe(false);
  expect(isFirst(critical, { ...critical, version: 2 }, 'rateRose')).toBe(false);
  expect(isFirst(critical, { ...critical, state: 'normal', isActive: false }, 'returned')).toBe(false);
});

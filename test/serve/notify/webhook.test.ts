import { createHmac } from 'node:crypto';
import { notificationsOf } from '@tunnelwatch/server/core/notifications/notifications-of';
import { isGivenUp, pauseAfter } from '@tunnelwatch/server/serve/notify/retry-plan';
import { testNotification } from '@tunnelwatch/server/serve/notify/test-notification';
import { webhookBody, webhookHeaders } from '@tunnelwatch/server/serve/notify/webhook';
import { notificationSchema } from '@tunnelwatch/shared/notification';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alertOf, changeOf, channelOf, START } from '../../support/made-alerts.js';

const [entry] = notificationsOf([changeOf(null, alertOf(), 'opened')], [channelOf()]);
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

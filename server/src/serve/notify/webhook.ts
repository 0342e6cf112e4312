import type { Notification } from '@tunnelwatch/shared/notification';
import { createHmac } from 'node:crypto';
import type { Digest } from './digest.js';
import { alertLink, ANY_ALERT } from './words.js';

/**
 * The body of a webhook about one notification: the notification with times in ISO 8601, as everywhere over HTTP.
 * @param publicUrl see `alertLink`
 */
export function webhookBody(notification: Notification, publicUrl: string | null): string {
  return JSON.stringify(contentOf(notification, publicUrl));
}

/**
 * The body of a digest: counts, the first notifications as they would be sent by themselves, and of the others what a
 * program needs to look them up.
 * @param publicUrl see `alertLink`
 */
export function webhookDigest({ key, channel, at, counts, inFull, others }: Digest, publicUrl: string | null): string {
  return JSON.stringify({
    key,
    channel,
    kind: 'digest',
    at: iso(at),
    link: alertLink(publicUrl, ANY_ALERT),
    ...counts,
    notifications: inFull.map((notification) => contentOf(notification, publicUrl)),
    others: others.map(({ key: ofOne, occasion, alert }) => ({
      key: ofOne,
      occasion,
      alert: { id: alert.id, rule: alert.rule, priority: alert.priority, subject: alert.subject },
    })),
  });
}

function contentOf({ at, alert, ...rest }: Notification, publicUrl: string | null) {
  const { firstTime, lastTime, openedAt, verdict, ...facts } = alert;
  const times = {
    firstTime: iso(firstTime),
    lastTime: iso(lastTime),
    openedAt: iso(openedAt),
    verdict: verdict === null ? null : { ...verdict, since: iso(verdict.since) },
  };
  return { ...rest, at: iso(at), link: alertLink(publicUrl, alert.id), alert: { ...facts, ...times } };
}

/**
 * Headers of a webhook. The signature is `t=SECONDS,v1=HEX`, where HEX is the HMAC-SHA256 (RFC 2104) of `SECONDS.BODY` by
 * the shared secret; the receiver rejects old times, so that nobody can replay a message. The key stays the same.
 * @param now epoch ms
 */
export function webhookHeaders(key: string, body: string, secret: string, now: number): Record<string, string> {
  const seconds = String(Math.floor(now / 1000));
  const signature = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return {
    'Content-Type': 'application/json',
    'Idempotency-Key': key,
    'X-Tunnelwatch-Signature': `t=${seconds},v1=${signature}`,
  };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

import type { Notification } from '@tunnelwatch/shared/notification';
import { createHmac } from 'node:crypto';
import { alertLink } from './words.js';

/**
 * The body of a webhook: the notification with times in ISO 8601, as everywhere over HTTP.
 * @param publicUrl see `alertLink`
 */
export function webhookBody({ at, alert, ...rest }: Notification, publicUrl: string | null): string {
  const { firstTime, lastTime, openedAt, verdict, ...facts } = alert;
  const times = {
    firstTime: iso(firstTime),
    lastTime: iso(lastTime),
    openedAt: iso(openedAt),
    verdict: verdict === null ? null : { ...verdict, since: iso(verdict.since) },
  };
  return JSON.stringify({ ...rest, at: iso(at), link: alertLink(publicUrl, alert.id), alert: { ...facts, ...times } });
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

import type { Notification } from '@tunnelwatch/shared/notification';
/**
 * The body of a webhook: the notification with times in ISO 8601, as everywhere over HTTP.
 * @param publicUrl see `alertLink`
 */
export declare function webhookBody({ at, alert, ...rest }: Notification, publicUrl: string | null): string;
/**
 * Headers of a webhook. The signature is `t=SECONDS,v1=HEX`, where HEX is the HMAC-SHA256 (RFC 2104) of `SECONDS.BODY` by
 * the shared secret; the receiver refuses old times, so that nobody can play a message again. The key stays the same.
 * @param now epoch ms
 */
export declare function webhookHeaders(key: string, body: string, secret: string, now: number): Record<string, string>;

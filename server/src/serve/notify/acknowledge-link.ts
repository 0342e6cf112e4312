import { DAY_MS } from '@tunnelwatch/shared/time-units';
import { isUnacknowledged } from '@tunnelwatch/shared/alert';
import type { AcknowledgeLinkState, Notification } from '@tunnelwatch/shared/notification';
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { ANY_ALERT, alertLink } from './words.js';

/** A message that is read later than this is no reason to act at once. */
const VALID_MS = DAY_MS;
const TOKEN = /^(\d{1,12})\.([\w-]{43})$/;

/**
 * Links in messages that open the acknowledge dialog of an alert. A link grants nothing: whoever opens it signs in, sees the
 * alert, and acknowledges by the dialog. Its signature shows that a message of ours has it, and until when.
 */
export class AcknowledgeLinks {
  private readonly key: Buffer;

  /** @param secret of this server; the key of the links is derived from it */
  constructor(
    secret: Uint8Array,
    private readonly clock: () => number,
  ) {
    this.key = Buffer.from(hkdfSync('sha256', secret, '', 'tunnelwatch acknowledge link', 32));
  }

  /** The link of a notification; null when there is nothing to acknowledge, or the address of the pages is not known. */
  linkOf({ alert, isActive }: Notification, publicUrl: string | null): string | null {
    const page = alertLink(publicUrl, alert.id);
    const waits = isActive && isUnacknowledged({ state: alert.state, foldedInto: null });
    if (page === null || alert.id === ANY_ALERT || !waits) return null;
    const expires = Math.floor((this.clock() + VALID_MS) / 1000);
    return `${page}?acknowledge=${String(expires)}.${this.sign(alert.id, expires)}`;
  }

  /** Whether a token is one of ours for an alert. */
  check(alertId: number, token: string): AcknowledgeLinkState {
    const [, expires, signature] = TOKEN.exec(token) ?? [];
    if (expires === undefined || signature === undefined) return 'invalid';
    const wanted = Buffer.from(this.sign(alertId, Number(expires)));
    const given = Buffer.from(signature);
    if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return 'invalid';
    return Number(expires) * 1000 < this.clock() ? 'expired' : 'valid';
  }

  private sign(alertId: number, expires: number): string {
    return createHmac('sha256', this.key)
      .update(`${String(alertId)}.${String(expires)}`)
      .digest('base64url');
  }
}

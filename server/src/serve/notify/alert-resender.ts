import { isDeepStrictEqual } from 'node:util';
import type { Alert } from '@tunnelwatch/shared/alert';
import type { ToldAlert } from '@tunnelwatch/shared/notification';
import type { ChannelSettings } from '../../config/channel-schema.js';
import type { Naming } from '../../core/inventory/shown.js';
import { activeOf, alertLabels, endedOf, type EntryOf, type PostableAlert, RESEND_MS } from './alertmanager.js';
import { asksForSomebody, toldAlert } from '../../core/notifications/notifications-of.js';
import type { SendOutcome } from './channel.js';

export interface ResenderParts {
  settings: Pick<ChannelSettings, 'name'>;
  /** All alerts, and whether one is told to this channel. */
  alerts: () => Iterable<Alert>;
  isTold: (alert: Alert) => boolean;
  names: () => Naming;
  post: (alerts: readonly PostableAlert[]) => Promise<SendOutcome>;
  clock: () => number;
  /** See `alertLink`. */
  publicUrl: string | null;
  entryOf: EntryOf;
  onError: (error: unknown) => void;
}

/** Alerts per request. */
const MAX_IN_ONE = 500;

/**
 * Resends active alerts to Alertmanager. Their beginning and end are sent at once, through the outbox; this prevents
 * Alertmanager from resolving them by timeout, and restores what it has lost. The next round makes up for a failed one.
 */
export class AlertResender {
  private timer: NodeJS.Timeout | undefined;
  /** Labels with which an alert was last sent, where they can change without a change of state. */
  private told = new Map<number, ToldAlert>();
  private lastError: string | undefined;

  constructor(private readonly parts: ResenderParts) {}

  start(): void {
    this.timer = setInterval(() => void this.round(), RESEND_MS);
    void this.round();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** One round; a problem is logged once, until a round succeeds again. */
  async round(): Promise<void> {
    const { settings, post, onError } = this.parts;
    const batch = this.collect();
    for (let from = 0; from < batch.length; from += MAX_IN_ONE) {
      const outcome = await post(batch.slice(from, from + MAX_IN_ONE));
      const error = outcome.ok ? undefined : outcome.error;
      if (error !== undefined && error !== this.lastError) {
        onError(new Error(`alerts could not be re-sent to ${settings.name}: ${error}`));
      }
      this.lastError = error;
      if (error !== undefined) return;
    }
  }

  private collect(): PostableAlert[] {
    const { isTold, alerts, names, clock, publicUrl, entryOf } = this.parts;
    const telling = { now: clock(), publicUrl, entryOf };
    const lasting = [...alerts()].filter((alert) => asksForSomebody(alert) && isTold(alert));
    const before = this.told;
    this.told = new Map(lasting.map((alert) => [alert.id, toldAlert(alert, names())]));
    // It was sent as active while it was ending, and arrived last: end it once more.
    const gone = [...before.values()].filter(({ id }) => !this.told.has(id)).map((alert) => endedOf(alert, telling));
    const lastingNow = [...this.told.values()].flatMap((alert) => {
      const former = before.get(alert.id);
      const isSame =
        former !== undefined && isDeepStrictEqual(alertLabels(former, entryOf), alertLabels(alert, entryOf));
      return former === undefined || isSame
        ? [activeOf(alert, telling)]
        : [endedOf(former, telling), activeOf(alert, telling)];
    });
    return [...gone, ...lastingNow];
  }
}

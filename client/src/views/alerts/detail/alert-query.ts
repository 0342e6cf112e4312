import type { ShownAlert } from '@tunnelwatch/shared/alert';
import type { Query } from '../../../http/http-client.js';
import { countsItsClass } from './alert-messages.js';
import type { TimeRange } from '../../../url-state/use-time-range.js';

/** The event filter for an alert's events: its subject and its message or class, at any time. */
export function subjectQuery(alert: ShownAlert): Query {
  const { subject, messageId } = alert;
  return {
    ...(countsItsClass(alert) ? { class: alert.class } : {}),
    ...('gateway' in subject ? { gateway: subject.gateway } : {}),
    ...(subject.kind === 'tunnel' ? { matchkey: subject.matchkey } : {}),
    ...(subject.kind === 'interface' ? { iface: subject.iface } : {}),
    ...(messageId === null ? {} : { messageId }),
  };
}

/** The same within the alert's own episode. */
export function episodeQuery(alert: ShownAlert): Query {
  return {
    ...subjectQuery(alert),
    from: new Date(alert.firstTime).toISOString(),
    // The end of a range is exclusive, and rate rules know only the second of their newest event.
    to: new Date((Math.floor(alert.lastTime / SECOND_MS) + 1) * SECOND_MS).toISOString(),
  };
}

const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const MIN_AROUND_MS = 10 * MINUTE_MS;

/**
 * The period around an episode: a fifth of it on both sides, at least ten minutes, in whole minutes, so that a growing
 * alert does not request its chart with every event. Epoch ms.
 */
export function timeAround({ firstTime, lastTime }: Pick<ShownAlert, 'firstTime' | 'lastTime'>): TimeRange {
  const around = Math.max(MIN_AROUND_MS, (lastTime - firstTime) / 5);
  return {
    from: Math.floor((firstTime - around) / MINUTE_MS) * MINUTE_MS,
    to: Math.ceil((lastTime + around) / MINUTE_MS) * MINUTE_MS,
  };
}

import { episodeEnd, type ShownAlert } from '@tunnelwatch/shared/alert';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { Query } from '../../../http/http-client.js';
import type { TimeRange } from '../../../url-state/use-time-range.js';
import type { CatalogueEntry } from '@tunnelwatch/shared/catalogue';
import { CRYPTO_IDS } from '@tunnelwatch/shared/message-ids';

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
    to: new Date(episodeEnd(alert)).toISOString(),
  };
}

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

/** Rules that count other messages than those of their class. */
const OWN_MESSAGES: ReadonlyMap<string, readonly number[]> = new Map([['crypto-hardware', CRYPTO_IDS]]);

/** True for an alert about one message, and false for one that a rule about rates or monitoring raised. */
export function isOfMessage({ rule }: Pick<ShownAlert, 'rule'>): boolean {
  return rule.startsWith('message-');
}

/** Whether the class of an alert says which events it counts. */
function countsItsClass({ rule, class: failureClass }: Pick<ShownAlert, 'rule' | 'class'>): boolean {
  return !isOfMessage({ rule }) && failureClass !== 'monitoring' && !OWN_MESSAGES.has(rule);
}

/** The entries of the messages that an alert of a rule counts, in the order of the catalogue. */
export function messagesOfRule(
  { rule, class: failureClass }: Pick<ShownAlert, 'rule' | 'class'>,
  catalogue: readonly CatalogueEntry[],
): readonly CatalogueEntry[] {
  const own = OWN_MESSAGES.get(rule);
  return catalogue.filter((entry) =>
    own === undefined ? entry.failureClass === failureClass : own.includes(entry.id),
  );
}

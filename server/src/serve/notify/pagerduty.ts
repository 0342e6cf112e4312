import type { Notification } from '@tunnelwatch/shared/notification';
import type { Priority } from '@tunnelwatch/shared/priority';
import { gatewayOf } from '@tunnelwatch/shared/subject';
import { countLines, type Digest, digestHeadline } from './digest.js';
import { alertLink, ANY_ALERT, factsOf, headline, isOverOccasion } from './words.js';

/** An event of PagerDuty's Events API v2, without the routing key. */
export interface PagerDutyEvent {
  event_action: 'trigger' | 'acknowledge' | 'resolve';
  dedup_key: string;
  payload?: {
    summary: string;
    source: string;
    severity: 'critical' | 'error' | 'warning' | 'info';
    timestamp: string;
    component?: string;
    class: string;
    custom_details: Record<string, string>;
  };
  client?: string;
  client_url?: string;
  links?: { href: string; text: string }[];
}

const SEVERITIES: Readonly<Record<Priority, 'critical' | 'error' | 'warning' | 'info'>> = {
  urgent: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
};

/** Longest `summary` (developer.pagerduty.com, "Send an event"). */
const MAX_SUMMARY_CHARACTERS = 1024;
/** An event may have 512 KB; nobody reads so much. */
const MAX_DETAIL_CHARACTERS = 4000;
/** Incidents of earlier occurrences that are resolved by a new one. */
const MAX_FORMER = 3;

/**
 * A notification as events. A trigger with a key that PagerDuty knows notifies nobody, so what has something new to tell, such as a
 * Critical that nobody has seen, opens an incident of its own, and those of earlier occurrences end.
 * @param publicUrl see `alertLink`
 */
export function pagerDutyEvents(notification: Notification, publicUrl: string | null): PagerDutyEvent[] {
  const { occasion, alert } = notification;
  const key = dedupKey(alert.id, alert.news);
  if (isOverOccasion(occasion)) return [{ event_action: 'resolve', dedup_key: key }];
  if (occasion === 'acknowledge') return [{ event_action: 'acknowledge', dedup_key: key }];
  const former = Array.from({ length: Math.min(MAX_FORMER, alert.news - 1) }, (_, at): PagerDutyEvent => {
    return { event_action: 'resolve', dedup_key: dedupKey(alert.id, alert.news - 1 - at) };
  });
  const text = notification.wording?.text ?? null;
  const told = text === null ? factsOf(notification) : [...factsOf(notification), ['Text', text] as const];
  const facts = told.map(([name, value]) => [name, value.slice(0, MAX_DETAIL_CHARACTERS)]);
  const trigger: PagerDutyEvent = {
    event_action: 'trigger',
    dedup_key: key,
    payload: {
      summary: headline(notification).slice(0, MAX_SUMMARY_CHARACTERS),
      source: gatewayOf(alert.subject) ?? 'tunnelwatch',
      severity: SEVERITIES[alert.priority],
      timestamp: new Date(alert.lastTime).toISOString(),
      ...(alert.subject.kind === 'tunnel' && alert.subject.matchkey !== ''
        ? { component: alert.subject.matchkey }
        : {}),
      class: alert.class,
      custom_details: Object.fromEntries(facts),
    },
    ...clientOf(alertLink(publicUrl, alert.id), 'Open the alert', notification.acknowledgeLink),
  };
  return occasion === 'unanswered' ? [trigger] : [...former, trigger];
}

/**
 * A digest: one incident for all that begins or goes on, and an event each for what ends or is acknowledged. Nobody can be paged
 * a thousand times; the incident is closed by hand.
 * @param publicUrl see `alertLink`
 */
export function pagerDutyDigest(
  digest: Digest,
  notifications: readonly Notification[],
  publicUrl: string | null,
): PagerDutyEvent[] {
  const isEnd = ({ occasion }: Notification) => isOverOccasion(occasion) || occasion === 'acknowledge';
  const ends = notifications.filter(isEnd).flatMap((each) => pagerDutyEvents(each, publicUrl));
  const first = notifications.find((each) => !isEnd(each));
  if (first === undefined) return ends;
  const lines = digest.inFull.map(headline).join('\n');
  const trigger: PagerDutyEvent = {
    event_action: 'trigger',
    dedup_key: digest.key,
    payload: {
      summary: digestHeadline(digest).slice(0, MAX_SUMMARY_CHARACTERS),
      source: 'tunnelwatch',
      severity: SEVERITIES[first.alert.priority],
      timestamp: new Date(digest.at).toISOString(),
      class: first.alert.class,
      custom_details: {
        Counts: countLines(digest).join('\n').slice(0, MAX_DETAIL_CHARACTERS),
        First: lines.slice(0, MAX_DETAIL_CHARACTERS),
      },
    },
    ...clientOf(alertLink(publicUrl, ANY_ALERT), 'All alerts'),
  };
  return [...ends, trigger];
}

function dedupKey(alertId: number, news: number): string {
  return `tunnelwatch-${String(alertId)}${news > 1 ? `-${String(news)}` : ''}`;
}

function clientOf(
  link: string | null,
  text: string,
  acknowledge?: string,
): Pick<PagerDutyEvent, 'client' | 'client_url' | 'links'> {
  if (link === null) return { client: 'Tunnelwatch' };
  const more = acknowledge === undefined ? [] : [{ href: acknowledge, text: 'Acknowledge' }];
  return { client: 'Tunnelwatch', client_url: link, links: [{ href: link, text }, ...more] };
}

/** The address of the API: of the global or the European service, or of one in between. */
export function pagerDutyUrl(url: string | null): string {
  return new URL('/v2/enqueue', url ?? 'https://events.pagerduty.com').href;
}

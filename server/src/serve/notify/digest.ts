import type { Notification } from '@tunnelwatch/shared/notification';
import { PRIORITIES, type Priority } from '@tunnelwatch/shared/priority';
import { gatewayOf } from '@tunnelwatch/shared/subject';
import { createHash } from 'node:crypto';
import { MAX_IN_FULL } from '../../core/notifications/next-message.js';
import { alertLink, ANY_ALERT } from './words.js';

/** Several notifications of one channel as one message. */
export interface Digest {
  /**
   * Follows from the keys of its notifications: another attempt with the same ones has the same key. When more have come
   * meanwhile it is another digest, and a receiver knows what it has by the keys of the notifications.
   */
  key: string;
  channel: string;
  /** Time of the newest notification, epoch ms. */
  at: number;
  counts: DigestCounts;
  /** The first notifications, to be told in full. */
  inFull: readonly Notification[];
  /** The rest, to be named by key and alert; in a message for people each urgent one has a line. */
  others: readonly Notification[];
}

/** How many notifications there are of what, those with the most first. */
interface DigestCounts {
  count: number;
  /** Only priorities that occur, the most urgent first. */
  byPriority: Partial<Record<Priority, number>>;
  byRule: { rule: string; priority: Priority; count: number }[];
  /** Alerts about sources and the store belong to no gateway. */
  byGateway: { gateway: string; count: number }[];
}

/** Rules, and gateways, that a line of counts names. */
const MAX_NAMED = 10;
const KEY_CHARACTERS = 32;

/** @param notifications of one channel, in the order in which they are to be told; at least one */
export function digestOf(notifications: readonly Notification[]): Digest {
  const [first] = notifications;
  if (first === undefined) throw new Error('a digest tells at least one notification');
  const hash = createHash('sha256')
    .update(notifications.map(({ key }) => key).join('\n'))
    .digest('hex');
  return {
    key: `digest-${hash.slice(0, KEY_CHARACTERS)}-${first.channel}`,
    channel: first.channel,
    at: Math.max(...notifications.map(({ at }) => at)),
    counts: countsOf(notifications),
    inFull: notifications.slice(0, MAX_IN_FULL),
    others: notifications.slice(MAX_IN_FULL),
  };
}

function countsOf(notifications: readonly Notification[]): DigestCounts {
  const priorities = tally(notifications.map(({ alert }) => alert.priority));
  const rules = tally(notifications.map(({ alert }) => `${alert.priority}\n${alert.rule}`));
  const gateways = tally(notifications.flatMap(({ alert }) => gatewayOf(alert.subject) ?? []));
  return {
    count: notifications.length,
    byPriority: Object.fromEntries(
      PRIORITIES.flatMap((priority) => {
        const count = priorities.get(priority);
        return count === undefined ? [] : [[priority, count]];
      }),
    ),
    byRule: PRIORITIES.flatMap((priority) =>
      mostFirst(rules).flatMap(([name, count]) => {
        const prefix = `${priority}\n`;
        return name.startsWith(prefix) ? [{ rule: name.slice(prefix.length), priority, count }] : [];
      }),
    ),
    byGateway: mostFirst(gateways).map(([gateway, count]) => ({ gateway, count })),
  };
}

function tally(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function mostFirst(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** One line: `40 alert notifications: 3 high, 37 medium`. */
export function digestHeadline({ counts }: Pick<Digest, 'counts'>): string {
  const priorities = Object.entries(counts.byPriority).map(([priority, count]) => `${String(count)} ${priority}`);
  return `${String(counts.count)} alert notifications: ${priorities.join(', ')}`;
}

/** The headline, and the counts by rule and by gateway. Names are text of log lines: every output format must escape them. */
export function countLines(digest: Pick<Digest, 'counts'>): string[] {
  const { byRule, byGateway } = digest.counts;
  const rules = byRule.map(({ rule, priority, count }) => `${rule} (${priority}): ${String(count)}`);
  const gateways = byGateway.map(({ gateway, count }) => `${gateway}: ${String(count)}`);
  return [
    digestHeadline(digest),
    `By rule: ${listed(rules)}`,
    ...(gateways.length === 0 ? [] : [`By gateway: ${listed(gateways)}`]),
  ].map((line) => line.replace(/\p{Cc}+/gu, ' '));
}

function listed(items: readonly string[]): string {
  const more = items.length - MAX_NAMED;
  return `${items.slice(0, MAX_NAMED).join(', ')}${more > 0 ? `, and ${String(more)} more` : ''}`;
}

/**
 * The urgent ones that a digest does not tell in full, a line each as far as they fit, and how many it does not name.
 * @param most characters for all lines
 */
export function urgentLines(
  { others }: Pick<Digest, 'others'>,
  lineOf: (notification: Notification) => string,
  most: number,
): { lines: string[]; unnamed: number } {
  const lines: string[] = [];
  let left = most;
  for (const notification of others) {
    if (notification.alert.priority !== 'urgent') break;
    const line = lineOf(notification);
    left -= line.length + 1;
    if (left < 0) break;
    lines.push(line);
  }
  return { lines, unnamed: others.length - lines.length };
}

/** How many notifications a digest does not tell in full, with the address of the list where it is known. */
export function moreLine(count: number, publicUrl: string | null): string {
  const link = alertLink(publicUrl, ANY_ALERT);
  return `and ${String(count)} more${link === null ? '' : `: ${link}`}`;
}

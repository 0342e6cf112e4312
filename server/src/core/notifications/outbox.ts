import { PRIORITIES, type Priority, priorityRank } from '@tunnelwatch/shared/priority';

/** A notification to be made durable together with the change that it tells of. Times are epoch ms. */
export interface OutboxEntry {
  /** Unique for ever: what is written twice is there once. */
  key: string;
  channel: string;
  /** Notifications of one alert over one channel go out in order. */
  alertId: number;
  /** Priority of the alert. */
  priority: Priority;
  /** True when it is the first to tell of a Critical: such a one goes before all others. */
  isFirst?: boolean;
  /** JSON of the notification. */
  body: string;
  madeAt: number;
}

/** The rank of a notification that is the first to tell of a Critical: above all priorities. */
export const FIRST_RANK = PRIORITIES.length;

/** The place of a notification in the order of delivery: higher ranks go first. */
export function entryRank({ priority, isFirst = false }: Pick<OutboxEntry, 'priority' | 'isFirst'>): number {
  return isFirst ? FIRST_RANK : priorityRank(priority);
}

/** True for a rank that is told by itself or among its like, and for which a receiver is tried at once. */
export function isUrgentRank(rank: number): boolean {
  return rank >= priorityRank('urgent');
}

/**
 * A notification that waits to be delivered. Its rank is the highest of its own and those that wait behind it for the
 * same alert: they cannot overtake it, so it goes with their urgency.
 */
export interface WaitingEntry extends Omit<OutboxEntry, 'priority' | 'isFirst'> {
  id: number;
  rank: number;
  /** Attempts so far. */
  attempts: number;
}

/** What became of an attempt; it is stored with the next commit. */
export type OutboxResult = { id: number; at: number; attempts: number } & (
  | { outcome: 'sent' }
  /** It is tried again at `nextAt`. */
  | { outcome: 'again'; nextAt: number; error: string }
  /** It was given up. */
  | { outcome: 'failed'; error: string }
);

/** A question for what is due on a channel. */
export interface DueRequest {
  channel: string;
  /** Epoch ms. */
  now: number;
  limit: number;
  /** Entries that are settled, though not in the store yet: they are left out, and nothing waits for them. */
  settled: readonly number[];
}

/** What is due over a channel, by rank. Of the highest rank the newest come first, and the oldest last; of others the oldest. */
export interface DueEntries {
  entries: WaitingEntry[];
  /** When the next of those that wait is due, epoch ms; null when no other waits. */
  nextAt: number | null;
  /** The highest number of an entry so far, of any channel; 0 when there is none. */
  newestId: number;
}

/** A channel's part of the outbox. */
export interface OutboxSummary {
  channel: string;
  waiting: number;
  failed: number;
  /** Delivered, as far as they are kept. */
  sent: number;
  nextAt: number | null;
  lastSentAt: number | null;
  lastError: string | null;
  lastErrorAt: number | null;
}

import type { Priority } from '@tunnelwatch/shared/priority';

/** A notification to be made durable together with the change that it tells of. Times are epoch ms. */
export interface OutboxEntry {
  /** Unique for ever: what is written twice is there once. */
  key: string;
  channel: string;
  /** Notifications of one alert over one channel go out in order. */
  alertId: number;
  /** Priority of the alert. */
  priority: Priority;
  /** JSON of the notification. */
  body: string;
  madeAt: number;
}

/**
 * A notification that waits to be delivered. Its priority is the highest of its own and those that wait behind it for the
 * same alert: they cannot overtake it, so it goes with their urgency.
 */
export interface WaitingEntry extends OutboxEntry {
  id: number;
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

/** What is due over a channel: the most urgent first, then the oldest. */
export interface DueEntries {
  entries: WaitingEntry[];
  /** When the next of those that wait is due, epoch ms; null when no other waits. */
  nextAt: number | null;
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

/** A notification to be made durable together with the change that it tells of. Times are epoch ms. */
export interface OutboxEntry {
  /** Unique for ever: what is written twice is there once. */
  key: string;
  channel: string;
  /** Notifications of one alert over one channel go out in order. */
  alertId: number;
  /** JSON of the notification. */
  body: string;
  madeAt: number;
}

/** A notification that waits to be delivered. */
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

/** What is due over a channel, the oldest first. */
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

import { DAY_MS, HOUR_MS } from '@tunnelwatch/shared/time-units';
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import {
  type DueEntries,
  type DueRequest,
  entryRank,
  FIRST_RANK,
  type OutboxEntry,
  type OutboxResult,
  type OutboxSummary,
  type WaitingEntry,
} from '../../../core/notifications/outbox.js';

/** What was delivered is kept for a week, to answer whether it was; what was given up for longer. */
const SENT_KEPT_MS = 7 * DAY_MS;
const FAILED_KEPT_MS = 30 * DAY_MS;
const PRUNE_EVERY_MS = HOUR_MS;

/** Writes the outbox, in the transaction of its batch. */
export class OutboxTable {
  private readonly insert: StatementSyncInstance;
  private readonly raise: StatementSyncInstance;
  private readonly update: StatementSyncInstance;
  private readonly prune: StatementSyncInstance;
  private lastPrune = Number.NEGATIVE_INFINITY;

  constructor(database: DatabaseSyncInstance) {
    this.insert = database.prepare(
      `INSERT INTO outbox (key, channel, alert_id, rank, body, made_ms, attempts, next_ms, state)
       VALUES (?, ?, ?, ?, ?, ?, 0, ?, 'waiting') ON CONFLICT (key) DO NOTHING`,
    );
    // Left to itself the planner takes an index by which every entry of the channel is read.
    this.raise = database.prepare(
      `UPDATE outbox INDEXED BY outbox_waiting SET rank = ? WHERE channel = ? AND alert_id = ? AND state = 'waiting' AND rank < ?`,
    );
    // A final result stays, whatever is reported later.
    this.update = database.prepare(
      `UPDATE outbox SET state = ?, attempts = ?, next_ms = ?, tried_ms = ?, last_error = coalesce(?, last_error),
       error_ms = coalesce(?, error_ms) WHERE id = ? AND state = 'waiting'`,
    );
    this.prune = database.prepare(
      `DELETE FROM outbox WHERE (state = 'sent' AND tried_ms < ?) OR (state = 'failed' AND tried_ms < ?)`,
    );
  }

  save(entries: readonly OutboxEntry[], results: readonly OutboxResult[]): void {
    for (const entry of entries) {
      const { key, channel, alertId, body, madeAt } = entry;
      const rank = entryRank(entry);
      // What it has to wait for is as urgent as it is.
      this.raise.run(rank, channel, alertId, rank);
      this.insert.run(key, channel, alertId, rank, body, madeAt, madeAt);
    }
    for (const result of results) this.saveResult(result);
    const now = results.at(-1)?.at ?? entries.at(-1)?.madeAt;
    if (now === undefined || now - this.lastPrune < PRUNE_EVERY_MS) return;
    this.lastPrune = now;
    this.prune.run(now - SENT_KEPT_MS, now - FAILED_KEPT_MS);
  }

  private saveResult(result: OutboxResult): void {
    const { id, at, attempts } = result;
    const state = result.outcome === 'again' ? 'waiting' : result.outcome;
    const nextAt = result.outcome === 'again' ? result.nextAt : null;
    const error = result.outcome === 'sent' ? null : result.error;
    this.update.run(state, attempts, nextAt, at, error, error === null ? null : at, id);
  }
}

const entrySchema = z.object({
  id: z.number(),
  key: z.string(),
  channel: z.string(),
  alert_id: z.number(),
  rank: z.number().int().min(0).max(FIRST_RANK),
  body: z.string(),
  made_ms: z.number(),
  attempts: z.number(),
});

/** Those that do not wait for an older one of the same alert. */
const IS_FIRST = `NOT EXISTS (SELECT 1 FROM outbox e WHERE e.channel = o.channel AND e.alert_id = o.alert_id
  AND e.state = 'waiting' AND e.id < o.id AND e.id NOT IN (SELECT value FROM json_each(@settled)))`;

/** Of the highest rank, so many of the oldest are read beside the newest: whoever came first must not wait for all later ones. */
const MAX_OLDEST = 25;

/**
 * Entries due on a channel by rank: for each alert the first that is pending. Of the highest rank the newest come first: what
 * a storm told before or tells meanwhile must not hold up a new Critical. The index has them in these orders, so that it is
 * a page that is read and not all that waits; left to itself the planner takes another.
 */
export function dueEntries(database: DatabaseSyncInstance, { channel, now, limit, settled }: DueRequest): DueEntries {
  const read = (condition: string, order: string, most: number): WaitingEntry[] => {
    if (most <= 0) return [];
    const rows = database
      .prepare(
        `SELECT id, key, channel, alert_id, rank, body, made_ms, attempts FROM outbox o INDEXED BY outbox_due
         WHERE channel = @channel AND state = 'waiting' AND next_ms <= @now AND ${condition}
         AND id NOT IN (SELECT value FROM json_each(@settled)) AND ${IS_FIRST} ORDER BY ${order} LIMIT @limit`,
      )
      .all({ channel, now, limit: most, settled: JSON.stringify(settled), first: FIRST_RANK });
    return rows.map(toEntry);
  };
  const newest = read('rank = @first', 'id DESC', limit);
  const oldest = newest.length < limit ? [] : read('rank = @first', 'id', Math.min(limit, MAX_OLDEST)).toReversed();
  const known = new Set(newest.map(({ id }) => id));
  const others = read('rank < @first', 'rank DESC, id', limit - newest.length);
  const next: unknown = database
    .prepare(`SELECT min(next_ms) AS nextAt FROM outbox WHERE channel = ? AND state = 'waiting' AND next_ms > ?`)
    .get(channel, now);
  const last: unknown = database.prepare('SELECT coalesce(max(id), 0) AS newestId FROM outbox').get();
  return {
    entries: [...newest, ...oldest.filter(({ id }) => !known.has(id)), ...others],
    ...z.object({ nextAt: z.number().nullable() }).parse(next),
    ...z.object({ newestId: z.number() }).parse(last),
  };
}

function toEntry(row: unknown): WaitingEntry {
  const { alert_id: alertId, made_ms: madeAt, ...rest } = entrySchema.parse(row);
  return { ...rest, alertId, madeAt };
}

const summarySchema = z.object({
  channel: z.string(),
  waiting: z.number(),
  failed: z.number(),
  sent: z.number(),
  nextAt: z.number().nullable(),
  lastSentAt: z.number().nullable(),
  lastError: z.string().nullable(),
  lastErrorAt: z.number().nullable(),
});

/**
 * The state of each channel that has entries in the outbox. The database counts them as they change, so that asking costs the
 * same however many there are.
 */
export function summarizeOutbox(database: DatabaseSyncInstance): OutboxSummary[] {
  return database
    .prepare(
      `SELECT channel, waiting, failed, sent, last_sent_ms AS lastSentAt, last_error AS lastError, error_ms AS lastErrorAt,
       (SELECT min(next_ms) FROM outbox o WHERE o.channel = t.channel AND o.state = 'waiting') AS nextAt
       FROM outbox_tally t WHERE waiting + failed + sent > 0 ORDER BY channel`,
    )
    .all()
    .map((row) => summarySchema.parse(row));
}

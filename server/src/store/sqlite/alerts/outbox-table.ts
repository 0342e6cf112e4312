import { DAY_MS, HOUR_MS } from '@tunnelwatch/shared/time-units';
import { PRIORITIES, priorityRank } from '@tunnelwatch/shared/priority';
import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import type {
  DueEntries,
  DueRequest,
  OutboxEntry,
  OutboxResult,
  OutboxSummary,
  WaitingEntry,
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
    for (const { key, channel, alertId, priority, body, madeAt } of entries) {
      const rank = priorityRank(priority);
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
  rank: z
    .number()
    .int()
    .min(0)
    .max(PRIORITIES.length - 1),
  body: z.string(),
  made_ms: z.number(),
  attempts: z.number(),
});

/** Those that do not wait for an older one of the same alert. */
const IS_FIRST = `NOT EXISTS (SELECT 1 FROM outbox e WHERE e.channel = o.channel AND e.alert_id = o.alert_id
  AND e.state = 'waiting' AND e.id < o.id AND e.id NOT IN (SELECT value FROM json_each(@settled)))`;

/**
 * Entries due on a channel, the most urgent first, then the oldest: for each alert the first that is pending. The index has
 * them in this order, so that it is a page that is read and not all that waits; left to itself the planner takes another.
 */
export function dueEntries(database: DatabaseSyncInstance, { channel, now, limit, settled }: DueRequest): DueEntries {
  const rows = database
    .prepare(
      `SELECT id, key, channel, alert_id, rank, body, made_ms, attempts FROM outbox o INDEXED BY outbox_due
       WHERE channel = @channel AND state = 'waiting' AND next_ms <= @now
       AND id NOT IN (SELECT value FROM json_each(@settled)) AND ${IS_FIRST} ORDER BY rank DESC, id LIMIT @limit`,
    )
    .all({ channel, now, limit, settled: JSON.stringify(settled) });
  const next: unknown = database
    .prepare(`SELECT min(next_ms) AS nextAt FROM outbox WHERE channel = ? AND state = 'waiting' AND next_ms > ?`)
    .get(channel, now);
  return { entries: rows.map(toEntry), ...z.object({ nextAt: z.number().nullable() }).parse(next) };
}

function toEntry(row: unknown): WaitingEntry {
  const { alert_id: alertId, made_ms: madeAt, rank, ...rest } = entrySchema.parse(row);
  return { ...rest, alertId, madeAt, priority: PRIORITIES[PRIORITIES.length - 1 - rank] ?? 'low' };
}

const summarySchema = z.object({
  channel: z.string(),
  waiting: z.number(),
  failed: z.number(),
  sent: z.number(),
  nextAt: z.number().nullable(),
  lastSentAt: z.number().nullable(),
  lastErrorAt: z.number().nullable(),
});

/** The state of each channel that has entries in the outbox. */
export function summarizeOutbox(database: DatabaseSyncInstance): OutboxSummary[] {
  const error = database.prepare(
    'SELECT last_error AS error FROM outbox WHERE channel = ? AND error_ms = ? ORDER BY id DESC LIMIT 1',
  );
  return database
    .prepare(
      `SELECT channel, sum(state = 'waiting') AS waiting, sum(state = 'failed') AS failed, sum(state = 'sent') AS sent,
       min(CASE state WHEN 'waiting' THEN next_ms END) AS nextAt,
       max(CASE state WHEN 'sent' THEN tried_ms END) AS lastSentAt, max(error_ms) AS lastErrorAt
       FROM outbox GROUP BY channel ORDER BY channel`,
    )
    .all()
    .map((row) => {
      const summary = summarySchema.parse(row);
      const found = summary.lastErrorAt === null ? undefined : error.get(summary.channel, summary.lastErrorAt);
      return { ...summary, lastError: z.object({ error: z.string() }).optional().parse(found)?.error ?? null };
    });
}

import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { actorSchema } from '@tunnelwatch/shared/actor';
import { statusSchema } from '@tunnelwatch/shared/protocol';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { alertTarget } from '../../../core/alert/registry/alert-change.js';
import { isOpen } from '../../../core/report/shift/alert-tracks.js';
import { type ShiftChange, shiftChange } from '../../../core/report/shift/shift-change.js';
import type { SpokenAlert } from '../../../core/report/shift/shift-fold.js';
import type { ShiftRecord } from '../../../core/report/shift/watch-spans.js';
import type { ReadContext } from '../read-context.js';
import type { StoredEnds } from '../../queries.js';
import { alertReader, alertsAt } from './past-alerts.js';
import { placeAt } from './past-moments.js';

const lastSchema = z.object({ last: z.number() });
const timeSchema = z.object({ at_ms: z.number() });

/** The state at the beginning and the end of a time range (epoch ms). */
export function shiftEnds(context: ReadContext, from: number, to: number): StoredEnds {
  const { database } = context;
  const [openingAuditId, closingAuditId] = [auditIdAt(database, from), auditIdAt(database, to)];
  return {
    opening: alertsAt(context, from, { auditId: openingAuditId }).filter(isOpen),
    closing: alertsAt(context, to, { auditId: closingAuditId }).filter(isOpen),
    openingAuditId,
    closingAuditId,
  };
}

/** The last entry by a time. Before the first recorded batch, the trail itself tells: its numbers increase with time. */
function auditIdAt(database: DatabaseSyncInstance, at: number): number {
  const { auditId } = placeAt(database, at);
  if (auditId > 0) return auditId;
  const timeOf = database.prepare('SELECT at_ms FROM audit WHERE id = ?');
  const { last } = lastSchema.parse(database.prepare('SELECT coalesce(max(id), 0) AS last FROM audit').get());
  let [low, high] = [0, last];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (timeSchema.parse(timeOf.get(middle)).at_ms <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

const changeSchema = z.object({
  id: z.number(),
  at_ms: z.number(),
  actor: z.string(),
  action: z.string(),
  target: z.string(),
  comment: z.string(),
  after: z.string(),
});

/** Entries of the audit trail, the oldest first. */
export function shiftChanges(
  database: DatabaseSyncInstance,
  afterId: number,
  lastId: number,
  limit: number,
): ShiftChange[] {
  return database
    .prepare(
      `SELECT id, at_ms, actor, action, target, comment, after FROM audit WHERE id > ? AND id <= ? ORDER BY id LIMIT ?`,
    )
    .all(afterId, lastId, limit)
    .map((row) => {
      const { at_ms: at, actor, after, ...rest } = changeSchema.parse(row);
      return shiftChange({ ...rest, at, actor: actorSchema.parse(JSON.parse(actor)), after: JSON.parse(after) });
    });
}

const wordsSchema = z.object({ by: z.string(), at: z.number(), comment: z.string() });

/** Alerts as they were at a time (epoch ms), with the last comment on each. */
export function shiftAlerts(context: ReadContext, ids: readonly number[], at: number, auditId: number): SpokenAlert[] {
  const read = alertReader(context, at, auditId);
  const said = context.database.prepare(
    `SELECT json_extract(actor, '$.name') AS by, at_ms AS at, comment FROM audit
     WHERE target = ? AND id <= ? AND comment <> '' AND json_extract(actor, '$.kind') <> 'server' ORDER BY id DESC LIMIT 1`,
  );
  return ids.flatMap((id) => {
    const alert = read(id);
    if (alert === undefined) return [];
    const words = wordsSchema.optional().parse(said.get(alertTarget(id), auditId));
    return [{ alert, words: words ?? null }];
  });
}

const rowSchema = z.object({ at_ms: z.number(), body: z.instanceof(Uint8Array) });
const recordSchema = z.object({
  status: statusSchema.pick({ lagMs: true, sourcesDegraded: true, storeError: true, flood: true }),
});

/** The monitor's own recorded state, minute by minute. Times are epoch ms. */
export function shiftRecords(database: DatabaseSyncInstance, from: number, to: number, limit: number): ShiftRecord[] {
  return database
    .prepare(
      'SELECT at_ms, body FROM past_record WHERE minute >= ? AND at_ms >= ? AND at_ms <= ? ORDER BY minute LIMIT ?',
    )
    .all(Math.floor(from / MINUTE_MS), from, to, limit)
    .map((row) => {
      const { at_ms: at, body } = rowSchema.parse(row);
      return { at, ...recordSchema.parse(JSON.parse(inflateRawSync(body).toString())).status };
    });
}

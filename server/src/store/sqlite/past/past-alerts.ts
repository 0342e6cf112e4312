import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type Alert, alertSchema } from '@tunnelwatch/shared/alert';
import { z } from 'zod';
import { alertCountsSchema } from '../../../core/alert/registry/alert-counts.js';
import { alertOfTarget } from '../../../core/alert/registry/alert-change.js';
import type { ReadContext } from '../read-context.js';
import { alertNow } from '../../../core/alert/registry/joined-alerts.js';
import { placeAt } from './past-moments.js';

/** The newest alerts are all read; of older ones those that are open, or have changed since. */
const NEWEST = 2000;

const entrySchema = z.object({ id: z.number(), after: z.string() });
const countsSchema = z.object({ audit_id: z.number(), body: z.string() });
const idSchema = z.object({ id: z.number() });
const targetSchema = z.object({ target: z.string() });

/**
 * The alerts as they were at a time, epoch ms: each as in its last audit entry, plus what was counted
 * since. Counts are exact at full minutes; within one they are those of the last full minute if they have grown since.
 * Of alerts that had been resolved for long, only the newest are included.
 */
export function alertsAt(
  context: ReadContext,
  at: number,
  { auditId }: { auditId: number } = placeAt(context.database, at),
): Alert[] {
  const { database } = context;
  const newestId = newestAlert(database, auditId);
  const ids = [
    ...database.prepare('SELECT id FROM alert WHERE id <= ? ORDER BY id DESC LIMIT ?').all(newestId, NEWEST),
    ...database
      .prepare(
        `SELECT a.id FROM alert a WHERE a.id <= (SELECT id FROM alert WHERE id <= ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)
         AND (a.state NOT IN ('normal', 'closed')
           OR EXISTS (SELECT 1 FROM audit WHERE target = 'alert ' || a.id AND audit.id > ?3))`,
      )
      .all(newestId, NEWEST, auditId),
  ].map((row) => idSchema.parse(row).id);
  const read = alertReader(context, at, auditId);
  return ids.sort((a, b) => a - b).flatMap((id) => read(id) ?? []);
}

/** One alert as it was at a time; undefined if it did not exist. */
export function alertAt(context: ReadContext, id: number, at: number): Alert | undefined {
  return alertReader(context, at, placeAt(context.database, at).auditId)(id);
}

/** Reads alerts as they were at a time (epoch ms), by the names that gateways have now, when `auditId` was the last audit entry. */
export function alertReader(
  { database, names }: ReadContext,
  at: number,
  auditId: number,
): (id: number) => Alert | undefined {
  const entry = database.prepare('SELECT id, after FROM audit WHERE target = ? AND id <= ? ORDER BY id DESC LIMIT 1');
  const counted = database.prepare(
    'SELECT audit_id, body FROM past_alert WHERE alert_id = ? AND at_ms <= ? ORDER BY minute DESC LIMIT 1',
  );
  return (id) => {
    const told = entrySchema.optional().parse(entry.get(`alert ${String(id)}`, auditId));
    if (told === undefined) return undefined;
    const alert = alertNow(alertSchema.parse(JSON.parse(told.after)), (gateway) => names.nowOf(gateway));
    const counts = countsSchema.optional().parse(counted.get(id, at));
    // Counts from before the entry are included in it.
    if (counts === undefined || counts.audit_id < told.id) return alert;
    return { ...alert, ...alertCountsSchema.parse(JSON.parse(counts.body)) };
  };
}

/** The number of the newest alert by an audit entry: they are opened in the order of their numbers. */
function newestAlert(database: DatabaseSyncInstance, auditId: number): number {
  const row = targetSchema
    .optional()
    .parse(
      database
        .prepare(`SELECT target FROM audit WHERE id <= ? AND action = 'opened' ORDER BY id DESC LIMIT 1`)
        .get(auditId),
    );
  return row === undefined ? 0 : (alertOfTarget(row.target) ?? 0);
}

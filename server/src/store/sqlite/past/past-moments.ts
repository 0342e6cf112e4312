import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { tunnelVerdictSchema } from '@tunnelwatch/shared/diagnosis';
import { type MaintenanceWindow, maintenanceWindowSchema } from '@tunnelwatch/shared/maintenance-window';
import { inflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { windowNow } from '../../../core/alert/windows/windows.js';
import { type PastRecord, pastRecordSchema } from '../../../core/past-record.js';
import type { NameCache } from '../name-cache.js';
import type { ReadContext } from '../read-context.js';
import type { PastMoment, PastRange, PastVerdict } from '../../queries.js';

const NOTHING_YET = { seq: 0, auditId: 0 };
const momentSchema = z.object({ seq: z.number(), audit_id: z.number() });

/**
 * The position of the store at a time, epoch ms: exact to the second, and to the millisecond if the second's last batch
 * was taken by then. Times before the first recorded batch return the initial state, which is empty.
 */
export function placeAt(database: DatabaseSyncInstance, at: number): { seq: number; auditId: number } {
  const row = momentSchema
    .optional()
    .parse(
      database.prepare('SELECT seq, audit_id FROM past_moment WHERE at_ms <= ? ORDER BY second DESC LIMIT 1').get(at),
    );
  return row === undefined ? NOTHING_YET : { seq: row.seq, auditId: row.audit_id };
}

/** The moment of a time, epoch ms: the position of the store, and the last recorded state of the monitor. */
export function momentAt(context: ReadContext, at: number): PastMoment {
  const nowOf = (gateway: string) => context.names.nowOf(gateway);
  return {
    at,
    ...placeAt(context.database, at),
    stored: recordAt(context, at),
    windows: windowsAt(context.database, at).map((window) => windowNow(window, nowOf)),
  };
}

const recordRowSchema = z.object({ at_ms: z.number(), body: z.instanceof(Uint8Array) });

function recordAt({ database, names }: ReadContext, at: number): PastMoment['stored'] {
  const row = recordRowSchema
    .optional()
    .parse(
      database.prepare('SELECT at_ms, body FROM past_record WHERE at_ms <= ? ORDER BY minute DESC LIMIT 1').get(at),
    );
  if (row === undefined) return null;
  const record = pastRecordSchema.parse(JSON.parse(inflateRawSync(row.body).toString()));
  return { at: row.at_ms, record: names.hasJoined ? recordNow(record, names) : record };
}

/** A record by the names that gateways have now; of those that have become one the newest counts. */
function recordNow(record: PastRecord, names: NameCache): PastRecord {
  const gateways = new Map<string, PastRecord['gateways'][number][1]>();
  for (const [stored, life] of record.gateways) {
    const gateway = names.nowOf(stored);
    const known = gateways.get(gateway);
    if (known === undefined || (known.lastArrival ?? 0) < (life.lastArrival ?? 0)) gateways.set(gateway, life);
  }
  return { ...record, gateways: [...gateways] };
}

const windowEntrySchema = z.object({ target: z.string(), after: z.string() });

/** Maintenance windows as they were entered by then. */
function windowsAt(database: DatabaseSyncInstance, at: number): MaintenanceWindow[] {
  const rows = database
    .prepare(
      `SELECT target, after, max(id) FROM audit WHERE target GLOB 'window *' AND id <= ? AND after <> 'null' GROUP BY target`,
    )
    .all(placeAt(database, at).auditId);
  return rows
    .map((row) => maintenanceWindowSchema.parse(JSON.parse(windowEntrySchema.parse(row).after)))
    .sort((a, b) => a.from - b.from || a.id - b.id);
}

const verdictRowSchema = z.object({ subject_id: z.number(), from_ms: z.number(), verdict: z.string() });

/** What the drops of tunnels were consistent with at a time, epoch ms. */
export function verdictsAt({ database, names }: ReadContext, at: number): PastVerdict[] {
  const rows = database
    .prepare(
      `SELECT subject_id, from_ms, verdict FROM past_verdict WHERE from_ms <= ?1 AND to_ms IS NULL
       UNION ALL SELECT subject_id, from_ms, verdict FROM past_verdict WHERE to_ms > ?1 AND from_ms <= ?1`,
    )
    .all(at)
    .map((row) => verdictRowSchema.parse(row));
  // Of subjects that have become one the newest verdict counts.
  const newest = new Map<number, z.infer<typeof verdictRowSchema>>();
  for (const row of rows) {
    const subjectId = names.canonicalOf(row.subject_id);
    if ((newest.get(subjectId)?.from_ms ?? Number.NEGATIVE_INFINITY) <= row.from_ms) newest.set(subjectId, row);
  }
  return Array.from(newest, ([subjectId, { verdict }]) => ({
    subjectId,
    verdict: tunnelVerdictSchema.parse(JSON.parse(verdict)),
  }));
}

const rangeSchema = z.object({ first: z.number().nullable(), last: z.number().nullable() });

/** The range in which the past is known, epoch ms; null before anything was recorded. */
export function pastRange(database: DatabaseSyncInstance): PastRange | null {
  const { first, last } = rangeSchema.parse(
    database
      .prepare(
        `SELECT min(first) AS first, max(last) AS last FROM (
           SELECT (SELECT at_ms FROM past_record ORDER BY minute LIMIT 1) AS first,
                  (SELECT at_ms FROM past_record ORDER BY minute DESC LIMIT 1) AS last
           UNION ALL SELECT (SELECT at_ms FROM past_moment ORDER BY second LIMIT 1),
                            (SELECT at_ms FROM past_moment ORDER BY second DESC LIMIT 1))`,
      )
      .get(),
  );
  return first === null || last === null ? null : { from: first, to: last };
}

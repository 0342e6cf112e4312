import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import { alertSchema } from '@tunnelwatch/shared/alert';
import { type TunnelVerdict, tunnelVerdictSchema } from '@tunnelwatch/shared/diagnosis';
import { MINUTE_MS, SECOND_MS } from '@tunnelwatch/shared/time-units';
import { deflateRawSync } from 'node:zlib';
import { z } from 'zod';
import { countsOf } from '../../../core/alert/registry/alert-counts.js';
import { alertTarget } from '../../../core/alert/registry/alert-change.js';
import type { StoredRecord, VerdictMark } from '../../../core/past-record.js';
import type { Batch } from '../../store.js';

const openVerdictSchema = z.object({
  subjectId: z.number(),
  verdict: z.string().transform((text) => tunnelVerdictSchema.parse(JSON.parse(text))),
});

/** Where the store stands after a batch. */
interface Place {
  /** When the batch was taken, epoch ms. */
  at: number;
  /** Number of the last event. */
  seq: number;
  /** Number of the last audit entry. */
  auditId: number;
  events: number;
}

/**
 * What the time machine needs besides events and the audit trail, in the transaction of its batch: the last event and
 * the last entry of each second, counts of alerts by minute, verdicts with their beginning and end, and once per minute the
 * monitor's own state.
 */
export class PastTables {
  private readonly statements: Record<
    'moment' | 'alert' | 'endVerdict' | 'verdict' | 'endAllVerdicts' | 'openVerdicts' | 'record',
    StatementSyncInstance
  >;
  /** When this run began; undefined once that is stored. */
  private beganAt: number | undefined;
  private hasSaved = false;

  constructor(database: DatabaseSyncInstance) {
    this.statements = {
      moment: database.prepare('INSERT OR REPLACE INTO past_moment VALUES (?, ?, ?, ?)'),
      alert: database.prepare('INSERT OR REPLACE INTO past_alert VALUES (?, ?, ?, ?, ?)'),
      endVerdict: database.prepare('UPDATE past_verdict SET to_ms = ? WHERE subject_id = ? AND to_ms IS NULL'),
      verdict: database.prepare('INSERT INTO past_verdict (subject_id, from_ms, verdict) VALUES (?, ?, ?)'),
      endAllVerdicts: database.prepare('UPDATE past_verdict SET to_ms = ? WHERE to_ms IS NULL'),
      openVerdicts: database.prepare('SELECT subject_id AS subjectId, verdict FROM past_verdict WHERE to_ms IS NULL'),
      record: database.prepare('INSERT OR IGNORE INTO past_record VALUES (?, ?, ?)'),
    };
  }

  /** Verdicts that have not ended, by the numbers of their subjects. */
  open(): { subjectId: number; verdict: TunnelVerdict }[] {
    return this.statements.openVerdicts.all().map((row) => openVerdictSchema.parse(row));
  }

  /** A run begins, epoch ms: the verdicts shown by the previous one have ended by then. */
  begin(at: number): void {
    this.beganAt = at;
  }

  /** A transaction has become durable. */
  committed(): void {
    if (this.hasSaved) this.beganAt = undefined;
  }

  save({ alerts, audit = [], verdicts = [], records = [] }: Omit<Batch, 'parts'>, place: Place): void {
    const { at, seq, auditId, events } = place;
    this.hasSaved = true;
    if (this.beganAt !== undefined) this.statements.endAllVerdicts.run(this.beganAt);
    if (events > 0 || audit.length > 0) this.statements.moment.run(spanOf(at, SECOND_MS), at, seq, auditId);
    this.saveAlerts(alerts, audit, place);
    for (const mark of verdicts) this.saveVerdict(mark);
    for (const record of records) this.saveRecord(record);
  }

  private saveAlerts(alerts: Batch['alerts'], audit: readonly AuditNote[], { at, auditId }: Place): void {
    const told = new Map(audit.map(({ target, after }) => [target, after]));
    for (const alert of alerts) {
      const body = JSON.stringify(countsOf(alert));
      const after = told.get(alertTarget(alert.id));
      // The audit trail has the same information.
      if (after != null && JSON.stringify(countsOf(alertSchema.parse(after))) === body) continue;
      this.statements.alert.run(alert.id, spanOf(at, MINUTE_MS), at, auditId, body);
    }
  }

  private saveVerdict({ subjectId, at, verdict }: VerdictMark): void {
    this.statements.endVerdict.run(at, subjectId);
    if (verdict !== null) this.statements.verdict.run(subjectId, at, JSON.stringify(verdict));
  }

  private saveRecord({ at, record }: StoredRecord): void {
    this.statements.record.run(Math.floor(at / MINUTE_MS), at, deflateRawSync(JSON.stringify(record)));
  }
}

/** The second or minute of a batch, including its end, so that a full minute is known as it ended. */
function spanOf(at: number, widthMs: number): number {
  return Math.ceil(at / widthMs) - 1;
}

/** Removes what lies before a time (epoch ms), except what still applied then. */
export function forgetPast(database: DatabaseSyncInstance, before: number): void {
  const minute = Math.floor(before / MINUTE_MS);
  const run = (sql: string, ...values: number[]) => database.prepare(sql).run(...values);
  run(
    'DELETE FROM past_moment WHERE second < (SELECT max(second) FROM past_moment WHERE second < ?)',
    Math.floor(before / SECOND_MS),
  );
  run(
    `DELETE FROM past_alert WHERE minute < ?1 AND EXISTS (
       SELECT 1 FROM past_alert l WHERE l.alert_id = past_alert.alert_id AND l.minute > past_alert.minute AND l.minute <= ?1)`,
    minute,
  );
  run('DELETE FROM past_verdict WHERE to_ms < ?', before);
  run('DELETE FROM past_record WHERE minute < ?', minute);
}

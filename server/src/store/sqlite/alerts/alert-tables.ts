import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { type MaintenanceWindow, maintenanceWindowSchema } from '@tunnelwatch/shared/maintenance-window';
import { alertSubjectSchema, subjectKey } from '@tunnelwatch/shared/subject';
import { z } from 'zod';
import type { AlertMember } from '../../../core/alert/registry/folding.js';
import { mergeMembers } from '../../../core/alert/registry/joined-alerts.js';
import type { ReadContext } from '../read-context.js';
import type { Batch, StoreState } from '../../store.js';
import type { AuditKey } from '../../audit/audit-key.js';
import { AuditTable } from './audit-table.js';
import { toAlert } from '../rows.js';
import { RuleTables } from './rule-tables.js';

/** Late arrivals that the pipeline keeps in memory; older ones are read from the store on request. */
const MAX_PAST_ALERTS = 1000;
/** And resolved ones: a new episode names the one before. */
const MAX_OVER_ALERTS = 1000;

const OVER = `('normal', 'closed')`;

/** Alerts and what is grouped under them, maintenance windows and the audit trail, in the transaction of their batch. */
export class AlertTables {
  private readonly alert: StatementSyncInstance;
  private readonly member: StatementSyncInstance;
  private readonly window: StatementSyncInstance;
  private readonly removeWindow: StatementSyncInstance;
  private readonly audit: AuditTable;
  private readonly rules: RuleTables;

  constructor(
    private readonly database: DatabaseSyncInstance,
    auditKey?: AuditKey,
  ) {
    this.alert = database.prepare('INSERT OR REPLACE INTO alert VALUES (?, ?, ?, ?, ?, ?)');
    this.member = database.prepare('INSERT OR REPLACE INTO alert_member VALUES (?, ?, ?, ?, ?, ?)');
    this.window = database.prepare('INSERT OR REPLACE INTO maintenance_window VALUES (?, ?, ?)');
    this.removeWindow = database.prepare('DELETE FROM maintenance_window WHERE id = ?');
    this.audit = new AuditTable(database, auditKey);
    this.rules = new RuleTables(database);
  }

  /** @param canonicalOf returns the subject that a stored one is shown as */
  load(
    canonicalOf: (subjectId: number) => number,
  ): Pick<StoreState, 'alerts'> &
    Required<Pick<StoreState, 'members' | 'windows' | 'requests' | 'usual' | 'ruleSettings'>> {
    const all = (sql: string) => this.database.prepare(sql).all();
    return {
      alerts: all(
        `SELECT body FROM alert WHERE state NOT IN ${OVER}
         UNION ALL SELECT * FROM (SELECT body FROM alert WHERE is_past = 1 ORDER BY id DESC LIMIT ${String(MAX_PAST_ALERTS)})
         UNION ALL SELECT * FROM (SELECT body FROM alert WHERE is_past = 0 AND state IN ${OVER}
                                  ORDER BY id DESC LIMIT ${String(MAX_OVER_ALERTS)})`,
      ).map(toAlert),
      members: all(
        `SELECT m.* FROM alert_member m JOIN alert a ON a.id = m.alert_id WHERE a.state NOT IN ${OVER} ORDER BY alert_id`,
      ).map(toMember),
      windows: all('SELECT body FROM maintenance_window ORDER BY id').map(toWindow),
      requests: this.audit.requests(),
      usual: this.rules.loadUsual(canonicalOf),
      ruleSettings: this.rules.loadRules(),
    };
  }

  /** A run begins; within a transaction. */
  begin(): void {
    this.audit.useKey();
  }

  /** Returns the number of the last audit entry. */
  save({
    alerts,
    members = [],
    windows = [],
    audit = [],
    usual = [],
    ruleSettings = [],
  }: Omit<Batch, 'parts'>): number {
    for (const alert of alerts) {
      const isPast = alert.isPast ? 1 : 0;
      this.alert.run(alert.id, alert.rule, isPast, alert.state, alert.lastTime, JSON.stringify(alert));
    }
    for (const { alertId, subject, count, firstTime, lastTime, endedAt } of members) {
      this.member.run(alertId, JSON.stringify(subject), count, firstTime, lastTime, endedAt);
    }
    for (const { id, window } of windows) {
      if (window === null) this.removeWindow.run(id);
      else this.window.run(id, window.until, JSON.stringify(window));
    }
    this.rules.save({ usual, ruleSettings });
    return this.audit.append(audit);
  }
}

const memberSchema = z.object({
  alert_id: z.number(),
  subject: z.string(),
  count: z.number(),
  first_ms: z.number(),
  last_ms: z.number(),
  ended_ms: z.number().nullable(),
});

function toMember(row: unknown): AlertMember {
  const {
    alert_id: alertId,
    subject,
    count,
    first_ms: firstTime,
    last_ms: lastTime,
    ended_ms,
  } = memberSchema.parse(row);
  const whom = alertSubjectSchema.parse(JSON.parse(subject));
  return { alertId, subject: whom, count, firstTime, lastTime, endedAt: ended_ms };
}

/** Subjects grouped under an alert, those with the most events first. */
export function listMembers({ database, names }: ReadContext, alertId: number, limit: number): AlertMember[] {
  if (names.hasJoined) return listJoinedMembers({ database, names }, alertId).slice(0, limit);
  return database
    .prepare('SELECT * FROM alert_member WHERE alert_id = ? ORDER BY count DESC, subject LIMIT ?')
    .all(alertId, limit)
    .map(toMember);
}

/** The same where gateways were joined: members that have become one are one. */
function listJoinedMembers({ database, names }: Pick<ReadContext, 'database' | 'names'>, alertId: number) {
  const stored = database.prepare('SELECT * FROM alert_member WHERE alert_id = ?').all(alertId).map(toMember);
  const members = mergeMembers(stored, (gateway) => names.nowOf(gateway));
  return members.sort((a, b) => b.count - a.count || (subjectKey(a.subject) < subjectKey(b.subject) ? -1 : 1));
}

function toWindow(row: unknown): MaintenanceWindow {
  return maintenanceWindowSchema.parse(JSON.parse(z.object({ body: z.string() }).parse(row).body));
}

import type { Alert } from '@tunnelwatch/shared/alert';
import type { AlertListQuery } from '@tunnelwatch/shared/api';
import { gatewayOf } from '@tunnelwatch/shared/subject';
import { alertNow } from '../../../core/alert/registry/joined-alerts.js';
import type { ReadContext } from '../read-context.js';
import type { AlertPage } from '../../queries.js';
import { allOf, type Where } from '../events/event-where.js';
import { toAlert } from '../rows.js';

/** Alerts that match a query, the newest first; the cursor is the number of the last alert of the previous page. */
export function listAlerts({ database, names }: ReadContext, query: AlertListQuery): AlertPage {
  const nowOf = (gateway: string) => names.nowOf(gateway);
  const conditions: Where[] = [];
  if (query.state !== undefined) conditions.push({ sql: 'state = ?', values: [query.state] });
  if (query.past !== undefined) conditions.push({ sql: 'is_past = ?', values: [query.past === 'true' ? 1 : 0] });
  if (query.cursor !== undefined) conditions.push({ sql: 'id < ?', values: [Number(query.cursor)] });
  const where = allOf(conditions);
  const rows = database.prepare(`SELECT body FROM alert WHERE ${where.sql} ORDER BY id DESC`).iterate(...where.values);
  const alerts: Alert[] = [];
  for (const row of rows) {
    const alert = alertNow(toAlert(row), nowOf);
    if (!fits(alert, query)) continue;
    if (alerts.length === query.limit) return { alerts, nextCursor: String(alerts.at(-1)?.id ?? 0) };
    alerts.push(alert);
  }
  return { alerts, nextCursor: null };
}

/** Alerts opened since a time, and those that are not resolved. Numbers increase with the time of opening. */
export function alertsSince({ database, names }: ReadContext, from: number): Alert[] {
  const alerts: Alert[] = [];
  const nowOf = (gateway: string) => names.nowOf(gateway);
  let lowest = Number.POSITIVE_INFINITY;
  for (const row of database.prepare('SELECT body FROM alert ORDER BY id DESC').iterate()) {
    const alert = alertNow(toAlert(row), nowOf);
    if (alert.openedAt < from) break;
    alerts.push(alert);
    lowest = alert.id;
  }
  const older = database.prepare(`SELECT body FROM alert WHERE state NOT IN ('normal', 'closed') AND id < ?`);
  return [
    ...alerts,
    ...older.all(Math.min(lowest, Number.MAX_SAFE_INTEGER)).map((row) => alertNow(toAlert(row), nowOf)),
  ];
}

function fits(alert: Alert, query: AlertListQuery): boolean {
  const { subject } = alert;
  return (
    (query.priority === undefined || alert.priority === query.priority) &&
    (query.class === undefined || alert.class === query.class) &&
    (query.gateway === undefined || gatewayOf(subject) === query.gateway) &&
    (query.matchkey === undefined || (subject.kind === 'tunnel' && subject.matchkey === query.matchkey))
  );
}

import { type Alert, isOver } from '@tunnelwatch/shared/alert';
import { type AlertSubject, subjectKey } from '@tunnelwatch/shared/subject';
import type { AlertMember } from './folding.js';

/** An open alert that another one stands for, since their gateways were joined; and its members. */
export interface TwinAlert {
  twin: Alert;
  /** The number of the alert that stays. */
  intoId: number;
  members: AlertMember[];
}

/** The alerts of gateways that were joined. */
export interface JoinedAlerts {
  alerts: Alert[];
  members: AlertMember[];
  twins: TwinAlert[];
}

/** A subject with the name that its gateway has now. */
export function subjectNow<Of extends AlertSubject>(subject: Of, nowOf: (gateway: string) => string): Of {
  if (!('gateway' in subject)) return subject;
  const gateway = nowOf(subject.gateway);
  return gateway === subject.gateway ? subject : { ...subject, gateway };
}

/** An alert with the names that gateways have now. */
export function alertNow(alert: Alert, nowOf: (gateway: string) => string): Alert {
  const { subject, firstOut } = alert;
  const named = subjectNow(subject, nowOf);
  const first = firstOut === null ? null : subjectNow(firstOut, nowOf);
  return named === subject && first === firstOut ? alert : { ...alert, subject: named, firstOut: first };
}

/**
 * Stored alerts and members by the names that gateways have now. Where two are open on what has become one subject, the
 * older one stays.
 */
export function joinAlerts(
  stored: readonly Alert[],
  storedMembers: readonly AlertMember[],
  nowOf: (gateway: string) => string,
): JoinedAlerts {
  const named = stored.map((alert) => alertNow(alert, nowOf)).sort((a, b) => a.id - b.id);
  const open = new Map<string, Alert>();
  const twins = new Map<number, TwinAlert>();
  for (const alert of named) {
    if (alert.isPast || isOver(alert)) continue;
    const first = open.get(keyOf(alert));
    if (first === undefined) open.set(keyOf(alert), alert);
    else twins.set(alert.id, { twin: alert, intoId: first.id, members: [] });
  }
  const members: AlertMember[] = [];
  for (const member of mergeMembers(storedMembers, nowOf)) (twins.get(member.alertId)?.members ?? members).push(member);
  // A later one that is over would stand in the place of the open one.
  const alerts = named.filter(
    (alert) => !twins.has(alert.id) && (alert.isPast || !isOver(alert) || !open.has(keyOf(alert))),
  );
  return { alerts, members, twins: [...twins.values()] };
}

/** Members of alerts by the names that gateways have now; those of one alert that have become one are summed up. */
export function mergeMembers(members: readonly AlertMember[], nowOf: (gateway: string) => string): AlertMember[] {
  const merged = new Map<string, AlertMember>();
  for (const member of members) {
    const subject = subjectNow(member.subject, nowOf);
    const key = `${String(member.alertId)}\n${subjectKey(subject)}`;
    const known = merged.get(key);
    if (known === undefined) {
      merged.set(key, { ...member, subject });
      continue;
    }
    known.count += member.count;
    known.firstTime = Math.min(known.firstTime, member.firstTime);
    known.lastTime = Math.max(known.lastTime, member.lastTime);
    known.endedAt = known.endedAt === null || member.endedAt === null ? null : Math.max(known.endedAt, member.endedAt);
  }
  return [...merged.values()];
}

function keyOf({ rule, subject, members }: Alert): string {
  return `${members > 0 ? 'group' : 'one'}\n${rule}\n${subjectKey(subject)}`;
}

import { type Alert, isOver } from '@tunnelwatch/shared/alert';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import type { Logger } from 'pino';
import { loggedName } from './activity-log.js';

/** The log lines about monitoring alerts: each one when it is raised, with its remedy, and when it ends [ALM-44]. */
export class MonitoringLog {
  /** Numbers of alerts whose condition lasts, with their priority. */
  private readonly active = new Map<number, string>();

  constructor(private readonly log: Pick<Logger, 'info' | 'warn'>) {}

  /** Alerts of earlier runs, which were logged then. */
  know(alerts: readonly Alert[]): void {
    for (const alert of alerts) if (isLasting(alert)) this.active.set(alert.id, alert.priority);
  }

  /** Logs what has changed. */
  note(alerts: readonly Alert[]): void {
    for (const alert of alerts) {
      // Problems of the store are logged where they are found.
      if (alert.class !== 'monitoring' || alert.subject.kind === 'store') continue;
      const { id, rule, priority, message, subject } = alert;
      const about = { alert: rule, id };
      if (!isLasting(alert)) {
        if (this.active.delete(id)) this.log.info(about, `over: ${rule} on ${subjectName(subject)}`);
        continue;
      }
      if (this.active.get(id) === priority) continue;
      this.active.set(id, priority);
      this.log.warn({ ...about, priority }, `${subjectName(subject)}: ${loggedText(message)}`);
    }
  }
}

function isLasting(alert: Alert): boolean {
  return alert.class === 'monitoring' && alert.isActive && !isOver(alert);
}

const MAX_TEXT = 1000;

function loggedText(text: string): string {
  return loggedName(text, MAX_TEXT);
}

function subjectName(subject: AlertSubject): string {
  if (subject.kind === 'source') return `source ${loggedName(subject.source)}`;
  if (subject.kind === 'gateway') return `gateway ${loggedName(subject.gateway)}`;
  return subject.kind;
}

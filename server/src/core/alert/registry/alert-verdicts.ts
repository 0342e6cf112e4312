import type { Alert } from '@tunnelwatch/shared/alert';
import type { TunnelVerdict } from '@tunnelwatch/shared/diagnosis';
import { type AlertSubject, subjectKey } from '@tunnelwatch/shared/subject';
import type { AlertList } from './alert-list.js';

/** A new verdict on a tunnel, or its end (null). */
export interface SubjectVerdict {
  subject: AlertSubject;
  verdict: TunnelVerdict | null;
}

/** Sets the verdicts of tunnels on the alerts about them. */
export class AlertVerdicts {
  private readonly verdicts = new Map<string, TunnelVerdict>();

  /** @param known verdicts that are on the alerts already */
  constructor(
    private readonly list: AlertList,
    known: readonly SubjectVerdict[] = [],
  ) {
    for (const { subject, verdict } of known) if (verdict !== null) this.verdicts.set(subjectKey(subject), verdict);
  }

  /** Sets verdicts on active alerts. One that has ended stays on its alert: it was the cause. */
  note(changes: readonly SubjectVerdict[]): void {
    if (changes.length === 0) return;
    for (const { subject, verdict } of changes) {
      if (verdict === null) this.verdicts.delete(subjectKey(subject));
      else this.verdicts.set(subjectKey(subject), verdict);
    }
    const changed = new Set(changes.map(({ subject }) => subjectKey(subject)));
    for (const alert of [...this.list.lasting()]) {
      if (!alert.isActive || !changed.has(subjectKey(alert.subject))) continue;
      const next = this.on(alert);
      if (next !== alert) this.list.keep(next);
    }
  }

  /** An alert with its currently known cause. */
  on(alert: Alert): Alert {
    const verdict = alert.isPast ? undefined : this.verdicts.get(subjectKey(alert.subject));
    return verdict === undefined ? alert : { ...alert, verdict };
  }
}

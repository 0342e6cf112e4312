import { type Alert, isWaiting } from '@tunnelwatch/shared/alert';
import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';
import type { AlertSubject } from '@tunnelwatch/shared/subject';

/** What is read and not stored while the store refuses: it is on no page, and in no notification yet. */
export interface Unstored {
  /** Since when it refuses, epoch ms, and why. */
  readonly since: number;
  readonly reason: string;
  readonly lines: number;
  /** Alerts with a Critical that nobody was told of. */
  readonly criticals: number;
  readonly newest: { readonly message: string; readonly subject: AlertSubject } | null;
}

/** The Criticals that came after a time and are unstored, the newest first. @param since epoch ms */
export function criticalsAfter(alerts: Iterable<Alert>, since: number): Pick<Unstored, 'criticals' | 'newest'> {
  const found = [...alerts]
    .filter((alert) => isWaiting(alert) && !alert.isPast && isCriticalOrWorse(alert.severity) && alert.toldAt > since)
    .sort((a, b) => b.toldAt - a.toldAt || b.id - a.id);
  const [newest] = found;
  return {
    criticals: found.length,
    newest: newest === undefined ? null : { message: newest.message, subject: newest.firstOut ?? newest.subject },
  };
}

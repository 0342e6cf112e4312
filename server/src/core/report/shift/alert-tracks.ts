import { type Alert, type AlertState, isOver } from '@tunnelwatch/shared/alert';
import { priorityRank } from '@tunnelwatch/shared/priority';
import { severityRank } from '@tunnelwatch/shared/severity';
import type { ReportAlert } from '@tunnelwatch/shared/report';
import type { ChangedAlert, ShiftChange } from './shift-change.js';

/** The course of an alert within the period: small enough to keep it for each of a hundred thousand. */
export interface AlertTrack extends Pick<
  Alert,
  'id' | 'rule' | 'class' | 'priority' | 'severity' | 'state' | 'isPast' | 'openedAt' | 'previousId' | 'foldedInto'
> {
  /** Its state at the beginning; null for one that was opened later. */
  stateAtStart: AlertState | null;
  answer: ReportAlert['answer'];
  /** When its condition last ended; null while it is active. Epoch ms. */
  returnedAt: number | null;
}

/** How often conditions cleared by themselves, returned, and returned after an acknowledgement. */
export interface Turns {
  returned: number;
  raised: number;
  askedAgain: number;
}

const ASKS_AGAIN: ReadonlySet<string> = new Set(['rateRose', 'newCritical', 'acknowledgementExpired', 'shelfExpired']);

/** Follows alerts from the beginning of a period through the audit entries. */
export class AlertTracks {
  readonly turns: Turns = { returned: 0, raised: 0, askedAgain: 0 };
  private readonly tracks = new Map<number, AlertTrack>();

  /** @param opening the alerts that were open at the beginning */
  constructor(opening: readonly Alert[]) {
    for (const alert of opening) this.tracks.set(alert.id, { ...trackOf(alert), stateAtStart: alert.state });
  }

  add({ action, actor, at, alert }: ShiftChange): void {
    if (alert === null) return;
    const known = this.tracks.get(alert.id);
    // Alerts resolved at the beginning can still be commented on: they are neither handed over nor opened, unless one is reopened.
    if (known === undefined && action !== 'opened' && action !== 'reopen') return;
    const track = { ...(known ?? trackOf(alert)), ...changingOf(alert) };
    if (action === 'acknowledge' && track.answer === null) {
      track.answer = { by: actor.name, at, afterMs: at - alert.openedAt };
    }
    if (action === 'returned') track.returnedAt = at;
    if (action === 'raised') track.returnedAt = null;
    this.tracks.set(alert.id, track);
    this.count(action, alert);
  }

  /** The alerts that were open at the beginning or were opened, or reopened, within the time, in the order of their numbers. */
  all(): AlertTrack[] {
    return [...this.tracks.values()].sort((a, b) => a.id - b.id);
  }

  get(id: number): AlertTrack | undefined {
    return this.tracks.get(id);
  }

  private count(action: string, { isPast }: ChangedAlert): void {
    if (isPast) return;
    if (action === 'returned') this.turns.returned += 1;
    if (action === 'raised') this.turns.raised += 1;
    if (ASKS_AGAIN.has(action)) this.turns.askedAgain += 1;
  }
}

/** True for an alert on an operator's list: neither resolved nor a late arrival. */
export function isOpen(alert: Alert): boolean {
  return !alert.isPast && !isOver(alert);
}

/** The worst first: by priority, by severity, then the newest. */
export function compareWorst(
  a: Pick<Alert, 'priority' | 'severity' | 'id'>,
  b: Pick<Alert, 'priority' | 'severity' | 'id'>,
): number {
  return (
    priorityRank(b.priority) - priorityRank(a.priority) ||
    severityRank(b.severity) - severityRank(a.severity) ||
    b.id - a.id
  );
}

function changingOf({ priority, severity, state, isPast, foldedInto }: ChangedAlert) {
  return { priority, severity, state, isPast, foldedInto };
}

function trackOf(alert: ChangedAlert | Alert): AlertTrack {
  const { id, rule, openedAt, previousId } = alert;
  return {
    id,
    rule,
    class: alert.class,
    openedAt,
    previousId,
    ...changingOf(alert),
    stateAtStart: null,
    answer: null,
    returnedAt: null,
  };
}

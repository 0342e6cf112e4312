import type { AcknowledgeCommand } from '@tunnelwatch/shared/protocol';
import { type Alert, isOver } from '@tunnelwatch/shared/alert';
import type { Problem } from '@tunnelwatch/shared/error-code';
import { priorityRank } from '@tunnelwatch/shared/priority';
import { severityRank } from '@tunnelwatch/shared/severity';
import { type AlertSubject, type Subject, subjectKey } from '@tunnelwatch/shared/subject';
import type { ClassifiedEvent } from '../classify/classify-line.js';
import type { Condition } from './condition.js';
import { type AlertCause, alertRuleOf } from './message-rule.js';

/** Past episodes kept at hand; an older one stays in the store, and a recurrence opens a new episode. */
const MOST_PAST = 1000;

/** Events of one rule and one subject, summed up. */
export interface AlertEvents {
  about: AlertCause;
  subject: Subject;
  /** True when they were too old on arrival to raise a live alert. */
  isPast: boolean;
  count: number;
  /** Epoch ms, by their own times. */
  firstTime: number;
  lastTime: number;
  /** When the first of them arrived, epoch ms. */
  arrivedAt: number;
}

export interface AlertSettings {
  /** An event older than this on arrival raises no live alert and is listed as past, milliseconds. */
  pastAfterMs: number;
}

/** Outcome of an operator's command. */
export type AlertOutcome = { ok: true; alert: Alert } | { ok: false; problem: Problem; alert: Alert | undefined };

/**
 * All alerts that matter now: one episode for each rule and subject. Pure: it is told the time, and every change it makes
 * is among the values it returns, so the same events and commands give the same alerts.
 */
export class AlertBook {
  private readonly byId = new Map<number, Alert>();
  private readonly live = new Map<string, Alert>();
  private readonly past = new Map<string, Alert>();
  private readonly changed = new Map<number, Alert>();
  private nextId: number;

  constructor(
    stored: readonly Alert[],
    private readonly settings: AlertSettings,
    lastId: number,
  ) {
    this.nextId = lastId + 1;
    for (const alert of [...stored].sort((a, b) => a.id - b.id)) this.keep(alert);
    this.changed.clear();
  }

  /** Counts an event into its alert, or opens one; an event that no rule concerns changes nothing. */
  apply(event: ClassifiedEvent, arrivedAt: number): void {
    const rule = alertRuleOf(event);
    if (rule === undefined) return;
    const { subject, messageId, class: ofClass } = event;
    const { time } = event.decoded;
    const isPast = this.isPast(time, arrivedAt);
    const about = { rule, messageId, class: ofClass };
    this.count({ about, subject, isPast, count: 1, firstTime: time, lastTime: time, arrivedAt });
  }

  /** Whether an event of a time is too old on arrival to raise a live alert. */
  isPast(time: number, arrivedAt: number): boolean {
    return arrivedAt - time > this.settings.pastAfterMs;
  }

  /** Counts events of one rule and subject into their alert, or opens one. */
  count({ about, subject, isPast, count, firstTime, lastTime, arrivedAt }: AlertEvents): void {
    const { rule } = about;
    const key = keyOf(rule.name, subject);
    const known = (isPast ? this.past : this.live).get(key);
    if (known !== undefined) {
      this.keep({
        ...known,
        // What began as an Error and is Critical by now is shown as Critical.
        severity: severityRank(rule.severity) > severityRank(known.severity) ? rule.severity : known.severity,
        priority: priorityRank(rule.priority) > priorityRank(known.priority) ? rule.priority : known.priority,
        count: known.count + count,
        firstTime: Math.min(known.firstTime, firstTime),
        lastTime: Math.max(known.lastTime, lastTime),
      });
      return;
    }
    this.keep({
      id: this.nextId++,
      rule: rule.name,
      subject,
      messageId: about.messageId,
      message: rule.message,
      severity: rule.severity,
      class: about.class,
      priority: rule.priority,
      // A past episode demands nothing from anybody: it is on record, in its normal state.
      state: isPast ? 'normal' : 'unacknowledged',
      isLatched: rule.isLatching,
      isPast,
      ...{ count, firstTime, lastTime },
      openedAt: arrivedAt,
      acknowledgement: null,
      version: 1,
      previousId: isPast ? null : (this.past.get(key)?.id ?? null),
    });
  }

  /**
   * A condition is there. Opens an alert, or a new episode after one that is over; one that returned before anybody saw
   * it is unacknowledged again, and so is one that has become more pressing. Said again and again it changes nothing.
   */
  raise(condition: Condition, now: number): void {
    const { rule, subject, message, severity, priority, since } = condition;
    const known = this.live.get(keyOf(rule, subject));
    if (known === undefined || isOver(known)) {
      this.keep({
        ...{ id: this.nextId++, rule, subject, messageId: null, message, severity, class: condition.class, priority },
        ...{ state: 'unacknowledged', isLatched: false, isPast: false, count: 1, firstTime: since, lastTime: now },
        ...{ openedAt: now, acknowledgement: null, version: 1, previousId: known?.id ?? null },
      });
      return;
    }
    const isBack = known.state === 'returnedUnacknowledged';
    const isWorse = this.isRaised(rule, subject) && priorityRank(priority) > priorityRank(known.priority);
    if (!isBack && !isWorse) return;
    this.keep({
      ...known,
      ...{ message, severity, priority, state: 'unacknowledged', acknowledgement: null, lastTime: now },
      count: known.count + (isBack ? 1 : 0),
      version: known.version + 1,
    });
  }

  /** A condition is gone: what nobody has seen stays in view, what was acknowledged returns to normal. */
  clear(rule: string, subject: AlertSubject, now: number): void {
    const known = this.live.get(keyOf(rule, subject));
    if (known === undefined || !isActive(known)) return;
    const state = known.state === 'acknowledged' ? 'normal' : 'returnedUnacknowledged';
    this.keep({ ...known, state, lastTime: now, version: known.version + 1 });
  }

  /** The alert of a condition that is there, as far as was said; undefined when it is not. */
  raised(rule: string, subject: AlertSubject): Alert | undefined {
    const known = this.live.get(keyOf(rule, subject));
    return known !== undefined && isActive(known) ? known : undefined;
  }

  isRaised(rule: string, subject: AlertSubject): boolean {
    return this.raised(rule, subject) !== undefined;
  }

  /** Conditions of sources that are there. */
  raisedOnSources(): Alert[] {
    return [...this.live.values()].filter((alert) => alert.subject.kind === 'source' && isActive(alert));
  }

  /** Acknowledges an alert as an operator has seen it; refused when it has changed since, or cannot be acknowledged. */
  acknowledge({ id, body }: AcknowledgeCommand, now: number): AlertOutcome {
    const alert = this.byId.get(id);
    if (alert === undefined) return refuse('not-found', 404, `there is no alert ${String(id)}`, undefined);
    if (alert.state === 'acknowledged') {
      const { by = 'somebody', at = now } = alert.acknowledgement ?? {};
      return refuse('stale-version', 409, `${by} acknowledged this alert at ${new Date(at).toISOString()}`, alert);
    }
    if (alert.version !== body.version) {
      return refuse('stale-version', 409, `alert ${String(id)} has changed since you looked at it: look again`, alert);
    }
    if (alert.state !== 'unacknowledged' && alert.state !== 'returnedUnacknowledged') {
      return refuse('wrong-state', 409, `alert ${String(id)} is ${alert.state} and needs no acknowledgement`, alert);
    }
    const next: Alert = {
      ...alert,
      // What is gone already and was now seen asks for nothing any more [ALM-9].
      state: alert.state === 'returnedUnacknowledged' ? 'normal' : 'acknowledged',
      acknowledgement: { by: body.by, at: now, comment: body.comment },
      version: alert.version + 1,
    };
    this.keep(next);
    return { ok: true, alert: next };
  }

  /** The alerts changed since the last call, in their present state. */
  takeChanges(): Alert[] {
    const changes = [...this.changed.values()];
    this.changed.clear();
    return changes;
  }

  /** All alerts at hand. */
  all(): Alert[] {
    return [...this.byId.values()];
  }

  private keep(alert: Alert): void {
    const key = keyOf(alert.rule, alert.subject);
    this.byId.set(alert.id, alert);
    this.changed.set(alert.id, alert);
    const group = alert.isPast ? this.past : this.live;
    const before = group.get(key);
    // The episode before this one is over: the store has it, and keeping all of them would grow without end.
    if (group === this.live && before !== undefined && before.id !== alert.id) this.byId.delete(before.id);
    group.set(key, alert);
    if (group === this.past && group.size > MOST_PAST) this.forgetOldestPast();
  }

  private forgetOldestPast(): void {
    for (const [key, alert] of this.past) {
      this.past.delete(key);
      this.byId.delete(alert.id);
      return;
    }
  }
}

function keyOf(rule: string, subject: AlertSubject): string {
  return `${rule}\n${subjectKey(subject)}`;
}

/** True while the condition behind an alert lasts, as far as is known. */
function isActive({ state }: Alert): boolean {
  return state === 'unacknowledged' || state === 'acknowledged';
}

function refuse(
  code: 'not-found' | 'stale-version' | 'wrong-state',
  status: number,
  detail: string,
  alert: Alert | undefined,
): AlertOutcome {
  const title =
    code === 'not-found' ? 'No such alert' : code === 'stale-version' ? 'Somebody was faster' : 'Not possible';
  return { ok: false, problem: { type: 'about:blank', title, status, detail, code }, alert };
}

import type { Actor } from '@tunnelwatch/shared/actor';
import { type Alert, isOver, isUnacknowledged, isWaiting } from '@tunnelwatch/shared/alert';
import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';
import { type AlertSubject, gatewayOf, subjectKey } from '@tunnelwatch/shared/subject';
import { type DemandOf, pressedAlert } from './priority-override.js';
import type { AlertCause, AlertChange } from './alert-change.js';
import type { AlertFilter } from '@tunnelwatch/shared/alert-command';

/** Resolved episodes kept in memory; an older one stays in the store, and a recurrence opens a new episode. */
const MAX_PAST = 1000;

/** The note about a permanently recorded change. */
export interface ChangeNote {
  at: number;
  actor: Actor;
  cause: AlertCause;
  comment?: string;
  requestKey?: string | null;
}

/** The alerts in memory, by number and by rule and subject, and the changes since the last call. */
export class AlertList {
  private readonly byId = new Map<number, Alert>();
  private readonly live = new Map<string, Alert>();
  private readonly past = new Map<string, Alert>();
  private readonly groups = new Map<string, Alert>();
  private readonly open = new Map<string, number>();
  private changed = new Map<number, Alert>();
  private changes: AlertChange[] = [];
  private lastId: number;

  /** @param demandOf the inventory's minimum priority of alerts: it applies from the next change of each */
  constructor(
    stored: readonly Alert[],
    lastId: number,
    private readonly demandOf: DemandOf,
  ) {
    this.lastId = lastId;
    for (const alert of [...stored].sort((a, b) => a.id - b.id)) this.put(alert);
    this.changed.clear();
  }

  newId(): number {
    return ++this.lastId;
  }

  get(id: number): Alert | undefined {
    return this.byId.get(id);
  }

  /** The newest episode of a rule on a subject. */
  find(rule: string, subject: AlertSubject, isPast: boolean): Alert | undefined {
    return (isPast ? this.past : this.live).get(keyOf(rule, subject));
  }

  /** The active group alert of a rule, for a gateway or for all; undefined if there is none. */
  group(rule: string, subject: AlertSubject): Alert | undefined {
    const group = this.groups.get(keyOf(rule, subject));
    return group === undefined || isOver(group) ? undefined : group;
  }

  /** Those that are not late arrivals, groups included. */
  *lasting(): Iterable<Alert> {
    yield* this.live.values();
    yield* this.groups.values();
  }

  all(): Alert[] {
    return [...this.byId.values()];
  }

  /** Stores an alert as it is now; with a note the change is recorded permanently. */
  keep(changed: Alert, note?: ChangeNote): Alert {
    const settled = note === undefined ? changed : settledBy(changed, this.byId.get(changed.id), note);
    const alert = pressedAlert(settled, this.demandOf);
    if (note !== undefined) {
      const { at, actor, cause, comment = '', requestKey = null } = note;
      this.changes.push({
        before: this.byId.get(alert.id) ?? null,
        after: alert,
        at,
        actor,
        cause,
        comment,
        requestKey,
      });
    }
    this.put(alert);
    return alert;
  }

  /** Records the end of a stored alert in whose place another one stands: it is not looked up any longer. */
  end(alert: Alert, before: Alert, { at, actor, cause }: ChangeNote): void {
    this.changes.push({ before, after: alert, at, actor, cause, comment: '', requestKey: null });
    this.changed.set(alert.id, alert);
  }

  /** The alerts changed since the last call, in their current state. */
  takeChanged(): Alert[] {
    const changed = [...this.changed.values()];
    this.changed = new Map();
    return changed;
  }

  /** Number of changes waiting to be drained. */
  get changeCount(): number {
    return this.changes.length;
  }

  /** Permanent records since the last call, in order. */
  takeChanges(): AlertChange[] {
    const { changes } = this;
    this.changes = [];
    return changes;
  }

  /** Unresolved alerts that share a limit with this one, without the one that counts those beyond it. */
  openLike(alert: Limited): number {
    return this.open.get(poolOf(alert)) ?? 0;
  }

  private countOpen(before: Alert | undefined, after: Alert): void {
    if (before !== undefined && isCounted(before)) this.open.set(poolOf(before), this.openLike(before) - 1);
    if (isCounted(after)) this.open.set(poolOf(after), this.openLike(after) + 1);
  }

  private put(alert: Alert): void {
    this.countOpen(this.byId.get(alert.id), alert);
    this.byId.set(alert.id, alert);
    this.changed.set(alert.id, alert);
    const [group, key] = this.placeOf(alert);
    const before = group.get(key);
    // The previous episode is resolved: the store has it, and keeping all of them would grow without bound.
    if (group !== this.past && before !== undefined && before.id !== alert.id) this.byId.delete(before.id);
    group.set(key, alert);
    if (group === this.past && group.size > MAX_PAST) this.forgetOldestPast();
  }

  private placeOf(alert: Alert): [Map<string, Alert>, string] {
    const { rule, subject } = alert;
    if (alert.members > 0) return [this.groups, keyOf(rule, subject)];
    return [alert.isPast ? this.past : this.live, keyOf(rule, subject)];
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

/** Changes that say something new: each is notified, and sounds. */
const NEWS: ReadonlySet<AlertCause> = new Set([
  'opened',
  'raised',
  'worsened',
  'rateRose',
  'newCritical',
  'acknowledgementExpired',
  'shelfExpired',
  'windowEnded',
]);

/** Whether somebody has said that they know of an alert. */
function hadAnswer(alert: Alert | undefined): boolean {
  return alert !== undefined && (alert.acknowledgement !== null || alert.shelf !== null);
}

/** An alert with what its change means to those who wait for news of it. */
function settledBy(alert: Alert, before: Alert | undefined, { at, cause }: ChangeNote): Alert {
  const isNews = NEWS.has(cause) && isWaiting(alert) && !alert.isPast && !(alert.isHushed && !isUnacknowledged(alert));
  const hasBegun = isWaiting(alert) && (before === undefined || !isWaiting(before));
  return {
    ...alert,
    settledVersion: cause === 'newCritical' && !hadAnswer(before) ? alert.settledVersion : alert.version,
    ...(isNews ? { news: alert.news + 1, toldAt: at, toldMembers: alert.members } : {}),
    ...(hasBegun ? { waitingSince: at } : {}),
  };
}

/** All messages that the catalogue does not contain: a forger can make up any number of them. */
const UNKNOWN_FAMILY = 'message-unknown';

/** Rules whose alerts are limited together: each separately, but all unknown messages as one. */
export function familyOf({ rule, class: ofClass }: Pick<Alert, 'rule' | 'class'>): string {
  return ofClass === 'unknown' ? UNKNOWN_FAMILY : rule;
}

/** What decides with which others an alert is limited. */
export type Limited = Pick<Alert, 'rule' | 'class' | 'severity' | 'isNewGateway'>;

/** Alerts that are limited together: of one family, but Criticals have room of their own. */
function poolOf(alert: Limited): string {
  const kind = !isCriticalOrWorse(alert.severity) ? 'usual' : isMadeUpEasily(alert) ? 'forgeable' : 'critical';
  return `${kind} ${familyOf(alert)}`;
}

/** Whether any sender can make up as many alerts like this one as it likes, by the names of gateways or of messages. */
export function isMadeUpEasily({ class: ofClass, isNewGateway }: Limited): boolean {
  return isNewGateway || ofClass === 'unknown';
}

function isCounted(alert: Alert): boolean {
  return !alert.isPast && !isOver(alert) && alert.subject.kind !== 'all';
}

/** Whether an alert asks for something and fits a filter; without a state, what is over is left out. */
export function fits(alert: Alert, filter: AlertFilter): boolean {
  const { subject } = alert;
  return (
    (filter.state === undefined ? !isOver(alert) : alert.state === filter.state && alert.foldedInto === null) &&
    (filter.priority === undefined || alert.priority === filter.priority) &&
    (filter.class === undefined || alert.class === filter.class) &&
    (filter.rule === undefined || alert.rule === filter.rule) &&
    (filter.gateway === undefined || gatewayOf(subject) === filter.gateway) &&
    (filter.matchkey === undefined || (subject.kind === 'tunnel' && subject.matchkey === filter.matchkey)) &&
    (filter.assignee === undefined || alert.assignee === filter.assignee)
  );
}

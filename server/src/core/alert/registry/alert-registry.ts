import { type Actor, SERVER_ACTOR } from '@tunnelwatch/shared/actor';
import { type Alert, isOver } from '@tunnelwatch/shared/alert';
import type { AlertCommand, BulkCommand, BulkResult } from '@tunnelwatch/shared/alert-command';
import { priorityRank } from '@tunnelwatch/shared/priority';
import type { AlertSubject } from '@tunnelwatch/shared/subject';
import type { ClassifiedEvent } from '../../classify/classify-line.js';
import type { AuditNote } from '@tunnelwatch/shared/audit';
import type { MaintenanceWindow, MaintenanceWindowRequest, WindowResult } from '@tunnelwatch/shared/maintenance-window';
import { type AlertChange, auditNote } from './alert-change.js';
import type { AlertEvents } from './alert-events.js';
import { AlertClock } from './alert-clock.js';
import { AlertList, familyOf, fits } from './alert-list.js';
import { type AlertSettings, USUAL_ALERT_SETTINGS } from './alert-settings.js';
import { bulkNote, type PlacedNote, withBulkNotes } from './bulk-note.js';
import { AlertVerdicts, type SubjectVerdict } from './alert-verdicts.js';
import type { Condition } from '../monitoring/condition.js';
import { DoneRequests } from './done-requests.js';
import { countInto, type EpisodeEvents, hasSteppedUp, openEpisode, turn } from './episode.js';
import { type Flood, FloodMeter, openedOf } from '../health/flood.js';
import { type AlertMember, Folding } from './folding.js';
import { alertRuleOf } from '../rules/message-rule.js';
import { type AlertOutcome, carryOut, changedWords, refuse } from './operator-actions.js';
import type { TwinAlert } from './joined-alerts.js';
import type { StoredAlerts } from './stored-alerts.js';
import { type WindowChange, Windows } from '../windows/windows.js';

/**
 * All current alerts: one episode per rule and subject. Pure: the time is an argument, and every change it makes
 * is among the values it returns, so the same events, commands and ticks give the same alerts.
 */
export class AlertRegistry {
  private readonly list: AlertList;
  private readonly floods: FloodMeter;
  private readonly folding: Folding;
  private readonly clock: AlertClock;
  private readonly requests: DoneRequests;
  private bulkNotes: PlacedNote[] = [];
  private readonly settings: AlertSettings;
  private readonly windows: Windows;
  private readonly verdicts: AlertVerdicts;

  constructor(stored: StoredAlerts, settings: Partial<AlertSettings> = {}) {
    this.settings = { ...USUAL_ALERT_SETTINGS, ...settings };
    const { demandOf = () => undefined } = stored;
    this.list = new AlertList(stored.alerts, stored.lastId, demandOf);
    this.verdicts = new AlertVerdicts(this.list);
    this.windows = new Windows(stored.windows ?? []);
    this.floods = new FloodMeter(openedOf(stored.alerts, this.windows.all()), this.settings);
    this.folding = new Folding(this.list, this.floods, { ...this.settings, demandOf }, stored.members ?? []);
    this.clock = new AlertClock(this.list, this.settings);
    this.requests = new DoneRequests(stored.requests ?? new Map());
    this.clock.setWindows(this.windows.all());
    for (const each of stored.twins?.alerts ?? []) this.foldTwin(each, stored.twins?.at ?? 0);
  }

  /** An alert that another one stands for is folded into it, with all that it counted. */
  private foldTwin({ twin, intoId, members }: TwinAlert, at: number): void {
    const folded: Alert = { ...twin, state: 'normal', isActive: false, foldedInto: intoId, version: twin.version + 1 };
    this.list.end(folded, twin, { at, actor: SERVER_ACTOR, cause: 'folded' });
    const into = this.list.get(intoId);
    if (into === undefined) return;
    const sum = countInto(into, { ...twin, arrivedAt: twin.openedAt });
    const isActive = into.isActive || twin.isActive;
    const fresh = members.reduce(
      (count, { subject, ...sums }) => count + (this.folding.take(intoId, subject, sums) ? 1 : 0),
      0,
    );
    const kept = { ...sum, members: into.members + fresh };
    if (isActive === into.isActive) this.list.keep(kept);
    else this.keepTurned(turn(kept, true, at, this.settings), at);
  }

  /** Counts an event into its alert, or opens one; an event without a rule changes nothing. */
  apply(event: ClassifiedEvent, arrivedAt: number): void {
    const rule = alertRuleOf(event);
    if (rule === undefined) return;
    const { subject, messageId, class: ofClass } = event;
    const { time, repeats: count } = event.decoded;
    const about = { rule, messageId, class: ofClass };
    const times = { firstTime: time, lastTime: time, arrivedAt, lastAt: arrivedAt };
    this.count({ about, subject, isPast: this.isPast(time, arrivedAt), count, ...times });
  }

  /** Whether an event of a time is too old on arrival to raise a live alert. */
  isPast(time: number, arrivedAt: number): boolean {
    return arrivedAt - time > this.settings.pastAfterMs;
  }

  /** Counts events of one rule and subject into their alert, or opens one. */
  count({ about, subject, isPast, ...sums }: AlertEvents): void {
    const { rule } = about;
    const events = { ...sums, severity: rule.severity, priority: rule.priority };
    const group = isPast
      ? undefined
      : this.folding.groupOf(rule.name, subject, familyOf({ ...about, rule: rule.name }));
    const known = group ?? this.list.find(rule.name, subject, isPast);
    if (known !== undefined && (isPast || !isOver(known))) {
      const counted = group === undefined ? countInto(known, events) : this.folding.countMember(group, subject, events);
      this.keepCounted(counted, events.arrivedAt);
      return;
    }
    const { message, severity, priority, isLatching } = rule;
    const previous = isPast ? undefined : (known ?? this.list.find(rule.name, subject, true));
    this.open({
      rule: rule.name,
      subject,
      messageId: about.messageId,
      class: about.class,
      message,
      severity,
      priority,
      isLatched: isLatching,
      isPast,
      previousId: previous?.id ?? null,
      count: events.count,
      firstTime: events.firstTime,
      lastTime: events.lastTime,
      openedAt: events.arrivedAt,
      lastAt: events.lastAt,
    });
  }

  /** The state of an alert after further events: a returned one is raised again, an acknowledged one may be raised by its rate. */
  private keepCounted(alert: Alert, at: number): void {
    if (alert.isPast) this.list.keep(alert);
    else if (!alert.isActive) this.keepTurned(turn(alert, true, at, this.settings), at);
    else if (hasSteppedUp(alert, this.settings)) {
      const next: Alert = { ...alert, state: 'unacknowledged', acknowledgement: null, acknowledgedRate: null };
      const note = { at, actor: SERVER_ACTOR, cause: 'rateRose' as const };
      this.list.keep({ ...next, version: alert.version + 1 }, note);
    } else this.list.keep(alert);
  }

  private keepTurned(alert: Alert, at: number): void {
    this.list.keep(alert, { at, actor: SERVER_ACTOR, cause: alert.isActive ? 'raised' : 'returned' });
  }

  private open(opening: Omit<Parameters<typeof openEpisode>[0], 'id'>): void {
    const at = opening.openedAt;
    if (!opening.isPast && this.folding.isFull(opening)) {
      const rest = this.folding.countBeyond(opening);
      if (rest !== undefined) this.keepCounted(rest, at);
      return;
    }
    const episode = this.verdicts.on(openEpisode({ ...opening, id: this.list.newId() }));
    const fresh = this.clock.suppressed(episode, at);
    const alert = this.list.keep(fresh, { at, actor: SERVER_ACTOR, cause: 'opened' });
    if (alert.isPast || alert.state === 'suppressed') return;
    this.floods.note({ at, id: alert.id });
    this.folding.opened(alert);
  }

  /**
   * A condition is active. Opens an alert, or a new episode after a resolved one; one that returned unacknowledged
   * is unacknowledged again, and so is one whose priority has increased. Repeated calls change nothing.
   */
  raise(condition: Condition, now: number): void {
    const { rule, subject, message, severity, priority, since, events } = condition;
    const known = this.list.find(rule, subject, false);
    if (known === undefined || isOver(known)) {
      const group = this.folding.groupOf(rule, subject);
      if (group !== undefined) {
        this.raiseMember(group, condition, now);
        return;
      }
      this.open({
        rule,
        subject,
        messageId: null,
        message,
        severity,
        class: condition.class,
        priority,
        isLatched: false,
        isPast: false,
        count: 1,
        firstTime: since,
        lastTime: now,
        ...events,
        openedAt: now,
        lastAt: now,
        previousId: known?.id ?? null,
      });
      return;
    }
    const isBack = !known.isActive;
    if (!isBack && priorityRank(priority) <= priorityRank(known.priority)) return;
    const lastTime = Math.max(known.lastTime, events?.lastTime ?? now);
    const next: Alert = { ...known, message, severity, priority, raised: null, lastTime, lastAt: now };
    const count = known.count + (events?.count ?? 1);
    if (isBack) this.keepTurned({ ...turn(next, true, now, this.settings), count }, now);
    else this.keepWorsened(next, now);
  }

  private keepWorsened(alert: Alert, now: number): void {
    const state = alert.state === 'acknowledged' ? 'unacknowledged' : alert.state;
    const worse: Alert = { ...alert, state, acknowledgement: null, acknowledgedRate: null, version: alert.version + 1 };
    this.list.keep(worse, { at: now, actor: SERVER_ACTOR, cause: 'worsened' });
  }

  /** One more subject of a group has the condition: the group becomes active again, or its priority increases. */
  private raiseMember(group: Alert, { subject, severity, priority, since, events }: Condition, now: number): void {
    const isWorse = group.isActive && priorityRank(priority) > priorityRank(group.priority);
    if (this.folding.isActive(group.id, subject)) {
      if (isWorse) this.keepWorsened({ ...group, severity, priority, lastAt: now }, now);
      return;
    }
    const { count = 1, lastTime = now } = events ?? {};
    const sums = { count, firstTime: since, lastTime, arrivedAt: now, lastAt: now, severity, priority };
    const counted = this.folding.countMember(group, subject, sums);
    if (isWorse) this.keepWorsened(counted, now);
    else this.keepCounted(counted, now);
  }

  /** Counts further events of an active condition, which may raise its priority. Returns false if it is not active. */
  countRaised(rule: string, subject: AlertSubject, events: Omit<EpisodeEvents, 'severity' | 'priority'>): boolean {
    const known = this.list.find(rule, subject, false);
    if (known !== undefined && !isOver(known)) {
      const { severity, priority } = known;
      if (known.isActive) this.keepCounted(countInto(known, { ...events, severity, priority }), events.arrivedAt);
      return known.isActive;
    }
    const group = this.folding.groupOf(rule, subject);
    if (group === undefined || !this.folding.isActive(group.id, subject)) return false;
    const { severity, priority } = group;
    this.keepCounted(this.folding.countMember(group, subject, { ...events, severity, priority }), events.arrivedAt);
    return true;
  }

  /** A condition has cleared: an unacknowledged alert stays in view, an acknowledged one returns to normal. */
  clear(rule: string, subject: AlertSubject, now: number): void {
    const known = this.list.find(rule, subject, false);
    if (known !== undefined && !isOver(known)) {
      // For events, the last time is that of the newest.
      const lastTime = known.class === 'monitoring' ? now : known.lastTime;
      if (known.isActive) this.keepTurned({ ...turn(known, false, now, this.settings), lastTime }, now);
      return;
    }
    const group = this.folding.groupOf(rule, subject);
    if (group === undefined || !this.folding.endMember(group.id, subject, now)) return;
    if (group.isActive) this.keepTurned(turn(group, false, now, this.settings), now);
  }

  /** The alert of an active condition, as far as reported; undefined if it is not active. */
  raised(rule: string, subject: AlertSubject): Alert | undefined {
    const known = this.list.find(rule, subject, false);
    if (known !== undefined && !isOver(known)) return known.isActive ? known : undefined;
    const group = this.folding.groupOf(rule, subject);
    return group !== undefined && this.folding.isActive(group.id, subject) ? group : undefined;
  }

  /** When a condition last ended, epoch ms; undefined while it is active, or when that is no longer in memory. */
  endedAt(rule: string, subject: AlertSubject): number | undefined {
    const known = this.list.find(rule, subject, false);
    const group = known === undefined || isOver(known) ? this.folding.groupOf(rule, subject) : undefined;
    if (group !== undefined) return this.folding.endedAt(group.id, subject);
    return known === undefined || known.isActive || known.foldedInto !== null ? undefined : known.turns.at(-1);
  }

  isRaised(rule: string, subject: AlertSubject): boolean {
    return this.raised(rule, subject) !== undefined;
  }

  /**
   * All active conditions, each on its own subject, whether on its own or grouped, and when their
   * alerts got their newest events, epoch ms.
   */
  raisedConditions(): { rule: string; subject: AlertSubject; lastAt: number }[] {
    return [...this.list.lasting()].flatMap((alert) => {
      const { id, rule, subject, lastAt } = alert;
      if (!alert.isActive || isOver(alert)) return [];
      if (alert.members === 0) return [{ rule, subject, lastAt }];
      return this.folding
        .membersOfAlert(id)
        .flatMap((each) => (each.endedAt === null ? [{ rule, subject: each.subject, lastAt }] : []));
    });
  }

  /** Active conditions of sources. */
  raisedOnSources(): Alert[] {
    return [...this.list.lasting()].filter((alert) => alert.subject.kind === 'source' && alert.isActive);
  }

  /** Updates what the drops of tunnels are consistent with. */
  noteVerdicts(changes: readonly SubjectVerdict[]): void {
    this.verdicts.note(changes);
  }

  /** Changes caused by time alone: returns after quiet, expiry of shelves, acknowledgements and windows. Once a second. */
  tick(now: number): void {
    this.clock.tick(now);
  }

  /** Executes an operator's action; refused when the alert has changed since the operator saw it. */
  act(command: AlertCommand, actor: Actor, now: number): AlertOutcome {
    const { id, requestKey = null } = command;
    const alert = this.list.get(id);
    if (alert === undefined) return refuse('not-found', `no such alert: ${String(id)}`, undefined);
    // Sent again because the answer was lost: it was executed already.
    const done = requestKey === null ? undefined : this.requests.get(requestKey);
    if (done !== undefined && 'alertId' in done && done.alertId === id) return { ok: true, alert };
    if (alert.version !== command.version) return refuse('stale-version', changedWords(alert), alert);
    return this.carryOut(alert, command, actor, now);
  }

  /** Executes an action on all alerts that match a filter, as they are now; or only counts them. */
  actOnAll(command: BulkCommand, actor: Actor, now: number): BulkResult {
    const { requestKey = null, ...each } = command;
    const done = requestKey === null || command.dryRun ? undefined : this.requests.get(requestKey);
    if (done !== undefined && 'matched' in done) return { ok: true, ...done };
    const matching = this.list.all().filter((alert) => !alert.isPast && fits(alert, command.filter));
    const possible = matching.filter((alert) => carryOut(alert, command, actor.name, now).ok);
    const counts = { matched: matching.length, changed: possible.length };
    if (command.dryRun) return { ok: true, ...counts };
    const outcome = { matched: matching.length, ids: possible.map(({ id }) => id) };
    this.bulkNotes.push({ place: this.list.changeCount, note: bulkNote(command, outcome, actor, now) });
    for (const alert of possible) this.carryOut(alert, each, actor, now);
    if (requestKey !== null) this.requests.note(requestKey, counts);
    return { ok: true, ...counts };
  }

  private carryOut(alert: Alert, command: AlertCommand | BulkCommand, actor: Actor, now: number): AlertOutcome {
    const outcome = carryOut(alert, command, actor.name, now);
    if (!outcome.ok) return outcome;
    const { action, comment, requestKey = null } = command;
    const kept = this.list.keep(outcome.alert, { at: now, actor, cause: action, comment, requestKey });
    if (requestKey !== null) this.requests.note(requestKey, { alertId: alert.id });
    return { ok: true, alert: kept };
  }

  /** Creates a maintenance window; alerts that it covers are suppressed from its beginning to its end. */
  addWindow(body: MaintenanceWindowRequest, actor: Actor, now: number): WindowResult {
    return this.afterWindows(this.windows.add(body, actor, now), now);
  }

  /** Ends a window now, or cancels one that has not begun. */
  endWindow(id: number, actor: Actor, now: number): WindowResult {
    return this.afterWindows(this.windows.end(id, actor, now), now);
  }

  private afterWindows(result: WindowResult, now: number): WindowResult {
    this.clock.setWindows(this.windows.all());
    this.clock.tick(now);
    return result;
  }

  /** Maintenance windows that have not ended long ago, the earliest first. */
  maintenanceWindows(): readonly MaintenanceWindow[] {
    return this.windows.all();
  }

  takeWindows(): WindowChange[] {
    return this.windows.takeChanges();
  }

  /** Audit entries to add since the last call, in order: of the changes drained, or the given ones. */
  takeAudit(changes: readonly AlertChange[] = this.takeChanges()): AuditNote[] {
    const { bulkNotes } = this;
    this.bulkNotes = [];
    return [...withBulkNotes(changes.map(auditNote), bulkNotes), ...this.windows.takeAudit()];
  }

  /** Permanently recorded changes that may be notified, since the last call, in order. */
  takeChanges(): AlertChange[] {
    return this.list.takeChanges();
  }

  /** The current flood of alerts; null if there is none. */
  flood(now: number): Flood | null {
    return this.floods.flood(now);
  }

  /** The alerts changed since the last call, in their current state. */
  takeChanged(): Alert[] {
    return this.list.takeChanged();
  }

  takeMembers(): AlertMember[] {
    return this.folding.takeChanges();
  }

  /** All alerts in memory. */
  all(): Alert[] {
    return this.list.all();
  }
}

/** What rules about rates tell of conditions, and ask: the book of alerts, or a replay that only counts. */
export type RateConditions = Pick<AlertRegistry, 'raise' | 'clear' | 'countRaised' | 'endedAt' | 'raisedConditions'>;

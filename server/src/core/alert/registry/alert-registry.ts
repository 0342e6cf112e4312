import { type Actor, SERVER_ACTOR } from '@tunnelwatch/shared/actor';
import { type Alert, isCriticalAlert, isOver, isSuppressedCritical, isWaiting } from '@tunnelwatch/shared/alert';
import type { AlertCommand, BulkCommand, BulkResult } from '@tunnelwatch/shared/alert-command';
import { priorityRank } from '@tunnelwatch/shared/priority';
import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';
import { isStandIn } from '@tunnelwatch/shared/stand-in';
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
import { countInto, type EpisodeEvents, hasSteppedUp, openEpisode, type Opening, turn } from './episode.js';
import { type Flood, FloodMeter, openedOf } from '../health/flood.js';
import { type AlertMember, Folding, isFullGroup } from './folding.js';
import { hasOnlyGrown, isHiding, laterWords, mustTellAgain, newCritical, seenBy } from './unseen.js';
import { type AlertRule, alertRuleOf } from '../rules/message-rule.js';
import type { LineAge } from '../../lines/line-age.js';
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
  private readonly isNewGateway: NonNullable<StoredAlerts['isNewGateway']>;

  constructor(stored: StoredAlerts, settings: Partial<AlertSettings> = {}) {
    this.settings = { ...USUAL_ALERT_SETTINGS, ...settings };
    const { demandOf = () => undefined } = stored;
    this.list = new AlertList(stored.alerts, stored.lastId, demandOf);
    this.verdicts = new AlertVerdicts(this.list, stored.verdicts);
    this.windows = new Windows(stored.windows ?? [], this.settings.maxWindowMs);
    this.isNewGateway = stored.isNewGateway ?? (() => false);
    this.floods = new FloodMeter(openedOf(stored.alerts, this.windows.all()), this.settings);
    this.clock = new AlertClock(this.list, this.settings);
    const inWindow = (alert: Alert, at: number) => this.clock.suppressed(alert, at);
    this.folding = new Folding(this.list, this.floods, { ...this.settings, demandOf, inWindow }, stored.members ?? []);
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
      (count, { subject, ...sums }) => count + (this.folding.take(into, subject, sums) ? 1 : 0),
      0,
    );
    const kept = { ...sum, members: into.members + fresh };
    // What somebody has said of one of the two says nothing of the other.
    if (isWaiting(twin) && isCriticalAlert(twin) && !isWaiting(into))
      this.recur({ ...kept, shelf: null, isActive }, at, twin.count);
    else if (isActive === into.isActive) this.list.keep(kept);
    else this.keepTurned(turn(kept, true, at, this.settings), at);
  }

  /**
   * Counts an event into its alert, or opens one; an event without a rule changes nothing.
   * @param age of its line; by default nothing but its stamp tells
   */
  apply(event: ClassifiedEvent, arrivedAt: number, age: LineAge = 'history'): void {
    const rule = alertRuleOf(event);
    if (rule === undefined) return;
    const { subject, messageId, class: ofClass } = event;
    const { time, repeats: count } = event.decoded;
    const about = { rule, messageId, class: ofClass };
    const times = { firstTime: time, lastTime: time, arrivedAt, lastAt: arrivedAt };
    this.count({ about, subject, isPast: this.isPast(rule, time, arrivedAt, age), count, ...times });
  }

  /**
   * Whether an event is too old on arrival to raise a live alert [ALM-3]. What is sent or written just now is not, and a
   * Critical or latching message of a backlog is still to be seen, however old it is.
   */
  isPast({ severity, isLatching }: AlertRule, time: number, arrivedAt: number, age: LineAge): boolean {
    if (age === 'live') return false;
    if (age === 'backlog' && (isLatching || isCriticalOrWorse(severity))) return false;
    return arrivedAt - time > this.settings.pastAfterMs;
  }

  /** Counts events of one rule and subject into their alert, or opens one. */
  count({ about, subject, isPast, ...sums }: AlertEvents): void {
    const { rule } = about;
    const events = { ...sums, severity: rule.severity, priority: rule.priority };
    const group = isPast
      ? undefined
      : this.folding.groupOf(rule.name, subject, familyOf({ ...about, rule: rule.name }));
    if (group !== undefined) {
      this.countGrouped(group, subject, events);
      return;
    }
    const known = this.list.find(rule.name, subject, isPast);
    if (known !== undefined && (isPast || !isOver(known))) {
      const counted = countInto(known, events);
      // Each event may be of another gateway or tunnel, which nobody has seen.
      if (!isPast && isStandIn(subject) && isCriticalAlert(rule))
        this.keepGrown(counted, events.arrivedAt, events.count);
      else this.keepCounted(counted, events.arrivedAt, this.freshCriticals(known, events));
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

  /** Counts events of one subject into its group. Who acknowledged or shelved the group has not seen a new subject. */
  private countGrouped(group: Alert, subject: AlertSubject, events: EpisodeEvents): void {
    const counted = this.folding.countMember(group, subject, events);
    const { arrivedAt, count, severity, priority } = events;
    // Those for everything beyond a limit name nobody whom somebody could have seen.
    const isAnyone = group.subject.kind === 'all' || isFullGroup(group) || isStandIn(subject);
    const isNew = counted.members > group.members || isAnyone;
    if (isNew && isCriticalAlert({ severity, priority })) this.keepGrown(counted, arrivedAt, count);
    else this.keepCounted(counted, arrivedAt, this.freshCriticals(group, events));
  }

  /** How many Criticals of further events are another occurrence: a latched condition never ends, but it was quiet. */
  private freshCriticals({ lastAt }: Alert, { severity, arrivedAt, count }: EpisodeEvents): number {
    return isCriticalOrWorse(severity) && arrivedAt - lastAt >= this.settings.quietMs ? count : 0;
  }

  /** A Critical of a subject that nobody has seen: nothing that hid the group hides it [ALM-50]. */
  private keepGrown(alert: Alert, at: number, criticals: number): void {
    if (alert.acknowledgement !== null || alert.shelf !== null) {
      this.recur({ ...alert, shelf: null }, at, criticals);
      return;
    }
    if (alert.isActive) this.keepMore(alert, at, criticals);
    else this.keepTurned(turn(alert, true, at, this.settings), at);
  }

  /** Further Criticals of an alert that nobody has answered yet: whoever acts on it has to have seen them. */
  private keepMore(alert: Alert, at: number, criticals: number): void {
    const unseen = alert.unseen > 0 ? alert.unseen + criticals : 0;
    const more = { ...alert, unseen, version: alert.version + 1 };
    if (mustTellAgain(more, at)) this.list.keep(more, newCritical(at));
    else this.list.keep(more);
  }

  /** Criticals came that nobody has seen: an acknowledgement stands only for what was there when it was given. */
  private recur(alert: Alert, at: number, criticals: number): void {
    const active = alert.isActive ? alert : turn(alert, true, at, this.settings);
    const state = alert.windowId !== null ? 'suppressed' : alert.shelf !== null ? 'shelved' : 'unacknowledged';
    const unseen = alert.unseen + criticals;
    const next: Alert = { ...active, state, acknowledgement: null, acknowledgedRate: null, unseen };
    this.list.keep({ ...next, version: alert.version + 1 }, newCritical(at));
  }

  /**
   * The state of an alert after further events: a returned one is raised again, an acknowledged one may be raised by its
   * rate, and is by Criticals of another occurrence.
   * @param criticals how many of the events are those
   */
  private keepCounted(alert: Alert, at: number, criticals = 0): void {
    if (alert.isPast) this.list.keep(alert);
    else if (criticals > 0 && alert.acknowledgement !== null) this.recur(alert, at, criticals);
    else if (criticals > 0 && alert.isActive) this.keepMore(alert, at, criticals);
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
    const isNewGateway = !opening.isPast && this.isNewGateway(opening.subject, at);
    if (!opening.isPast && this.folding.isFull({ ...opening, isNewGateway })) {
      this.countBeyond({ ...opening, isNewGateway });
      return;
    }
    const episode = this.verdicts.on(openEpisode({ ...opening, isNewGateway, id: this.list.newId() }));
    const fresh = this.clock.suppressed(episode, at);
    const alert = this.list.keep(fresh, { at, actor: SERVER_ACTOR, cause: 'opened' });
    if (alert.isPast) return;
    if (alert.state !== 'suppressed') this.floods.note({ at, id: alert.id });
    else if (!isSuppressedCritical(alert)) return;
    this.folding.opened(alert);
  }

  /** What would open an alert beyond the limit is counted into the one for all of these. */
  private countBeyond(opening: Omit<Opening, 'id'>): void {
    const rest = this.folding.countBeyond(opening);
    if (rest === undefined) return;
    const { openedAt, count } = opening;
    if (isCriticalAlert(opening)) this.keepGrown(rest, openedAt, count);
    else this.keepCounted(rest, openedAt);
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
    if (!isWorse) this.countGrouped(group, subject, sums);
    else this.keepWorsened(this.folding.countMember(group, subject, sums), now);
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
    for (const alert of this.list.lasting()) {
      if (
        alert.members > alert.toldMembers &&
        alert.toldAt > 0 &&
        isCriticalAlert(alert) &&
        mustTellAgain(alert, now)
      ) {
        this.list.keep(alert, newCritical(now));
      }
    }
  }

  /** Executes an operator's action; refused when the alert has changed since the operator saw it. */
  act(command: AlertCommand, actor: Actor, now: number): AlertOutcome {
    const { id, requestKey = null } = command;
    const alert = this.list.get(id);
    if (alert === undefined) return refuse('not-found', `no such alert: ${String(id)}`, undefined);
    // Sent again because the answer was lost: it was executed already.
    const done = requestKey === null ? undefined : this.requests.get(requestKey);
    if (done !== undefined && 'alertId' in done && done.alertId === id) return { ok: true, alert };
    const later = alert.version - command.version;
    if (later !== 0 && !hasOnlyGrown(alert, command.version))
      return refuse('stale-version', changedWords(alert), alert);
    if (later > 0 && command.action === 'close') return refuse('stale-version', laterWords(alert, later), alert);
    const outcome = this.carryOut(alert, command, actor, now);
    if (!outcome.ok || later === 0 || !isHiding(command.action)) return outcome;
    // What its author had not seen is shown as new.
    this.recur({ ...outcome.alert, shelf: null }, now, later);
    return { ok: true, alert: this.list.get(alert.id) ?? outcome.alert };
  }

  /** Executes an action on all alerts that match a filter, as they are now; or only counts them. */
  actOnAll(command: BulkCommand, actor: Actor, now: number): BulkResult {
    const { requestKey = null, ...each } = command;
    const done = requestKey === null || command.dryRun ? undefined : this.requests.get(requestKey);
    if (done !== undefined && 'matched' in done) return { ok: true, ...done };
    const matching = this.list.all().filter((alert) => !alert.isPast && fits(alert, command.filter));
    const isSeen = seenBy(command);
    const able = matching.filter((alert) => carryOut(alert, command, actor.name, now).ok);
    const possible = able.filter(isSeen);
    const counts = { matched: matching.length, changed: possible.length, unseen: able.length - possible.length };
    if (command.dryRun) return { ok: true, ...counts };
    const outcome = { ...counts, ids: possible.map(({ id }) => id) };
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

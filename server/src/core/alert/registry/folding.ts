import { SERVER_ACTOR } from '@tunnelwatch/shared/actor';
import { type Alert, isWaiting } from '@tunnelwatch/shared/alert';
import { isCriticalOrWorse } from '@tunnelwatch/shared/severity';
import { type AlertSubject, gatewayOf, subjectKey } from '@tunnelwatch/shared/subject';
import { type AlertList, familyOf, isMadeUpEasily, type Limited } from './alert-list.js';
import type { AlertSettings } from './alert-settings.js';
import { type DemandOf, pressed } from './priority-override.js';
import { countInto, type EpisodeEvents, openEpisode, type Opening } from './episode.js';
import type { FloodMeter } from '../health/flood.js';

/** Open alerts of one rule about Criticals of known gateways: more than these have. */
const MAX_KNOWN_CRITICALS = 10_000;
/** In a flood two are enough. */
const FOLD_FROM_IN_FLOOD = 2;
/** Maximum number of members that are distinguished; beyond it events count for the group all the same. */
const MAX_MEMBERS = 100_000;
/** Of those beyond a limit, whose names may be made up. */
const MAX_REST_MEMBERS = 10_000;

/** Whether a group has no room for further subjects: each event may be of a new one. */
export function isFullGroup({ subject, members }: Pick<Alert, 'subject' | 'members'>): boolean {
  return members >= (subject.kind === 'all' ? MAX_REST_MEMBERS : MAX_MEMBERS);
}

const ALL: AlertSubject = { kind: 'all' };

/** A subject that is grouped under an alert, and its events. Times are epoch ms. */
export interface AlertMember {
  alertId: number;
  subject: AlertSubject;
  count: number;
  firstTime: number;
  lastTime: number;
  /** When its condition ended; null while it is active, and always when only events are counted. */
  endedAt: number | null;
}

/** Groups alerts of many subjects of one gateway with the same rule: they have one cause, whatever it is. */
export class Folding {
  private readonly members = new Map<number, Map<string, AlertMember>>();
  /** Members of each alert whose condition is active. */
  private readonly active = new Map<number, number>();
  private readonly recent = new Map<string, number[]>();
  private changed = new Set<AlertMember>();

  constructor(
    private readonly alerts: AlertList,
    private readonly floods: FloodMeter,
    private readonly settings: AlertSettings & {
      demandOf: DemandOf;
      /** A new alert as it is to be stored: suppressed when a window covers it. */
      inWindow: (alert: Alert, at: number) => Alert;
    },
    stored: readonly AlertMember[],
  ) {
    for (const member of stored) {
      this.membersOf(member.alertId).set(subjectKey(member.subject), member);
      if (member.endedAt === null) this.countActive(member.alertId, 1);
    }
    for (const alert of alerts.lasting()) if (this.isFoldable(alert)) this.noteOpened(alert);
  }

  /**
   * The group for the events of a subject; undefined when it is not grouped.
   * @param family see `familyOf`; for rules about conditions it is the rule
   */
  groupOf(rule: string, subject: AlertSubject, family = rule): Alert | undefined {
    const gateway = subject.kind === 'gateway' ? null : gatewayOf(subject);
    const group = gateway === null ? undefined : this.alerts.group(rule, { kind: 'gateway', gateway });
    if (group !== undefined) return group;
    const rest = this.alerts.group(family, ALL);
    return rest !== undefined && this.members.get(rest.id)?.has(subjectKey(subject)) === true ? rest : undefined;
  }

  /** Whether the limit of open alerts of a family is reached: then `countBeyond` handles what would open another one. */
  isFull(opening: Limited): boolean {
    const { mostPerRule } = this.settings;
    const isTrusted = isCriticalOrWorse(opening.severity) && !isMadeUpEasily(opening);
    return this.alerts.openLike(opening) >= (isTrusted ? Math.max(MAX_KNOWN_CRITICALS, mostPerRule) : mostPerRule);
  }

  /** Counts what would open an alert into the one for everything beyond the limit; undefined when this opened it. */
  countBeyond(opening: Omit<Opening, 'id'>): Alert | undefined {
    const rest = this.alerts.group(familyOf(opening), ALL);
    if (rest === undefined) {
      this.openRest(opening);
      return undefined;
    }
    const counted = this.countMember(rest, opening.subject, { ...opening, arrivedAt: opening.openedAt });
    return { ...counted, isNewGateway: rest.isNewGateway && opening.isNewGateway === true };
  }

  private openRest(opening: Omit<Opening, 'id'>): void {
    const id = this.alerts.newId();
    const { subject, openedAt, message } = opening;
    const rule = familyOf(opening);
    const most = this.settings.mostPerRule.toLocaleString('en');
    const isUnknown = rule !== opening.rule;
    const rest = openEpisode({
      ...pressed(opening, this.settings.demandOf(subject)),
      id,
      rule,
      subject: ALL,
      previousId: null,
      ...(isUnknown ? { messageId: null } : {}),
      message: isUnknown
        ? `${most} alerts of unknown messages are open; further ones are counted here`
        : `${most} alerts of this rule are open; further ones are counted here: ${message}`,
    });
    this.addMember({ id, subject: ALL }, subject, opening);
    const note = { at: openedAt, actor: SERVER_ACTOR, cause: 'opened' as const };
    this.alerts.keep({ ...rest, firstOut: subject, members: 1 }, note);
  }

  /** Counts events of one subject into its group. */
  countMember(group: Alert, subject: AlertSubject, events: EpisodeEvents): Alert {
    const isNew = this.addMember(group, subject, events);
    const pressing = pressed(events, this.settings.demandOf(subject));
    return { ...countInto(group, pressing), members: group.members + (isNew ? 1 : 0) };
  }

  /** Takes a member of another group into this one; true when it is new in it. */
  take(
    group: Pick<Alert, 'id' | 'subject'>,
    subject: AlertSubject,
    sums: Omit<AlertMember, 'alertId' | 'subject'>,
  ): boolean {
    const wasActive = this.isActive(group.id, subject);
    const isNew = this.addMember(group, subject, sums);
    if (sums.endedAt !== null && !wasActive) this.endMember(group.id, subject, sums.endedAt);
    return isNew;
  }

  /** Whether the condition of a member of a group is active. */
  isActive(groupId: number, subject: AlertSubject): boolean {
    return this.members.get(groupId)?.get(subjectKey(subject))?.endedAt === null;
  }

  /** When the condition of a member ended, epoch ms; undefined for an active one, or a non-member. */
  endedAt(groupId: number, subject: AlertSubject): number | undefined {
    return this.members.get(groupId)?.get(subjectKey(subject))?.endedAt ?? undefined;
  }

  /** The condition of a member has cleared; true when it was the last one of its group. */
  endMember(groupId: number, subject: AlertSubject, at: number): boolean {
    const member = this.members.get(groupId)?.get(subjectKey(subject));
    if (member === undefined || member.endedAt !== null) return false;
    member.endedAt = at;
    this.changed.add(member);
    return this.countActive(groupId, -1) <= 0;
  }

  /** Records that an alert was opened; returns the group under which it was grouped with others, if it was. */
  opened(alert: Alert): Alert | undefined {
    if (!this.isFoldable(alert)) return undefined;
    const ids = this.noteOpened(alert);
    const from = this.floods.flood(alert.openedAt) === null ? this.settings.foldFrom : FOLD_FROM_IN_FLOOD;
    const folded = ids.flatMap((id) => {
      const each = this.alerts.get(id);
      return each !== undefined && each.state === alert.state && isWaiting(each) ? [each] : [];
    });
    if (folded.length < from) return undefined;
    this.recent.delete(keyOf(alert));
    return this.fold(folded, alert.openedAt);
  }

  membersOfAlert(id: number): AlertMember[] {
    return [...(this.members.get(id)?.values() ?? [])];
  }

  takeChanges(): AlertMember[] {
    const changed = [...this.changed].map((member) => ({ ...member }));
    this.changed = new Set();
    return changed;
  }

  private isFoldable({ isPast, subject, members, foldedInto }: Alert): boolean {
    const hasOwnGateway = subject.kind === 'tunnel' || subject.kind === 'interface';
    return !isPast && members === 0 && foldedInto === null && hasOwnGateway;
  }

  private noteOpened(alert: Alert): number[] {
    const key = keyOf(alert);
    const from = alert.openedAt - this.settings.foldWithinMs;
    const ids = (this.recent.get(key) ?? []).filter((id) => (this.alerts.get(id)?.openedAt ?? 0) > from);
    ids.push(alert.id);
    this.recent.set(key, ids);
    return ids;
  }

  private fold(alerts: readonly Alert[], at: number): Alert | undefined {
    const [first, ...others] = alerts;
    const gateway = first === undefined ? null : gatewayOf(first.subject);
    if (first === undefined || gateway === null) return undefined;
    const id = this.alerts.newId();
    const opening: Opening = { ...first, id, subject: { kind: 'gateway', gateway }, openedAt: at, previousId: null };
    const opened = this.settings.inWindow(openEpisode(opening), at);
    let group: Alert = { ...opened, firstOut: first.subject, members: alerts.length };
    group = others.reduce((sum, each) => countInto(sum, { ...each, arrivedAt: each.openedAt }), {
      ...group,
      rate: first.rate,
      peakRate: first.peakRate,
    });
    // Events of a rate were summed over minutes: the group's rate is what each had in one.
    const rate = alerts.reduce((sum, each) => sum + each.rate.count, 0);
    group = { ...group, rate: { ...group.rate, count: rate }, peakRate: Math.max(rate, first.peakRate) };
    for (const each of alerts) {
      this.addMember(group, each.subject, each);
      const folded: Alert = { ...each, state: 'normal', isActive: false, foldedInto: id, version: each.version + 1 };
      this.alerts.keep(folded, { at, actor: SERVER_ACTOR, cause: 'folded' });
    }
    this.floods.fold(
      alerts.map((each) => each.id),
      id,
    );
    return this.alerts.keep(group, { at, actor: SERVER_ACTOR, cause: 'opened' });
  }

  private addMember(
    { id: alertId, subject: of }: Pick<Alert, 'id' | 'subject'>,
    subject: AlertSubject,
    { count, firstTime, lastTime }: Pick<AlertMember, 'count' | 'firstTime' | 'lastTime'>,
  ): boolean {
    const members = this.membersOf(alertId);
    const key = subjectKey(subject);
    const known = members.get(key);
    if (known === undefined) {
      if (isFullGroup({ subject: of, members: members.size })) return false;
      const member = { alertId, subject, count, firstTime, lastTime, endedAt: null };
      members.set(key, member);
      this.changed.add(member);
      this.countActive(alertId, 1);
      return true;
    }
    if (known.endedAt !== null) this.countActive(alertId, 1);
    known.endedAt = null;
    known.count += count;
    known.firstTime = Math.min(known.firstTime, firstTime);
    known.lastTime = Math.max(known.lastTime, lastTime);
    this.changed.add(known);
    return false;
  }

  private countActive(alertId: number, change: number): number {
    const next = (this.active.get(alertId) ?? 0) + change;
    this.active.set(alertId, next);
    return next;
  }

  private membersOf(alertId: number): Map<string, AlertMember> {
    let members = this.members.get(alertId);
    if (members === undefined) {
      members = new Map();
      this.members.set(alertId, members);
    }
    return members;
  }
}

function keyOf({ rule, subject }: Alert): string {
  return `${rule}\n${gatewayOf(subject) ?? ''}`;
}

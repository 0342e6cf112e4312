import { SERVER_ACTOR } from '@tunnelwatch/shared/actor';
import { gatewayOf, subjectKey } from '@tunnelwatch/shared/subject';
import { familyOf } from './alert-list.js';
import { countInto, openEpisode } from './episode.js';
/** In a flood two are many. */
const FOLD_FROM_IN_FLOOD = 2;
/** Subjects of a group that are told apart; beyond it events count for the group all the same. */
const MOST_MEMBERS = 100_000;
const ALL = { kind: 'all' };
/** Folds alerts of many subjects of one gateway with the same rule into one: the cause is one, whatever it is. */
export class Folding {
    alerts;
    floods;
    settings;
    members = new Map();
    /** Members of each alert whose condition lasts. */
    active = new Map();
    recent = new Map();
    changed = new Set();
    constructor(alerts, floods, settings, stored) {
        this.alerts = alerts;
        this.floods = floods;
        this.settings = settings;
        for (const member of stored) {
            this.membersOf(member.alertId).set(subjectKey(member.subject), member);
            if (member.endedAt === null)
                this.countActive(member.alertId, 1);
        }
        for (const alert of alerts.lasting())
            if (this.isFoldable(alert))
                this.noteOpened(alert);
    }
    /**
     * The group that takes the events of a subject; undefined when it stands for itself.
     * @param family see `familyOf`; of rules about conditions it is the rule
     */
    groupOf(rule, subject, family = rule) {
        const gateway = subject.kind === 'gateway' ? null : gatewayOf(subject);
        const group = gateway === null ? undefined : this.alerts.group(rule, { kind: 'gateway', gateway });
        if (group !== undefined)
            return group;
        const rest = this.alerts.group(family, ALL);
        return rest !== undefined && this.members.get(rest.id)?.has(subjectKey(subject)) === true ? rest : undefined;
    }
    /** Whether as many alerts of a family are open as may be: then `countBeyond` takes what would open another one. */
    isFull(opening) {
        return this.alerts.openOf(familyOf(opening)) >= this.settings.mostPerRule;
    }
    /** Counts what would open an alert into the one for what is beyond the bound; undefined when it was opened with it. */
    countBeyond(opening) {
        const rest = this.alerts.group(familyOf(opening), ALL);
        if (rest !== undefined)
            return this.countMember(rest, opening.subject, { ...opening, arrivedAt: opening.openedAt });
        this.openRest(opening);
        return undefined;
    }
    openRest(opening) {
        const id = this.alerts.newId();
        const { subject, openedAt, message } = opening;
        const rule = familyOf(opening);
        const most = this.settings.mostPerRule.toLocaleString('en');
        const isUnknown = rule !== opening.rule;
        const rest = openEpisode({
            ...{ ...opening, id, rule, subject: ALL, previousId: null },
            ...(isUnknown ? { messageId: null } : {}),
            message: isUnknown
                ? `${most} alerts of unknown messages are open: further ones are counted here`
                : `${most} alerts of this rule are open: further ones are counted here: ${message}`,
        });
        this.addMember(id, subject, opening);
        const note = { at: openedAt, actor: SERVER_ACTOR, cause: 'opened' };
        this.alerts.keep({ ...rest, firstOut: subject, members: 1 }, note);
    }
    /** Counts events of one subject into its group. */
    countMember(group, subject, events) {
        const isNew = this.addMember(group.id, subject, events);
        return { ...countInto(group, events), members: group.members + (isNew ? 1 : 0) };
    }
    /** Whether the condition of a member of a group lasts. */
    isActive(groupId, subject) {
        return this.members.get(groupId)?.get(subjectKey(subject))?.endedAt === null;
    }
    /** When the condition of a member ended, epoch ms; undefined for one that lasts, or is no member. */
    endedAt(groupId, subject) {
        return this.members.get(groupId)?.get(subjectKey(subject))?.endedAt ?? undefined;
    }
    /** The condition of a member is gone; true when it was the last one of its group. */
    endMember(groupId, subject, at) {
        const member = this.members.get(groupId)?.get(subjectKey(subject));
        if (member === undefined || member.endedAt !== null)
            return false;
        member.endedAt = at;
        this.changed.add(member);
        return this.countActive(groupId, -1) <= 0;
    }
    /** Notes that an alert was opened; gives the group into which it was folded with others, if it was. */
    opened(alert) {
        if (!this.isFoldable(alert))
            return undefined;
        const ids = this.noteOpened(alert);
        const from = this.floods.flood(alert.openedAt) === null ? this.settings.foldFrom : FOLD_FROM_IN_FLOOD;
        const folded = ids.flatMap((id) => {
            const each = this.alerts.get(id);
            return each !== undefined && each.state === 'unacknowledged' && each.foldedInto === null ? [each] : [];
        });
        if (folded.length < from)
            return undefined;
        this.recent.delete(keyOf(alert));
        return this.fold(folded, alert.openedAt);
    }
    membersOfAlert(id) {
        return [...(this.members.get(id)?.values() ?? [])];
    }
    takeChanges() {
        const changed = [...this.changed].map((member) => ({ ...member }));
        this.changed = new Set();
        return changed;
    }
    isFoldable({ isPast, subject, members, foldedInto }) {
        const hasOwnGateway = subject.kind === 'tunnel' || subject.kind === 'interface';
        return !isPast && members === 0 && foldedInto === null && hasOwnGateway;
    }
    noteOpened(alert) {
        const key = keyOf(alert);
        const from = alert.openedAt - this.settings.foldWithinMs;
        const ids = (this.recent.get(key) ?? []).filter((id) => (this.alerts.get(id)?.openedAt ?? 0) > from);
        ids.push(alert.id);
        this.recent.set(key, ids);
        return ids;
    }
    fold(alerts, at) {
        const [first, ...others] = alerts;
        const gateway = first === undefined ? null : gatewayOf(first.subject);
        if (first === undefined || gateway === null)
            return undefined;
        const id = this.alerts.newId();
        const opening = { ...first, id, subject: { kind: 'gateway', gateway }, openedAt: at, previousId: null };
        let group = { ...openEpisode(opening), firstOut: first.subject, members: alerts.length };
        group = others.reduce((sum, each) => countInto(sum, { ...each, arrivedAt: each.openedAt }), {
            ...group,
            rate: first.rate,
            peakRate: first.peakRate,
        });
        // Events of a rate were summed over minutes: what counts as a rate of the group is what each had in one.
        const rate = alerts.reduce((sum, each) => sum + each.rate.count, 0);
        group = { ...group, rate: { ...group.rate, count: rate }, peakRate: Math.max(rate, first.peakRate) };
        for (const each of alerts) {
            this.addMember(id, each.subject, each);
            const folded = { ...each, state: 'normal', isActive: false, foldedInto: id, version: each.version + 1 };
            this.alerts.keep(folded, { at, actor: SERVER_ACTOR, cause: 'folded' });
        }
        this.floods.fold(alerts.map((each) => each.id), id);
        return this.alerts.keep(group, { at, actor: SERVER_ACTOR, cause: 'opened' });
    }
    addMember(alertId, subject, { count, firstTime, lastTime }) {
        const members = this.membersOf(alertId);
        const key = subjectKey(subject);
        const known = members.get(key);
        if (known === undefined) {
            if (members.size >= MOST_MEMBERS)
                return false;
            const member = { alertId, subject, count, firstTime, lastTime, endedAt: null };
            members.set(key, member);
            this.changed.add(member);
            this.countActive(alertId, 1);
            return true;
        }
        if (known.endedAt !== null)
            this.countActive(alertId, 1);
        known.endedAt = null;
        known.count += count;
        known.firstTime = Math.min(known.firstTime, firstTime);
        known.lastTime = Math.max(known.lastTime, lastTime);
        this.changed.add(known);
        return false;
    }
    countActive(alertId, change) {
        const next = (this.active.get(alertId) ?? 0) + change;
        this.active.set(alertId, next);
        return next;
    }
    membersOf(alertId) {
        let members = this.members.get(alertId);
        if (members === undefined) {
            members = new Map();
            this.members.set(alertId, members);
        }
        return members;
    }
}
function keyOf({ rule, subject }) {
    return `${rule}\n${gatewayOf(subject) ?? ''}`;
}
//# sourceMappingURL=folding.js.map
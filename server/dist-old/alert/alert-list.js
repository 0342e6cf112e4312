import { isOver } from '@tunnelwatch/shared/alert';
import { subjectKey } from '@tunnelwatch/shared/subject';
/** Past episodes kept at hand; an older one stays in the store, and a recurrence opens a new episode. */
const MOST_PAST = 1000;
/** The alerts at hand, by number and by rule and subject, and what changed since it was last asked. */
export class AlertList {
    byId = new Map();
    live = new Map();
    past = new Map();
    groups = new Map();
    open = new Map();
    changed = new Map();
    changes = [];
    lastId;
    constructor(stored, lastId) {
        this.lastId = lastId;
        for (const alert of [...stored].sort((a, b) => a.id - b.id))
            this.put(alert);
        this.changed.clear();
    }
    newId() {
        return ++this.lastId;
    }
    get(id) {
        return this.byId.get(id);
    }
    /** The newest episode of a rule on a subject. */
    find(rule, subject, isPast) {
        return (isPast ? this.past : this.live).get(keyOf(rule, subject));
    }
    /** The alert into which those of a rule are folded, of a gateway or of all; undefined when there is none that lasts. */
    group(rule, subject) {
        const group = this.groups.get(keyOf(rule, subject));
        return group === undefined || isOver(group) ? undefined : group;
    }
    /** Those that are not of the past, groups included. */
    *lasting() {
        yield* this.live.values();
        yield* this.groups.values();
    }
    all() {
        return [...this.byId.values()];
    }
    /** Keeps an alert as it is now; with a note the change is kept for ever. */
    keep(alert, note) {
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
    /** The alerts changed since the last call, in their present state. */
    takeChanged() {
        const changed = [...this.changed.values()];
        this.changed = new Map();
        return changed;
    }
    /** How many changes wait to be taken. */
    get changeCount() {
        return this.changes.length;
    }
    /** What is to be kept for ever since the last call, in order. */
    takeChanges() {
        const { changes } = this;
        this.changes = [];
        return changes;
    }
    /** Alerts of a family that are not over, without the one that counts those beyond the bound. */
    openOf(family) {
        return this.open.get(family) ?? 0;
    }
    countOpen(before, after) {
        const change = Number(isCounted(after)) - (before === undefined ? 0 : Number(isCounted(before)));
        if (change !== 0)
            this.open.set(familyOf(after), this.openOf(familyOf(after)) + change);
    }
    put(alert) {
        this.countOpen(this.byId.get(alert.id), alert);
        this.byId.set(alert.id, alert);
        this.changed.set(alert.id, alert);
        const [group, key] = this.placeOf(alert);
        const before = group.get(key);
        // The episode before this one is over: the store has it, and keeping all of them would grow without end.
        if (group !== this.past && before !== undefined && before.id !== alert.id)
            this.byId.delete(before.id);
        group.set(key, alert);
        if (group === this.past && group.size > MOST_PAST)
            this.forgetOldestPast();
    }
    placeOf(alert) {
        const { rule, subject } = alert;
        if (alert.members > 0)
            return [this.groups, keyOf(rule, subject)];
        return [alert.isPast ? this.past : this.live, keyOf(rule, subject)];
    }
    forgetOldestPast() {
        for (const [key, alert] of this.past) {
            this.past.delete(key);
            this.byId.delete(alert.id);
            return;
        }
    }
}
function keyOf(rule, subject) {
    return `${rule}\n${subjectKey(subject)}`;
}
/** All messages that the catalogue does not have: whoever forges lines can make up as many of them as they like. */
const UNKNOWN_FAMILY = 'message-unknown';
/** Rules whose alerts are bounded together: each for itself, but all messages that nobody knows. */
export function familyOf({ rule, class: ofClass }) {
    return ofClass === 'unknown' ? UNKNOWN_FAMILY : rule;
}
function isCounted(alert) {
    return !alert.isPast && !isOver(alert) && alert.subject.kind !== 'all';
}
//# sourceMappingURL=alert-list.js.map
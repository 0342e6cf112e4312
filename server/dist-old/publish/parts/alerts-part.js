import { compareAlerts, firstOutOnTop } from '@tunnelwatch/shared/alert';
import { ROOM_LIMITS } from '@tunnelwatch/shared/protocol';
/**
 * The alerts at hand, bounded to those that come first in the order of the list. What is new, or has come into another
 * state, is told at once. A count that grows is a counter, and waits for the tick: an alert that is fed by a stream of
 * events would else be sent to everybody ten times a second.
 */
export class AlertsPart {
    all;
    firstOut;
    changed = new Set();
    shown = new Set();
    /** All alerts as of what was told last, by number. */
    before = new Map();
    isUrgent = false;
    /** The alert that a flood began with as of what was told last. */
    toldFirst = null;
    /**
     * @param all the alerts at hand, which somebody else keeps up to date before steps reach this part
     * @param firstOut the alert that a flood began with, which is always among them
     */
    constructor(all, firstOut) {
        this.all = all;
        this.firstOut = firstOut;
    }
    start() {
        this.shown = new Set(this.list().alerts.map((alert) => alert.id));
        this.remember();
        return Promise.resolve();
    }
    snapshot() {
        return [{ kind: 'alerts', ...this.list(), removed: [] }];
    }
    onStep({ step }) {
        for (const alert of step.alerts) {
            this.changed.add(alert.id);
            this.isUrgent ||= isNews(alert, this.before.get(alert.id));
        }
    }
    take(_now, isTick) {
        const isDue = this.changed.size > 0 && (isTick || this.isUrgent);
        // It enters a list that has no room for it, and leaves it with the flood: its place is another's then.
        const isFirstOther = this.firstOut() !== this.toldFirst;
        if (!isDue && !isFirstOther)
            return [];
        const { alerts, notShown } = this.list();
        const shown = new Set(alerts.map((alert) => alert.id));
        const news = alerts.filter((alert) => this.changed.has(alert.id) || !this.shown.has(alert.id));
        const removed = [...this.shown].filter((id) => !shown.has(id));
        if (this.changed.size === 0 && news.length === 0 && removed.length === 0) {
            this.toldFirst = this.firstOut();
            return [];
        }
        this.shown = shown;
        this.changed.clear();
        this.isUrgent = false;
        this.remember();
        return [{ kind: 'alerts', alerts: news, removed, notShown }];
    }
    remember() {
        this.toldFirst = this.firstOut();
        this.before = new Map(this.all().map((alert) => [alert.id, alert]));
    }
    list() {
        const sorted = firstOutOnTop(this.all()
            .filter(({ foldedInto }) => foldedInto === null)
            .sort(compareAlerts), this.firstOut());
        return {
            alerts: sorted.slice(0, ROOM_LIMITS.alerts),
            notShown: Math.max(0, sorted.length - ROOM_LIMITS.alerts),
        };
    }
}
/** Whether somebody would want to know at once: anything but a count that has grown. */
function isNews(alert, before) {
    return alert.version !== before?.version || alert.state !== before.state || alert.priority !== before.priority;
}
//# sourceMappingURL=alerts-part.js.map
import { windowOf } from './maintenance-window.js';
/**
 * Tells a flood of alerts (EEMUA 191: ten or more new ones in ten minutes, until they are fewer than five). It knows
 * nothing but which alerts were opened when, so it is the same after a restart.
 */
export class FloodMeter {
    settings;
    /** The alerts that were opened, oldest first; what is older than the span is let go. */
    opened = [];
    began = null;
    /** @param opened the alerts at hand */
    constructor(opened, settings) {
        this.settings = settings;
        for (const each of [...opened].sort((a, b) => a.at - b.at || a.id - b.id))
            this.note(each);
    }
    /** An alert was opened. */
    note(opened) {
        this.look(opened.at);
        this.opened.push({ ...opened });
        const [first] = this.opened;
        if (this.began !== null || first === undefined || this.opened.length < this.settings.floodFrom)
            return;
        this.began = { since: opened.at, firstOut: first.id };
    }
    /** Alerts were folded into another one, which stands for them from now on. They count all the same. */
    fold(ids, into) {
        for (const each of this.opened)
            if (ids.includes(each.id))
                each.id = into;
        if (this.began !== null && ids.includes(this.began.firstOut))
            this.began = { ...this.began, firstOut: into };
    }
    /** The flood that lasts; null while there is none. @param now epoch ms */
    flood(now) {
        this.look(now);
        return this.began;
    }
    /** Lets go of what is older than the span, in order: a flood that was over in between is not the one that follows. */
    look(now) {
        const from = now - this.settings.floodWithinMs;
        let old = 0;
        while (old < this.opened.length && (this.opened[old]?.at ?? 0) <= from)
            old++;
        if (old > 0)
            this.opened.splice(0, old);
        if (this.opened.length < this.settings.floodEndsBelow)
            this.began = null;
    }
}
/** When each alert was opened that somebody was to see then: those of a group, not the group; not what was suppressed. */
export function openedOf(alerts, windows) {
    return alerts
        .filter((alert) => !alert.isPast && alert.members === 0 && windowOf(windows, alert, alert.openedAt) === undefined)
        .map(({ id, openedAt, foldedInto }) => ({ at: openedAt, id: foldedInto ?? id }));
}
//# sourceMappingURL=flood.js.map
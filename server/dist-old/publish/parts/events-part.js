import { ROOM_LIMITS } from '@tunnelwatch/shared/protocol';
/** The tail of the events in the order of storing, bounded; what a burst leaves out is counted and said. */
export class EventsPart {
    options;
    events = [];
    fresh = [];
    skipped = 0;
    /** The highest number in the store's answer: a step that begins at or below it is in the answer already. */
    lastSeq = 0;
    toldTotal = 0;
    early = [];
    constructor(options) {
        this.options = options;
    }
    async start() {
        this.events = await this.options.readNewest(this.options.filter, ROOM_LIMITS.events);
        this.lastSeq = this.events.reduce((most, event) => Math.max(most, event.seq), 0);
        this.toldTotal = this.options.countAll();
        const early = this.early ?? [];
        this.early = undefined;
        for (const step of early)
            this.onStep(step);
    }
    snapshot() {
        const events = [...this.fresh, ...this.events].slice(0, ROOM_LIMITS.events);
        return [{ kind: 'events', events, skipped: 0, total: this.options.countAll() }];
    }
    onStep(published) {
        if (this.early !== undefined) {
            this.early.push(published);
            return;
        }
        if (isWithin(published, this.lastSeq))
            return;
        const matching = published.events.filter((event) => this.fits(event));
        this.skipped += Math.max(0, this.options.countIn(published) - matching.length);
        for (const event of matching)
            this.fresh.unshift(event);
        if (this.fresh.length > ROOM_LIMITS.events) {
            this.skipped += this.fresh.length - ROOM_LIMITS.events;
            this.fresh.length = ROOM_LIMITS.events;
        }
    }
    take() {
        const total = this.options.countAll();
        if (this.fresh.length === 0 && this.skipped === 0 && total === this.toldTotal)
            return [];
        const change = { kind: 'events', events: this.fresh, skipped: this.skipped, total };
        this.toldTotal = total;
        this.events = [...this.fresh, ...this.events].slice(0, ROOM_LIMITS.events);
        this.fresh = [];
        this.skipped = 0;
        return [change];
    }
    fits(event) {
        const { gateway, class: failureClass, messageId } = this.options.filter;
        return ((gateway === undefined || event.gateway === gateway) &&
            (failureClass === undefined || event.class === failureClass) &&
            (messageId === undefined || event.messageId === messageId));
    }
}
/** True when events up to `seq` include those of the step: a commit is in an answer as a whole or not at all. */
function isWithin({ step }, seq) {
    const last = step.newest.at(-1)?.seq ?? 0;
    return last - step.events + 1 <= seq;
}
//# sourceMappingURL=events-part.js.map
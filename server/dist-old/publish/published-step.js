import { describeEvent } from '../classify/describe-event.js';
/** A step on its way to the rooms: its events are decoded for people only when a room wants them, and then once. */
export class PublishedStep {
    step;
    catalogue;
    described;
    constructor(step, catalogue) {
        this.step = step;
        this.catalogue = catalogue;
    }
    /** The newest events of the commit, oldest first. */
    get events() {
        this.described ??= this.step.newest.map((stored) => describeEvent(stored, this.catalogue));
        return this.described;
    }
}
//# sourceMappingURL=published-step.js.map
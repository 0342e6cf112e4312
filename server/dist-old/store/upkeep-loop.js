/** Between two steps, so that what comes in has its turn. */
const PAUSE_MS = 10;
/** A step is followed by a pause that is longer by this, so that events of a calm stream hardly ever meet one. */
const PAUSES_A_STEP = 4;
/** Between two looks whether there is anything to do. */
const LOOK_EVERY_MS = 1000;
/** After a failure, a full disk for one. */
const RETRY_MS = 60_000;
/** Has the upkeep do its small steps between everything else that a thread does. */
export class UpkeepLoop {
    options;
    timer;
    constructor(options) {
        this.options = options;
        this.timer = this.schedule(LOOK_EVERY_MS);
    }
    stop() {
        clearTimeout(this.timer);
    }
    schedule(waitMs) {
        return setTimeout(() => {
            this.timer = this.schedule(this.tick());
        }, waitMs);
    }
    tick() {
        const { upkeep, isFree, clock, onFailure } = this.options;
        try {
            if (!isFree())
                return upkeep.relieve(clock()) ? PAUSE_MS : LOOK_EVERY_MS;
            const began = performance.now();
            const hasMore = upkeep.step(clock());
            return hasMore ? Math.max(PAUSE_MS, PAUSES_A_STEP * (performance.now() - began)) : LOOK_EVERY_MS;
        }
        catch (error) {
            onFailure(error instanceof Error ? error.message : String(error));
            return RETRY_MS;
        }
    }
}
//# sourceMappingURL=upkeep-loop.js.map
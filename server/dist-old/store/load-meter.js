const SECOND_MS = 1000;
/** How many events were stored of late. */
export class LoadMeter {
    elapsed;
    began;
    current = 0;
    before = 0;
    /** @param elapsed a clock that is never set, ms */
    constructor(elapsed) {
        this.elapsed = elapsed;
        this.began = elapsed();
    }
    add(events) {
        this.turn();
        this.current += events;
    }
    /** Events of the last whole second, or of the present one where they are more already. */
    get lastSecond() {
        this.turn();
        return Math.max(this.before, this.current);
    }
    turn() {
        const passed = this.elapsed() - this.began;
        if (passed < SECOND_MS)
            return;
        this.before = passed < 2 * SECOND_MS ? this.current : 0;
        this.current = 0;
        this.began += passed;
    }
}
//# sourceMappingURL=load-meter.js.map
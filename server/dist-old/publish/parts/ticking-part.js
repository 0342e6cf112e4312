/** Content that is worked out anew once a second and told when it differs from what was told last. */
export class TickingPart {
    make;
    told = '';
    constructor(make) {
        this.make = make;
    }
    start() {
        return Promise.resolve();
    }
    snapshot(now) {
        return [this.make(now)];
    }
    onStep() {
        // The next tick sees what the step changed.
    }
    take(now, isTick) {
        if (!isTick)
            return [];
        const change = this.make(now);
        const text = JSON.stringify(change);
        if (text === this.told)
            return [];
        this.told = text;
        return [change];
    }
}
//# sourceMappingURL=ticking-part.js.map
/** Content that does not depend on the time: told once a second, when it differs from what was told last. */
export class SteadyPart {
    make;
    told = '';
    constructor(make) {
        this.make = make;
    }
    start() {
        this.told = JSON.stringify(this.make());
        return Promise.resolve();
    }
    snapshot() {
        return [this.make()];
    }
    onStep() {
        // The next tick sees what the step changed.
    }
    take(_now, isTick) {
        if (!isTick)
            return [];
        const change = this.make();
        const text = JSON.stringify(change);
        if (text === this.told)
            return [];
        this.told = text;
        return [change];
    }
}
//# sourceMappingURL=steady-part.js.map
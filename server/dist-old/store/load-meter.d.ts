/** How many events were stored of late. */
export declare class LoadMeter {
    private readonly elapsed;
    private began;
    private current;
    private before;
    /** @param elapsed a clock that is never set, ms */
    constructor(elapsed: () => number);
    add(events: number): void;
    /** Events of the last whole second, or of the present one where they are more already. */
    get lastSecond(): number;
    private turn;
}

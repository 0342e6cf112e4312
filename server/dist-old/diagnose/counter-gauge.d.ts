/** A rate of packets, and how far the rates of parts of its time lie apart. Times are epoch ms. */
export interface GaugedRate {
    packetsPerSecond: number;
    slowest: number;
    fastest: number;
    from: number;
    to: number;
}
/** How fast a counter of packets rises, from what it stood at now and then. It must rise: begin anew where it fell. */
export declare class CounterGauge {
    /** Time and value of each point in turn: two arrays that are pushed into would take twice as much. */
    private readonly points;
    private isFine;
    private lastTime;
    private lastValue;
    private known;
    /** Packets a second by the newest points; NaN until two lie far enough apart. Standing still does not change it. */
    get rate(): number;
    note(time: number, value: number): void;
    /** The rate over all points; undefined until there is one. */
    overall(): GaugedRate | undefined;
    /** Begins anew, as with a new SA. The rate stays known: traffic does not change with its numbers. */
    restart(): void;
    private rateSince;
}

/** Events whose own time is further off than this are not counted, minutes. */
export declare const MOST_OFF_MINUTES = 15;
/** Counts of one (subject, measure) by minute of its events' own time. */
export interface RateSeries {
    /** The newest minute with an event, since the epoch. */
    readonly newest: number;
    /** Events in the minutes from `from` to `to`, both included. */
    sum: (from: number, to: number) => number;
    /** Most events in one of these minutes. */
    peak: (from: number, to: number) => number;
    /** Seconds (since the epoch) of the first and the last event in these minutes; undefined when there is none. */
    span: (from: number, to: number) => {
        first: number;
        last: number;
    } | undefined;
}
/** A pair that has got events since it was last asked, and the minutes that they fell into. */
export interface FreshPair {
    place: number;
    count: number;
    from: number;
    to: number;
}
/**
 * For each (subject, measure) a ring of minutes by the events' own time. Bounded; one event costs a few reads and writes
 * of typed arrays and no object. A ring whose newest minute is n holds n − 31 to n, and n is at most 15 minutes ahead of
 * the clock, so the last quarter of an hour is always there.
 */
export declare class RateWindows {
    private readonly mostPairs;
    private places;
    private readonly slabs;
    private readonly keys;
    private readonly newest;
    private readonly freshCounts;
    private readonly freshFrom;
    private readonly freshTo;
    private fresh;
    private free;
    constructor(mostPairs?: number);
    /** Pairs at hand. */
    get size(): number;
    /**
     * Counts events of one second, which may come in any order. Gives the pair's place; −1 where they are not counted: too
     * far from the present minute, or there is no room.
     * @param second since the epoch
     * @param now the present minute since the epoch
     */
    add(subjectId: number, measure: number, second: number, count: number, now: number): number;
    /** The place of a pair; −1 when it has none. */
    find(subjectId: number, measure: number): number;
    /** The places of all pairs. */
    all(): number[];
    /** The place of a pair, made where it has none; −1 where there is no room. @param now the present minute */
    hold(subjectId: number, measure: number, now: number): number;
    subjectId(place: number): number;
    measure(place: number): number;
    /** The counts of a pair, as they are while nothing is added. */
    series(place: number): RateSeries;
    /** The pairs with events since the last call, each once. */
    takeFresh(): FreshPair[];
    /** Lets go of pairs that have been quiet for twenty minutes, unless something still depends on them. */
    sweep(now: number, isHeld: (place: number) => boolean): void;
    private noteFresh;
    private make;
    /** Makes room for a newer minute; what was in the way is more than half an hour older. */
    private advance;
}

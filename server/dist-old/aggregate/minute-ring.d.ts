/** Minutes that a window of activity spans. */
export declare const ACTIVITY_MINUTES = 60;
/**
 * How far a gateway's clock may run ahead with its events still counted by minute: they wait until the window reaches
 * them. Minutes of skew are usual.
 */
export declare const AHEAD_MINUTES = 15;
/**
 * Counts of the newest 75 minutes, one slot a minute; minutes are numbered since the epoch. A window of 60 minutes is
 * whole as long as the newest minute lies at the most 15 ahead of its end.
 */
export declare class MinuteRing {
    private readonly slots;
    private newest;
    /** The newest minute that was counted. */
    get newestMinute(): number;
    /** Adds to a minute; one that has already left the ring is passed over. */
    add(minute: number, count: number): void;
    /** Takes out of a minute; one that is not in the ring is passed over. */
    remove(minute: number, count: number): void;
    /** The count of one minute; 0 outside of the ring. */
    at(minute: number): number;
    /** The sum over the `minutes` minutes that end with minute `last`, inclusive. */
    sum(last: number, minutes: number): number;
    private advance;
}

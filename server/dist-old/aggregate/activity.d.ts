import { type ClassCounts } from '@tunnelwatch/shared/failure-class';
/** What is known of one subject: all its events by class, and those of the last hour by minute. */
export declare class Activity {
    readonly totals: Map<number, number>;
    /** By class index; made only for classes that occur, so that 100,000 quiet tunnels cost little. */
    private readonly rings;
    firstTime: number;
    lastTime: number;
    total: number;
    /** Adds stored events that need no minute: those from before the activity window. */
    addTotal(classIndex: number, count: number, firstTime: number, lastTime: number): void;
    /**
     * Takes out events that are not stored any more.
     * @param oldest time of the oldest event that is still stored, epoch ms
     */
    removeTotal(classIndex: number, count: number, oldest: number | null): void;
    removeMinute(classIndex: number, minute: number, count: number): void;
    addMinute(classIndex: number, minute: number, count: number): void;
    /** Events of one class over the `minutes` minutes that end with `last`. */
    classSum(classIndex: number, last: number, minutes: number): number;
    /** One point a minute, oldest first. */
    spark(classIndex: number, last: number, minutes: number): number[];
    /** Failures over the `minutes` minutes that end with `last`: unknown messages are none. */
    failures(last: number, minutes: number): number;
    /** Counts of the minutes that end with `last`; classes that were seen before but not then are zeros. */
    recent(last: number, minutes: number): ClassCounts;
    counts(): ClassCounts;
    /** Frees the minutes of classes that have been quiet for the whole window; true when nothing is left. */
    prune(last: number, minutes: number): boolean;
}

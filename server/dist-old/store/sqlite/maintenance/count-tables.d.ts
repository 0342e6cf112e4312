import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { Tally } from './tally.js';
export declare const HOUR_MS = 3600000;
export declare const MINUTE_MS = 60000;
/** Events of some kind at some time, as they are taken out of the counts. */
export interface CountedEvents {
    /** Epoch ms. */
    time: number;
    subjectId: number;
    kindId: number;
}
/** What is taken out of the counts: sums by hour and subject, by minute and gateway, and in total by subject. */
export declare class CountSums {
    private readonly gatewayOf;
    /** By second and subject, for those who show counts. */
    readonly seconds: Tally;
    readonly hours: Tally;
    readonly minutes: Tally;
    /** In total; the stretch of time is always 0. */
    readonly totals: Tally;
    constructor(gatewayOf: (subjectId: number) => number);
    add({ time, subjectId, kindId }: CountedEvents): void;
}
/** Takes counts out of the three tables of counts; rows that come to nothing go. Call it within a transaction. */
export declare class CountTables {
    private readonly database;
    private readonly hour;
    private readonly minute;
    private readonly total;
    private readonly raiseFirst;
    constructor(database: DatabaseSyncInstance);
    /**
     * @param oldest time of the oldest event that stays, epoch ms; null when none does. No first time lies before it:
     * that is exact for whoever has events soon after, and the latest that is certain for the others.
     */
    subtract({ hours, minutes, totals }: CountSums, oldest: number | null): void;
    /** The counts by hour that stand for hours `from` to `to`, both inclusive. */
    hours(from: number, to: number): Tally;
    /** The counts by minute that stand for minutes `from` to `to`, both inclusive. */
    minutes(from: number, to: number): Tally;
    private read;
}

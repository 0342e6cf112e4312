import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { CountedEvents } from '../count-tables.js';
import type { Findings } from './finding.js';
/** Checks the kept counts against the events, which come segment by segment in the order of their first times. */
export declare class CountCheck {
    private readonly database;
    private readonly gatewayOf;
    private readonly findings;
    private readonly hours;
    private readonly minutes;
    private readonly totals;
    /** Times in which not all events could be read: nothing can be said of their counts. */
    private readonly dark;
    constructor(database: DatabaseSyncInstance, gatewayOf: (subjectId: number) => number, findings: Findings);
    add({ time, subjectId, kindId }: CountedEvents): void;
    /** Events between these times (epoch ms, inclusive) cannot be read. */
    darken(from: number, to: number): void;
    /** No further event will have a time before this one, epoch ms. */
    completeBefore(time: number): void;
    finish(): void;
    private totalIsOff;
}

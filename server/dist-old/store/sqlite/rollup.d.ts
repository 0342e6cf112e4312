import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { PendingCounts } from './pending-counts.js';
/** Adds counts to the kept ones: a table is touched once per key and commit, not once per event. */
export declare class RollupWriter {
    private readonly hour;
    private readonly minute;
    private readonly total;
    constructor(database: DatabaseSyncInstance);
    write({ hours, minutes }: PendingCounts): void;
}

import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { DueEntries, OutboxEntry, OutboxResult, OutboxSummary } from '../outbox.js';
/** Writes the outbox, in the transaction of its batch. */
export declare class OutboxTable {
    private readonly insert;
    private readonly update;
    private readonly prune;
    private lastPrune;
    constructor(database: DatabaseSyncInstance);
    save(entries: readonly OutboxEntry[], results: readonly OutboxResult[]): void;
    private saveResult;
}
/** What is due over a channel by `now`, the oldest first: of each alert the first that waits. */
export declare function dueEntries(database: DatabaseSyncInstance, channel: string, now: number, limit: number): DueEntries;
/** How each channel stands that has anything in the outbox. */
export declare function summarizeOutbox(database: DatabaseSyncInstance): OutboxSummary[];

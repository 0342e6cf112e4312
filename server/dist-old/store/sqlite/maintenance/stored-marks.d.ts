import type { DatabaseSyncInstance } from '@photostructure/sqlite';
/** Remembers when events were stored, by their numbers: what stands at or below a mark's number was there at its time. */
export declare class StoredMarks {
    private readonly database;
    private last;
    constructor(database: DatabaseSyncInstance);
    /** Sets a mark when events were added and the last mark is an hour old. */
    note(now: number): void;
    /** The highest number of which it is certain that it was stored before `time` (epoch ms); older marks are forgotten. */
    seqBefore(time: number): number;
    private read;
    private newestSeq;
}

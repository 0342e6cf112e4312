import type { DatabaseSyncInstance } from '@photostructure/sqlite';
/** Numbers of events that retention removed, first and last inclusive. */
export interface SeqRange {
    first: number;
    last: number;
}
/** All ranges of removed numbers, ascending; neighbours are always one. */
export declare function removedRanges(database: DatabaseSyncInstance): SeqRange[];
/** Keeps the ranges of removed numbers; usually it is one, which grows. Call it within a transaction. */
export declare class RemovedRanges {
    private readonly touching;
    private readonly remove;
    private readonly insert;
    constructor(database: DatabaseSyncInstance);
    add({ first, last }: SeqRange): void;
}

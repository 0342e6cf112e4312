import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { TailBlock } from '../../source/syslog/line-tail.js';
/** The tails of senders in the database; a block of a tail is a row. */
export declare class TailTable {
    private readonly database;
    private readonly upsert;
    private readonly remove;
    constructor(database: DatabaseSyncInstance);
    load(): TailBlock[];
    /** Writes the blocks in their order; one without hashes is removed. Part of the transaction of its caller. */
    save(blocks: readonly TailBlock[]): void;
}

import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type AuditedRequest, type AuditEntry, type AuditNote } from '@tunnelwatch/shared/audit';
import type { AuditQuery } from '../queries.js';
/** Writes the audit trail: append only, each entry chained to the one before by its hash. */
export declare class AuditTable {
    private readonly database;
    private readonly insert;
    private readonly last;
    private readonly known;
    constructor(database: DatabaseSyncInstance);
    /** Appends entries within the transaction of their batch. */
    append(notes: readonly AuditNote[]): void;
    /** Requests about alerts that were carried out of late, by their keys, the oldest first. */
    requests(): Map<string, AuditedRequest>;
}
/** Entries of the trail, the newest first. */
export declare function listAudit(database: DatabaseSyncInstance, query: AuditQuery): AuditEntry[];
/** The first entry whose hash does not follow from its content and the entry before; undefined when all do. */
export declare function findBrokenEntry(database: DatabaseSyncInstance): number | undefined;

import type { Batch, Committed, EventPart, StoreState } from '../store.js';
import { Maintenance, type MaintenanceParts } from './maintenance/maintenance.js';
/** When events become segments. */
export interface SealingLimits {
    /** A part of at least this many events becomes a segment at once: a smaller one would cost more than rows. */
    leastEvents: number;
    /** As many rows are sealed. */
    mostRows: number;
}
/**
 * The one writer of a SQLite store. One commit is one transaction and one step. What was handed over is kept until it is
 * durable: after a commit that failed, `retry` commits the very same.
 */
export declare class SqliteWriter {
    private readonly dataDirectory;
    private readonly limits;
    private readonly database;
    private readonly rollup;
    private readonly statements;
    private readonly gatewayIds;
    /** By number of the subject: numbers rise from 1 without gaps. */
    private readonly gatewayOfSubject;
    private readonly tunnelNames;
    private readonly nameOf;
    private readonly sealer;
    private readonly gatewayOf;
    private pending;
    private newGateways;
    private readonly segments;
    private readonly tails;
    private readonly alertTables;
    private readonly outbox;
    /** Events that are rows; they are the newest ones, and their numbers follow each other. */
    private rowCount;
    private step;
    private lastSeq;
    constructor(dataDirectory: string, limits?: SealingLimits);
    /** Everything that the pipeline starts from. @param now epoch ms: recent counts are those around it */
    load(now?: number): StoreState;
    /** A damaged segment is left out here: whoever reads the store is told of it. */
    private recent;
    /** Takes a part of the next batch: counts it, and encodes it when it is large. The columns are free again afterwards. */
    add(part: EventPart): void;
    /**
     * Stores a batch with all parts handed over before it.
     * @throws StoreError when nothing of it was stored; `retry` tries it again
     */
    commit({ parts, ...rest }: Batch): Committed;
    /** Commits what the last commit could not. @throws StoreError when it cannot be stored now either */
    retry(): Committed;
    /** Upkeep of the store on this very connection: call its steps between commits. */
    maintenance(parts: Omit<MaintenanceParts, 'database' | 'dataDirectory' | 'asStep'>): Maintenance;
    close(): void;
    /** Writes a batch within a transaction; gives the rows that there are then. */
    private write;
    /** Writes what a batch has beside events. */
    private writeStates;
    /** Runs work of the upkeep as a step of its own; it tells how many rows of new events it removed. */
    private asStep;
    /** Segments first, with the rows before them in one of their own; then rows, which become a segment when they are many. */
    private insertEvents;
    private sealRows;
    private insertRows;
    private noteSubject;
    private nameSubject;
    private upsertSource;
    private upsertFile;
}

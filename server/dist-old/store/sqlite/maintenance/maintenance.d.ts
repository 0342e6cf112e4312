import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type Storage } from '@tunnelwatch/shared/storage';
import type { RetentionSettings } from '../../retention-settings.js';
import type { MergeLimits } from './merge-plan.js';
import type { Removal } from './removal.js';
export interface MaintenanceParts {
    /** The writer's connection. */
    database: DatabaseSyncInstance;
    dataDirectory: string;
    /** Runs work as one transaction and one step; the work tells how many rows of new events it removed. */
    asStep: (work: () => number) => number;
    retention: RetentionSettings;
    /** Told after it is durable. */
    onRemoved: (removal: Removal) => void;
    onStorage: (storage: Storage) => void;
    mergeLimits?: MergeLimits;
}
/**
 * Keeps a store healthy beside its writer, on the same connection and in the same thread: lets the oldest events go,
 * merges small segments, gives room back to the disk, and reports the room. Every call does one small thing, so that
 * what comes in never waits for long. Errors of the engine are thrown as they are; nothing was changed then.
 */
export declare class Maintenance {
    private readonly parts;
    private readonly compactor;
    private readonly retention;
    private readonly room;
    private readonly maxBytes;
    private readonly damaged;
    private nextLook;
    private nextBusyLook;
    private nextReport;
    constructor(parts: MaintenanceParts);
    /**
     * One small step, to be called when there is nothing else to do; true when there is more to do at once.
     * @param now epoch ms
     */
    step(now: number): boolean;
    /**
     * To be called now and then while events come without a pause: removes one segment when the store is larger than it
     * may be, so that the disk does not fill up meanwhile. True when there is more to remove.
     */
    relieve(now: number): boolean;
    private work;
    private trim;
    private report;
}

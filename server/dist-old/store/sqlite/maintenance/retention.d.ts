import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SegmentDamage } from '@tunnelwatch/shared/storage';
import type { NameCache } from '../name-cache.js';
import { type Removal } from './removal.js';
/** What the store may keep. */
export interface RetentionLimits {
    /** Events older than this go, milliseconds; null keeps all. */
    maxAgeMs: number | null;
    /** Beyond this many bytes the oldest events go; null without a limit. */
    maxBytes: number | null;
}
export interface RetentionParts {
    /** The writer's connection; no transaction is open when a method is called. */
    database: DatabaseSyncInstance;
    names: NameCache;
    limits: RetentionLimits;
    /**
     * Runs work as one transaction and one step of the store, and gives the step's number. The work tells how many rows
     * of new events it removed.
     */
    asStep: (work: () => number) => number;
    onDamage: (damage: SegmentDamage) => void;
}
/**
 * Lets the oldest events go: whole segments, and rows of new events where the oldest numbers have all expired. Their
 * counts go in the same transaction, so that no two answers disagree. Alerts, subjects and sources stay.
 *
 * Age is measured from now, or from the newest event where that is older: a store that gets nothing any more, or whose
 * clock has jumped ahead, keeps what it has. An event goes when both its time and its storing lie that far back.
 */
export declare class Retention {
    private readonly parts;
    private readonly counts;
    private readonly ranges;
    private readonly marks;
    private readonly note;
    constructor(parts: RetentionParts);
    /** Notes up to which event all is stored now, so that later on their age is known. */
    mark(now: number): void;
    /** True when the events take more room than they may. */
    isTooLarge(): boolean;
    /** Removes one segment, or some rows, that lie beyond a limit; undefined when nothing does. */
    trim(now: number): Removal | undefined;
    private expired;
    /** The segment whose newest event is the oldest; the newest of all stays, whatever the limit. */
    private oldest;
    private segment;
    /** Rows from the oldest number on, as far as all of them have expired: the numbers of those that stay have no gap. */
    private expiredRows;
    private remove;
    private removedBefore;
    private newSums;
    private time;
    private usedBytes;
}

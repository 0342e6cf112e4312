import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SegmentDamage } from '@tunnelwatch/shared/storage';
import type { EventRecord } from '../../event-record.js';
import type { OpenSegment } from '../open-segment.js';
import { type MergeLimits } from './merge-plan.js';
export interface CompactorParts {
    /** The writer's connection; no transaction is open when `step` is called. */
    database: DatabaseSyncInstance;
    /** The name of a tunnel's subject, undefined for other subjects. */
    tunnelName: (subjectId: number) => string | undefined;
    onDamage: (damage: SegmentDamage) => void;
    limits?: MergeLimits;
}
/**
 * Merges small neighbouring segments, which bursts leave behind, into large ones: a question then opens fewer, and they
 * take less room. Every event keeps its number and its bytes, so no answer changes. A step decodes for a few milliseconds,
 * or stores the merged segment in one transaction; what was begun and not stored is lost without harm.
 */
export declare class Compactor {
    private readonly parts;
    private readonly limits;
    private readonly writer;
    /** Damaged segments: what can still be read of them is read where they are. */
    private readonly leaveAlone;
    private settledBefore;
    private merge;
    constructor(parts: CompactorParts);
    /** Forgets what was begun: segments have been removed. */
    abandon(): void;
    /** One small step; true when there is more to do at once. */
    step(): boolean;
    private look;
    private decode;
    private store;
}
/** The events of a segment in their order. */
export declare function eventsOf(segment: OpenSegment): Generator<EventRecord>;

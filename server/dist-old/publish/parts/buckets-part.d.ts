import type { EventFilter } from '@tunnelwatch/shared/api';
import type { Change } from '@tunnelwatch/shared/protocol';
import { type ChartWindow } from '@tunnelwatch/shared/series';
import type { Subject } from '@tunnelwatch/shared/subject';
import type { ReadableStore } from '../../store/queries.js';
import type { Part } from '../part.js';
import type { PublishedStep } from '../published-step.js';
export interface BucketsOptions {
    reader: Pick<ReadableStore, 'classBuckets'>;
    window: ChartWindow;
    filter: EventFilter;
    /** True for subjects whose events are counted. */
    includes: (subject: Subject) => boolean;
    subjectOf: (id: number) => Subject | undefined;
    classIndexOf: (kindId: number) => number;
    referenceTime: () => number;
    onError: (error: unknown) => void;
}
/**
 * Counts by class over a sliding window. The store answers once, as of some step; later steps are added, earlier ones
 * are in the answer already, so nothing is counted twice or missed. Values told are absolute: a client replaces buckets.
 * The store is asked anew when the window goes back (from now to the time of an old file) or beyond what was kept.
 */
export declare class BucketsPart implements Part {
    private readonly options;
    private buckets;
    private readonly changed;
    private early;
    private isReading;
    private from;
    private toldFrom;
    /** End of what is kept, exclusive; what lies beyond is in the store. */
    private keptTo;
    /** The step that the store's answer was as of. */
    private asOf;
    constructor(options: BucketsOptions);
    start(): Promise<void>;
    snapshot(): Change[];
    onStep(published: PublishedStep): void;
    take(_now: number, isTick: boolean): Change[];
    /** The buckets of the window that changed since they were last told; those beyond it wait until it reaches them. */
    private tell;
    private read;
    private addCounts;
    private addAll;
    private add;
    /** Moves the window on, never back. */
    private slide;
    /** The window as it should be: its end lies close behind the reference time. */
    private range;
    private change;
    private get to();
}

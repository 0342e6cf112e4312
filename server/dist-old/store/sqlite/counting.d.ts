import type { EventFilter } from '@tunnelwatch/shared/api';
import type { CountRequest } from './count-request.js';
import type { CountRow } from './count-sums.js';
import { type Where } from './event-where.js';
import type { NameCache } from './name-cache.js';
import type { ReadContext } from './read-context.js';
import { type ScanFilter } from './segment-scan.js';
/**
 * Counts events by bucket, key and kind, exactly. Where the buckets are made of whole hours (or minutes, when no single
 * subject is asked for) the kept counts answer; the fringes of the range, and finer buckets, come from the events.
 */
export declare function countBuckets(context: ReadContext, request: CountRequest): CountRow[];
/** The filter as a scan of segments wants it. */
export declare function scanFilter(names: NameCache, { filter, subjects }: Pick<CountRequest, 'filter' | 'subjects'>, from: number, to: number): ScanFilter;
/** The condition of a filter on rows of `event`. */
export declare function eventWhere(names: NameCache, request: Pick<CountRequest, 'filter' | 'subjects'>): Where;
/** Times of the oldest and the newest event, epoch ms; null in an empty store. */
export declare function timeBounds({ database, segments }: ReadContext): {
    first: number | null;
    last: number | null;
};
/**
 * Time of the newest event that is not later than `upTo`, epoch ms; null when there is none. Stamps from the future, of
 * which one would hide how old all others are, are left out that way.
 */
export declare function newestUpTo(context: ReadContext, upTo: number): number | null;
/** The exact number of events that a filter leaves. */
export declare function countEvents(context: ReadContext, filter: EventFilter): number;

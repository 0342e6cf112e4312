import { type SeriesQuery } from '@tunnelwatch/shared/api';
import type { ApiContext } from './api-context.js';
import { type Route } from './route.js';
/** Counts over time. */
export declare function seriesRoutes(context: ApiContext): Route[];
/**
 * Buckets for a query: the last hour where it names no range, the step widened until at most 300 buckets cover it.
 * Both ends are moved outwards to whole steps, so that a bucket always means the same span.
 */
export declare function rangeOf(query: Pick<SeriesQuery, 'from' | 'to' | 'step'>, referenceTime: number): {
    from: number;
    stepMs: number;
    buckets: number;
};

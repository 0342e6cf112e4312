import type { SeriesGroup, SeriesRequest } from '../queries.js';
import type { ReadContext } from './read-context.js';
/** Counts over time in the groups that `by` asks for, the largest `top` groups first. */
export declare function groupSeries(context: ReadContext, request: SeriesRequest): SeriesGroup[];

import type { ReadContext } from './read-context.js';
/** All stored events by subject and kind, five numbers each: subject, kind, count, oldest and newest time (epoch ms). */
export declare function totalCounts({ database }: ReadContext): Float64Array;
/**
 * Counts by subject, minute and kind of all events from the minute that begins at `since` (epoch ms) on; four numbers
 * each: subject, minutes since the epoch, kind, count. The same three may come more than once.
 */
export declare function minuteCounts({ database, segments }: ReadContext, since: number): Float64Array;

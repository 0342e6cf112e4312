import type { EventFilter } from '@tunnelwatch/shared/api';
import type { Place } from './newest-events.js';
import type { ReadContext } from './read-context.js';
/** How far back a list must look. */
export interface ListBound {
    /** Epoch ms: nothing older belongs to the page. */
    from: number;
    /** True when the counts promise more than the page above the bound, false when there is nothing below it. */
    isEnough: boolean;
}
/**
 * For a rare kind of event (a Critical among millions of Notices) or a rare tunnel the kept counts tell how far back the
 * newest `limit` of them reach, so that the scan ends there and not at the beginning of time. Undefined where the filter
 * asks for what the counts do not have, or for everything.
 */
export declare function lowerBound(context: ReadContext, filter: EventFilter, limit: number, before: Place | undefined): ListBound | undefined;

import type { EventFilter } from '@tunnelwatch/shared/api';
import type { EventPage } from '../queries.js';
import type { ReadContext } from './read-context.js';
/** Events of a filter, newest first by (time, seq); the cursor names the last event of the page before. */
export declare function listEvents(context: ReadContext, filter: EventFilter, limit: number, cursor: string | undefined): EventPage;

import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { NameCache } from '../name-cache.js';
import { CountSums, type CountTables } from './count-tables.js';
import type { SegmentSpan } from './segment-rows.js';
/**
 * What the counts have, in the hours that a segment spans, beyond all events that can be read: when one segment cannot
 * be read any more, that is what it held. With several damaged ones in the same hours it is what they held together.
 */
export declare function recount(database: DatabaseSyncInstance, { firstTime, lastTime }: SegmentSpan, names: NameCache, counts: CountTables): CountSums;

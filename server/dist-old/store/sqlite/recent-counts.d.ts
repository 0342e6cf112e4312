import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { SegmentTable } from './segment-table.js';
/**
 * Counts by subject, minute and kind with the second of the first and the last event, of all events with
 * `from` <= time < `to` (epoch ms): what rules about rates start from. Six numbers each, as `StoreState.recent` says.
 */
export declare function recentCounts(database: DatabaseSyncInstance, segments: SegmentTable, from: number, to: number): Float64Array;

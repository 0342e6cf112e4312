import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { OpenSegment } from '../open-segment.js';
/** Where a segment stands in the order of numbers and of times. */
export interface SegmentSpan {
    id: number;
    firstSeq: number;
    count: number;
    /** Epoch ms. */
    firstTime: number;
    lastTime: number;
}
/** Spans of the segments that a condition leaves; `rest` is the SQL after the table's name. */
export declare function segmentSpans(database: DatabaseSyncInstance, rest: string, ...values: number[]): SegmentSpan[];
/**
 * Opens a segment; its parts are read when they are asked for.
 * @throws DamagedSegment when it cannot be opened
 */
export declare function openSegment(database: DatabaseSyncInstance, span: SegmentSpan, tunnelName: (subjectId: number) => string | undefined): OpenSegment;

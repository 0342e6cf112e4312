import type { OpenSegment, SegmentHead } from './open-segment.js';
import type { SegmentTable } from './segment-table.js';
/** What a scan leaves; undefined sets leave everything. */
export interface ScanFilter {
    /** Epoch ms, inclusive. */
    from: number;
    /** Epoch ms, exclusive. */
    to: number;
    subjects: ReadonlySet<number> | undefined;
    kinds: ReadonlySet<number> | undefined;
}
/** The events of one subject in a segment: neighbouring rows. */
export interface SubjectRun {
    subjectId: number;
    firstRow: number;
    count: number;
    /** Positions of the events, ascending; the run's first one stands at `offset`. */
    positions: () => Uint16Array;
    offset: number;
}
/** The runs of the subjects that a filter leaves. */
export declare function subjectRuns({ content }: OpenSegment, subjects: ReadonlySet<number> | undefined): Generator<SubjectRun>;
/** Whether a segment can hold any of these kinds. */
export declare function mayHoldKinds({ kinds }: SegmentHead, wanted: ReadonlySet<number> | undefined): boolean;
/** For each symbol of a segment 1 where its kind is wanted; undefined when all are. */
export declare function wantedSymbols({ content }: OpenSegment, kinds: ReadonlySet<number> | undefined): Uint8Array | undefined;
/** Calls `visit` for every event in segments that the filter leaves. */
export declare function scanSegments(table: SegmentTable, filter: ScanFilter, visit: (segment: OpenSegment, at: number, subjectId: number) => void): void;
/** Calls `visit` for every event of one segment that the filter leaves: subject by subject, each in the order of storing. */
export declare function scanSegment(segment: OpenSegment, { from, to, subjects, kinds }: ScanFilter, visit: (at: number, subjectId: number, row: number, time: number) => void): void;

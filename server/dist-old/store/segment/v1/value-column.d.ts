import type { ByteReader } from '../byte-reader.js';
/** How the values of one slot of one shape are written: each as the difference from something near it. */
export declare const COLUMN_MODES: {
    /** The value before it in this column. */
    readonly previous: 0;
    /** The value before it in the same line: a window's base lies near the sequence number. */
    readonly neighbour: 1;
    /** The last value of the same subject: sequence numbers rise by tunnel. */
    readonly subject: 2;
    /** The event's time, in the unit of the value. */
    readonly time: 3;
    /** Nothing is written: the value is the subject's name. */
    readonly name: 4;
};
export type ColumnMode = (typeof COLUMN_MODES)[keyof typeof COLUMN_MODES];
/** What values are predicted from, row by row. Plain arrays: these loops run over every number of every line. */
export interface ColumnContext {
    /** Number of each row's subject in the segment. */
    keys: Uint16Array;
    /** Subjects in the segment. */
    subjectCount: number;
    /** The column before this one. */
    neighbours: Float64Array | undefined;
    /** Times of the events in the unit of the values. */
    times: Float64Array;
}
/** Reads a column that was written in that mode with the same context. */
export declare function readColumn(reader: ByteReader, rows: number, mode: ColumnMode, context: ColumnContext): Float64Array;

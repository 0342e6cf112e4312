import type { SubjectOrder } from './subject-order.js';
/** What `writeDirectory` gives: both parts, without checksums. */
interface WrittenDirectory {
    subjects: Buffer;
    keys: Buffer;
}
export declare function writeDirectory(order: SubjectOrder, events: number): WrittenDirectory;
/** One subject of a segment. */
export interface DirectoryEntry {
    /** Its number among the subjects of the segment. */
    key: number;
    firstRow: number;
    count: number;
    /** First bit of its group in `keys`, and the counts of the subjects that come before it in the group. */
    groupBit: number;
    before: readonly number[];
}
/** All subjects of a segment. */
export interface WholeDirectory {
    /** Ascending. */
    subjects: Uint32Array;
    /** First row of each subject, and behind the last one the number of rows. */
    starts: Uint32Array;
}
/** Reads the part `subjects` without its checksum. */
export declare class Directory {
    private readonly part;
    private readonly events;
    readonly subjectCount: number;
    private readonly idParameter;
    private readonly countParameter;
    private readonly bits;
    /** @param events events in the segment */
    constructor(part: Buffer, events: number);
    get byteLength(): number;
    /** The entry of a subject; undefined when it has no event here. */
    find(subjectId: number): DirectoryEntry | undefined;
    /** The last group in which a field is at most `value`. */
    private groupAt;
    private findInGroup;
    /** The subjects of `count` rows from `firstRow` on, each with its own first row and the row behind its last one. */
    rowsFrom(firstRow: number, count: number): {
        subjectId: number;
        firstRow: number;
        end: number;
    }[];
    whole(): WholeDirectory;
    private groupField;
}
/** Positions of the events of each subject, from the part `keys` without its checksum. */
export declare class Postings {
    private readonly events;
    private readonly bits;
    constructor(part: Buffer, events: number);
    get byteLength(): number;
    /** Positions of one subject's events, ascending. */
    of(entry: DirectoryEntry): Uint16Array;
    /** Positions of all rows. */
    all({ starts }: WholeDirectory): Uint16Array;
    private read;
    private pass;
}
export {};

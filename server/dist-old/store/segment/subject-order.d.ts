/** The order in which a segment keeps its events: by subject, then as they were stored. Arrays are reused. */
export declare class SubjectOrder {
    /** The subjects that occur, ascending; the first `subjectCount` count. */
    subjects: Uint32Array<ArrayBuffer>;
    /** First row of each subject, and behind the last one the number of rows. */
    starts: Uint32Array<ArrayBuffer>;
    subjectCount: number;
    /** For each row the position of its event. */
    positions: Uint32Array<ArrayBuffer>;
    /** For each row the number of its subject in `subjects`. */
    keys: Uint32Array<ArrayBuffer>;
    private table;
    /** Sorts the first `count` events. */
    sort(subjectIds: Uint32Array, count: number): void;
    /** Counting sort: no comparison, no object. */
    private sortByTable;
    private sortBySearch;
    private addSubject;
    private fillKeys;
}

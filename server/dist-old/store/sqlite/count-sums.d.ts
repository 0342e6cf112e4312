/** Counts of one bucket: `key` is a subject or a gateway, whichever was asked for, or 0 when neither was. */
export interface CountRow {
    bucket: number;
    key: number;
    /** 0 when counts by kind were not asked for. */
    kindId: number;
    count: number;
}
/** Sums counts by bucket, key and kind. */
export declare class CountSums {
    private readonly sums;
    /** Counts by key in bucket 0, all kinds together: what a ranking asks for, millions of times. */
    private dense;
    /** The same as `add` for bucket 0 and kind 0. */
    addDense(key: number, count: number): void;
    add(bucket: number, key: number, kindId: number, count: number): void;
    rows(): CountRow[];
}
/** Counts in numbered cells; emptying it walks only the cells that were counted in. */
export declare class CellCounter {
    private readonly counts;
    private readonly touched;
    constructor(cells: number);
    add(cell: number): void;
    /** Gives each cell with its count, and begins anew. */
    empty(give: (cell: number, count: number) => void): void;
}

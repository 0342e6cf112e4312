/** One sum of a tally: a stretch of time, a subject or a gateway, and a kind. */
export interface TallyEntry {
    bucket: number;
    key: number;
    kindId: number;
    count: number;
}
/** Sums of events by stretch of time, subject (or gateway) and kind, as the tables of counts keep them. */
export declare class Tally {
    private readonly sums;
    add(bucket: number, key: number, kindId: number, count?: number): void;
    get(bucket: number, key: number, kindId: number): number;
    /** Forgets one sum and gives what it was. */
    take(bucket: number, key: number, kindId: number): number;
    /** Forgets all stretches before `bucket`, and gives those of their sums that are not zero. */
    takeBefore(bucket: number): TallyEntry[];
    /** All sums that are not zero. */
    entries(): Generator<TallyEntry>;
    private entriesOf;
}

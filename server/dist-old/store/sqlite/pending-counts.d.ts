import { BucketCounts } from '../../aggregate/pair-counts.js';
import type { EventColumns } from '../event-columns.js';
import type { SubjectOrder } from '../segment/subject-order.js';
/** Counts of events that are not committed yet: by hour and subject, by minute and gateway. */
export declare class PendingCounts {
    private readonly gatewayOf;
    readonly hours: BucketCounts;
    readonly minutes: BucketCounts;
    /** @param gatewayOf names the gateway of a subject */
    constructor(gatewayOf: (subjectId: number) => number);
    /** Counts few events, as they come. */
    add({ count, times, subjectIds, kindIds }: EventColumns): void;
    /**
     * Counts many events, subject by subject. The large tables are touched once for each minute, subject and kind: with
     * 10,000 tunnels each touch waits for memory, and one per event took as long as encoding it.
     */
    addSorted({ times, kindIds }: EventColumns, { subjects, starts, positions, subjectCount }: SubjectOrder): void;
    private settle;
    private put;
}

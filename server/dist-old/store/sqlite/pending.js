import { PendingCounts } from './pending-counts.js';
/** What was handed over and is not durable yet: encoded already, so that a commit is short, and kept until it succeeds. */
export class PendingBatch {
    subjects = [];
    kinds = [];
    /** Segments of this batch, in order. */
    segments = [];
    /** Events behind the last segment, which become rows. */
    rows = [];
    counts;
    events = 0;
    /** The rest of the batch, once it is complete. */
    rest;
    /** @param gatewayOf names the gateway of a subject */
    constructor(gatewayOf) {
        this.counts = new PendingCounts(gatewayOf);
    }
}
//# sourceMappingURL=pending.js.map
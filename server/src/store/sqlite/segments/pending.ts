import type { KindRecord, SubjectRecord } from '../../../core/aggregate/records.js';
import type { InventoryChange } from '../../../core/inventory/inventory-list.js';
import type { EventRecord } from '../../../core/events/event-record.js';
import type { Segment } from '../../segment/segment.js';
import type { Batch } from '../../store.js';
import { PendingCounts } from '../counts/pending-counts.js';

/** What was handed over and is not durable yet: encoded already, so that a commit is short, and kept until it succeeds. */
export class PendingBatch {
  readonly subjects: SubjectRecord[] = [];
  readonly kinds: KindRecord[] = [];
  /** Segments of this batch, in order. */
  readonly segments: Segment[] = [];
  /** Events behind the last segment, which become rows. */
  rows: EventRecord[] = [];
  readonly counts: PendingCounts;
  /** Changes of the inventory, in order. */
  readonly inventory: InventoryChange[] = [];
  events = 0;
  /** The rest of the batch, once it is complete. */
  rest: Omit<Batch, 'parts'> | undefined;

  /** @param gatewayOf names the gateway of a subject */
  constructor(gatewayOf: (subjectId: number) => number) {
    this.counts = new PendingCounts(gatewayOf);
  }
}

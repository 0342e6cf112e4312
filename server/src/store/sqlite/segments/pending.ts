import type { KindRecord, SubjectRecord } from '../../../core/aggregate/records.js';
import type { InventoryChange } from '../../../core/inventory/inventory-list.js';
import type { EventRecord } from '../../../core/events/event-record.js';
import type { Segment } from '../../segment/segment.js';
import type { Batch } from '../../store.js';
import { PendingCounts } from '../counts/pending-counts.js';

/** A new subject, and the number of the gateway that it is stored under. */
export interface StoredUnder extends SubjectRecord {
  gatewayId: number;
}

/** What was submitted and is not durable yet: already encoded, so that a commit is short, and kept until it succeeds. */
export class PendingBatch {
  /** New subjects by number. */
  readonly subjects = new Map<number, StoredUnder>();
  /** New gateways by name. */
  readonly gateways = new Map<string, number>();
  readonly kinds: KindRecord[] = [];
  /** Segments of this batch, in order. */
  readonly segments: Segment[] = [];
  /** Events after the last segment, which become rows. */
  rows: EventRecord[] = [];
  readonly counts: PendingCounts;
  /** Changes of the inventory, in order. */
  readonly inventory: InventoryChange[] = [];
  events = 0;
  /** The rest of the batch, once it is complete. */
  rest: Omit<Batch, 'parts'> | undefined;

  /** @param gatewayOf returns the gateway of a subject */
  constructor(gatewayOf: (subjectId: number) => number) {
    this.counts = new PendingCounts(gatewayOf);
  }
}

import type { Alert } from '@tunnelwatch/shared/alert';
import type { GatewayRecord } from '../core/aggregate/gateway-life.js';
import type { KindRecord, StepCounts, SubjectRecord } from '../core/aggregate/records.js';
import type { StoredEvent } from '../core/classify/describe-event.js';

/** What one commit changed: the pipeline tells it to those who show it, after it is durable. */
export interface Step {
  step: number;
  /** When it was committed, epoch ms. */
  at: number;
  events: number;
  subjects: SubjectRecord[];
  kinds: KindRecord[];
  counts: StepCounts;
  /** The newest events of the commit, oldest first, bounded; `skippedEvents` were stored but are not among them. */
  newest: StoredEvent[];
  skippedEvents: number;
  alerts: Alert[];
  /** Gateways that lines came from. */
  gateways: GatewayRecord[];
  /** What retention took out of the store in this step. */
  removed?: RemovedCounts;
}

/** Counts of events that are not in the store any more. */
export interface RemovedCounts {
  /** Numbers of the events, both inclusive. */
  firstSeq: number;
  lastSeq: number;
  counts: StepCounts;
  /** Time of the oldest event that is still there, epoch ms; null when none is. */
  oldest: number | null;
}

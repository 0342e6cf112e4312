import type { Alert } from '@tunnelwatch/shared/alert';
import type { GatewayRecord } from '../core/aggregate/gateway-life.js';
import type { KindRecord, StepCounts, SubjectRecord } from '../core/aggregate/records.js';
import type { StoredEvent } from '../core/classify/describe-event.js';

/** What one commit changed: the pipeline publishes it once it is durable. */
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
  /** Gateways whose signs of life gave way to those of new ones. */
  goneGateways?: readonly string[];
  /** Numbers of subjects that are not stored any more: nothing has them. */
  leftSubjects?: readonly number[];
  /** What retention removed from the store in this step. */
  removed?: RemovedCounts;
}

/** Counts of events that were removed from the store. */
export interface RemovedCounts {
  /** Numbers of the events, both inclusive. */
  firstSeq: number;
  lastSeq: number;
  counts: StepCounts;
  /** Time of the oldest remaining event, epoch ms; null when there is none. */
  oldest: number | null;
}

import type { Alert } from '@tunnelwatch/shared/alert';
import type { KindRecord, StepCounts, SubjectRecord } from '../aggregate/records.js';
import type { StoredEvent } from '../classify/describe-event.js';

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
  arrivals: Arrival[];
}

/** The newest sign of life of a gateway in a commit. */
export interface Arrival {
  gateway: string;
  members: string[];
  at: number;
  skewMs: number | null;
}

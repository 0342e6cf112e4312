import type { SeriesGroup } from '../core/aggregate/series-group.js';
import type { Alert } from '@tunnelwatch/shared/alert';
import type { AlertListQuery, EventFilter } from '@tunnelwatch/shared/api';
import type { AuditEntry } from '@tunnelwatch/shared/audit';
import type { TunnelVerdict } from '@tunnelwatch/shared/diagnosis';
import type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';
import type { StoredEvent } from '../core/classify/describe-event.js';
import type { AlertMember } from '../core/alert/registry/folding.js';
import type { DueEntries, OutboxSummary } from '../core/notifications/outbox.js';
import type { KindRecord, ModelSeed } from '../core/aggregate/records.js';
import type { StoredRecord } from '../core/past-record.js';
import type { ReportStore } from './report-queries.js';
import type { Step } from './step.js';

/** Buckets by class as of one step: `counts[bucket * classes + class]`, bucket 0 begins at `from`. */
export interface ClassCountsByBucket {
  step: number;
  from: number;
  stepMs: number;
  counts: number[];
}

export interface EventPage {
  events: StoredEvent[];
  nextCursor: string | null;
}

export interface AlertPage {
  alerts: Alert[];
  nextCursor: string | null;
}

export type SeriesGrouping = 'tunnel' | 'gateway' | 'class' | 'messageId';

export interface SeriesRequest {
  filter: StoredFilter;
  by: SeriesGrouping;
  top: number;
  from: number;
  stepMs: number;
  buckets: number;
}

/** A filter of events, and how far the store had come: events that were stored later are left out. */
export interface StoredFilter extends EventFilter {
  /** A past moment: its time (epoch ms), and the number of the last event that was stored by then. */
  asOf?: { at: number; seq: number };
}

/** Where the store stood at a past time (epoch ms), and what was kept of the monitor itself. */
export interface PastMoment {
  at: number;
  /** Number of the last event, and of the last entry of the audit trail; 0 where nothing was there yet. */
  seq: number;
  auditId: number;
  /** What was kept last, and when; null where nothing was. */
  stored: StoredRecord | null;
  windows: MaintenanceWindow[];
}

export interface PastVerdict {
  subjectId: number;
  verdict: TunnelVerdict;
}

/** Epoch ms. */
export interface PastRange {
  from: number;
  to: number;
}

/** What a past moment is asked for. */
export interface PastSeedRequest {
  /** Epoch ms. */
  at: number;
  /** Number of the last event that was stored by then. */
  seq: number;
  /** Counts by minute go back so far from it, milliseconds. */
  activityMs: number;
  /** Times further ahead of it move no window, milliseconds. */
  aheadMs: number;
}

/** Events of a stretch, as the live model takes them. */
export type PastStep = Pick<Step, 'subjects' | 'kinds' | 'counts'>;

/** The past as it was known then. Times are epoch ms. */
export interface PastStore {
  /** From when to when the past is known; null before anything was kept. */
  pastRange(): Promise<PastRange | null>;
  pastMoment(at: number): Promise<PastMoment>;
  pastSeed(request: PastSeedRequest): Promise<Omit<ModelSeed, 'step'>>;
  /** Events from one number to another, both inclusive. */
  pastStep(firstSeq: number, lastSeq: number): Promise<PastStep>;
  pastAlerts(at: number): Promise<Alert[]>;
  /** One alert; undefined when it was not there. */
  pastAlert(id: number, at: number): Promise<Alert | undefined>;
  pastVerdicts(at: number): Promise<PastVerdict[]>;
}

/** The reading side. Every answer is exact as of one committed step. */
export interface ReadableStore extends PastStore, ReportStore {
  /** @param upTo events with a later time do not move the activity window, epoch ms */
  modelSeed(activityMs: number, upTo: number): Promise<ModelSeed>;
  /** Time of the newest event that is not later than `upTo`; both epoch ms. */
  newestTime(upTo: number): Promise<number | null>;
  countEvents(filter: StoredFilter): Promise<number>;
  /** Newest first. */
  listEvents(filter: StoredFilter, limit: number, cursor: string | undefined): Promise<EventPage>;
  classBuckets(filter: StoredFilter, from: number, stepMs: number, buckets: number): Promise<ClassCountsByBucket>;
  series(request: SeriesRequest): Promise<SeriesGroup[]>;
  /** Most recent first, by number; the cursor is the last number of the page before. */
  listAlerts(query: AlertListQuery): Promise<AlertPage>;
  /** Alerts that were opened since a time, epoch ms, and those that are not over. */
  alertsSince(from: number): Promise<Alert[]>;
  /** Subjects that were folded into an alert, those with most events first. */
  listMembers(alertId: number, limit: number): Promise<AlertMember[]>;
  /** Entries of the audit trail, the newest first. */
  listAudit(query: AuditQuery): Promise<AuditEntry[]>;
  /** What is to be told over a channel by `now` (epoch ms), the oldest first; of each alert the first that waits. */
  dueEntries(channel: string, now: number, limit: number): Promise<DueEntries>;
  /** How each channel stands that has anything in the outbox. */
  outboxSummary(): Promise<OutboxSummary[]>;
  /** Counts by subject and minute that a rule about rates could have been raised by. */
  ruleCounts(request: RuleCountRequest): Promise<RuleCounts>;
  close(): Promise<void>;
}

/** What the alarm budget of a rule asks for. Times are epoch ms. */
export interface RuleCountRequest {
  /** Counts are given from here on, of subjects that have `reach` events within two hours since `since`. */
  from: number;
  since: number;
  to: number;
  /** Numbers of the measures that the rule is judged by. */
  measures: readonly number[];
  reach: number;
  /** An hour with fewer, together with those beside it, is of no weight. */
  least: number;
  /** Whether such hours are given all the same, with their events in their first minute. */
  needsAllHours: boolean;
}

export interface RuleCounts {
  /** Whether by minute; or by hour, with an hour's events in its first minute, where they are too many. */
  grain: 'minute' | 'hour';
  /** Four numbers each: subject, minute since the epoch, kind, count. */
  counts: Float64Array;
  /** What the numbers of kinds mean. */
  kinds: KindRecord[];
  /** The oldest hour of which there are counts, epoch ms; null when there are none. */
  oldest: number | null;
}

/** What is asked of the trail: entries with numbers below `cursor` and above `after`, the newest first. */
export interface AuditQuery {
  target?: string | undefined;
  actor?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
  cursor?: number | undefined;
  after?: number | undefined;
  limit: number;
}

import type { SeriesGroup } from '../core/aggregate/series-group.js';
import type { Alert } from '@tunnelwatch/shared/alert';
import type { AlertListQuery, EventFilter } from '@tunnelwatch/shared/api';
import type { AuditEntry } from '@tunnelwatch/shared/audit';
import type { TunnelVerdict } from '@tunnelwatch/shared/diagnosis';
import type { MaintenanceWindow } from '@tunnelwatch/shared/maintenance-window';
import type { StoredEvent } from '../core/classify/describe-event.js';
import type { AlertMember } from '../core/alert/registry/folding.js';
import type { DueEntries, DueRequest, OutboxSummary } from '../core/notifications/outbox.js';
import type { KindRecord, ModelSeed } from '../core/aggregate/records.js';
import type { StoredRecord } from '../core/past-record.js';
import type { AuditKey } from './audit/audit-key.js';
import type { AuditHead } from './audit/seen-head.js';
import type { Step } from './step.js';
import type { ShiftChange } from '../core/report/shift/shift-change.js';
import type { SpokenAlert } from '../core/report/shift/shift-fold.js';
import type { ShiftRecord } from '../core/report/shift/watch-spans.js';

/** Counts by bucket and class as of one step: `counts[bucket * classes + class]`; bucket 0 begins at `from`. */
export interface ClassCountsByBucket {
  step: number;
  from: number;
  stepMs: number;
  counts: number[];
}

export interface EventPage {
  events: StoredEvent[];
  nextCursor: string | null;
  /**
   * Where the time limit ended the search: nothing newer is missing (epoch ms), and the cursor leads on from there.
   * Undefined when the search was complete.
   */
  searchedTo?: number;
  /** How far it came by then. */
  progress?: SearchProgress;
}

/** Stored events that a search has passed, and all of its time range; events that were stored of late are not counted. */
export interface SearchProgress {
  searched: number;
  of: number;
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

/** A filter of events, optionally as of a past moment: events stored later are left out. */
export interface StoredFilter extends EventFilter {
  /** A past moment: its time (epoch ms) and the number of the last event stored by then. */
  asOf?: { at: number; seq: number };
}

/** The position of the store at a past time (epoch ms), and the recorded state of the monitor itself. */
export interface PastMoment {
  at: number;
  /** Numbers of the last event and of the last audit entry; 0 where there were none yet. */
  seq: number;
  auditId: number;
  /** The last record and its time; null if there is none. */
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

/** A request for the state at a past moment. */
export interface PastSeedRequest {
  /** Epoch ms. */
  at: number;
  /** Number of the last event stored by then. */
  seq: number;
  /** How far counts by minute go back from it, milliseconds. */
  activityMs: number;
  /** Events further ahead of it do not move the activity window, milliseconds. */
  aheadMs: number;
}

/** A range of events, in the form that the live model applies. */
export type PastStep = Pick<Step, 'subjects' | 'kinds' | 'counts'>;

/** Queries about the past, as it was known then. Times are epoch ms. */
export interface PastStore {
  /** The range in which the past is known; null before anything was recorded. */
  pastRange(): Promise<PastRange | null>;
  pastMoment(at: number): Promise<PastMoment>;
  pastSeed(request: PastSeedRequest): Promise<Omit<ModelSeed, 'step'>>;
  /** Events from one number to another, both inclusive. */
  pastStep(firstSeq: number, lastSeq: number): Promise<PastStep>;
  pastAlerts(at: number): Promise<Alert[]>;
  /** One alert; undefined if it did not exist then. */
  pastAlert(id: number, at: number): Promise<Alert | undefined>;
  pastVerdicts(at: number): Promise<PastVerdict[]>;
}

/** Alerts, and what was done about them. */
export interface AlertStore {
  /** Most recent first, by number; the cursor is the last number of the page before. */
  listAlerts(query: AlertListQuery): Promise<AlertPage>;
  /** Alerts opened since a time (epoch ms), and those that are not resolved. */
  alertsSince(from: number): Promise<Alert[]>;
  /** Subjects grouped under an alert, those with the most events first. */
  listMembers(alertId: number, limit: number): Promise<AlertMember[]>;
  /** Entries of the audit trail, the newest first. */
  listAudit(query: AuditQuery): Promise<AuditEntry[]>;
  /** Whether the audit trail is whole, and its newest entry. */
  checkAudit(request: AuditCheckRequest): Promise<AuditState>;
  /** Names of actors and actions in the audit trail, in order, a bounded number of each. */
  auditChoices(): Promise<AuditChoices>;
}

/** Notifications that wait, and what became of others. */
export interface OutboxStore {
  /** Notifications due on a channel, the most urgent first, then the oldest; of each alert only the first that waits. */
  dueEntries(request: DueRequest): Promise<DueEntries>;
  /** The state of every channel with entries in the outbox. */
  outboxSummary(): Promise<OutboxSummary[]>;
}

/** What live pages begin with; further events reach them as steps. */
export interface LiveStore {
  /** @param upTo events with a later time do not move the activity window, epoch ms */
  modelSeed(activityMs: number, upTo: number): Promise<ModelSeed>;
  /** Time of the newest event that is not later than `upTo`; both epoch ms. */
  newestTime(upTo: number): Promise<number | null>;
  /**
   * Newest first.
   * @param searchMs ends the search after this long, with what was found by then; undefined for as long as it may take
   */
  listEvents(filter: StoredFilter, limit: number, cursor: string | undefined, searchMs?: number): Promise<EventPage>;
  classBuckets(filter: StoredFilter, from: number, stepMs: number, buckets: number): Promise<ClassCountsByBucket>;
}

/** The reading side. Every answer is exact as of one committed step. */
export interface ReadableStore extends AlertStore, LiveStore, OutboxStore, PastStore, ReportStore {
  countEvents(filter: StoredFilter): Promise<number>;
  series(request: SeriesRequest): Promise<SeriesGroup[]>;
  /** Counts by subject and minute that could have raised a rate rule. */
  ruleCounts(request: RuleCountRequest): Promise<RuleCounts>;
  close(): Promise<void>;
}

/** A request for a rule's alarm budget. Times are epoch ms. */
export interface RuleCountRequest {
  /** Counts are returned from here on, of subjects that have `reach` events within two hours since `since`. */
  from: number;
  since: number;
  to: number;
  /** Numbers of the measures that the rule evaluates. */
  measures: readonly number[];
  reach: number;
  /** An hour with fewer events, including the hours beside it, does not matter. */
  least: number;
  /** Whether such hours are returned all the same, with their events in their first minute. */
  needsAllHours: boolean;
}

export interface RuleCounts {
  /** Whether by minute; or by hour, with an hour's events in its first minute, where there are too many. */
  grain: 'minute' | 'hour';
  /** Four numbers per row: subject, minute since the epoch, kind, count. */
  counts: Float64Array;
  /** The meaning of the kind numbers. */
  kinds: KindRecord[];
  /** The oldest hour with counts, epoch ms; null when there are none. */
  oldest: number | null;
}

/** A query of the audit trail: entries with numbers below `cursor` and above `after`, the newest first. */
export interface AuditQuery {
  target?: string | undefined;
  actor?: string | undefined;
  /** Any of these actions. */
  actions?: readonly string[] | undefined;
  /** None of these. */
  notActions?: readonly string[] | undefined;
  /** Leaves out what the server did by itself. */
  onlyPeople?: boolean | undefined;
  /** Part of the target, the comment or what was changed, ignoring case. */
  text?: string | undefined;
  from?: number | undefined;
  to?: number | undefined;
  cursor?: number | undefined;
  after?: number | undefined;
  limit: number;
}

/** What the audit trail is compared with. */
export interface AuditCheckRequest {
  /** All known keys; empty when they cannot be read, and then only what needs none is checked. */
  keys: readonly AuditKey[];
  /** The newest entry seen before, from outside the store; null if nobody kept it. */
  seen: AuditHead | null;
  /** Only this many of the newest entries are verified; all without it. */
  newest?: number;
}

/** The newest entry, and what is wrong with the trail, each in a sentence that names the entries. */
export interface AuditState {
  head: AuditHead | null;
  /** Number of entries. */
  entries: number;
  problems: string[];
  /** False when the chain needs a key, and none was given. */
  isVerified: boolean;
}

/** What filters of the audit trail offer. */
export interface AuditChoices {
  actors: string[];
  actions: string[];
}

/** How a time began and ended. */
export interface StoredEnds {
  /** The alerts that were open at the beginning, and at the end. */
  opening: Alert[];
  closing: Alert[];
  /** Numbers of the last entries of the audit trail before the beginning, and before the end. */
  openingAuditId: number;
  closingAuditId: number;
}

/** What a shift report asks for. Times are epoch ms. */
export interface ReportStore {
  shiftEnds(from: number, to: number): Promise<StoredEnds>;
  /** Entries of the audit trail from behind one number to another, the oldest first. */
  shiftChanges(afterId: number, lastId: number, limit: number): Promise<ShiftChange[]>;
  /** Alerts as they were at a time, when `auditId` was the last entry of the audit trail. */
  shiftAlerts(ids: readonly number[], at: number, auditId: number): Promise<SpokenAlert[]>;
  /** What the monitor knew of itself from one time to another, both inclusive, the oldest first. */
  shiftRecords(from: number, to: number, limit: number): Promise<ShiftRecord[]>;
}

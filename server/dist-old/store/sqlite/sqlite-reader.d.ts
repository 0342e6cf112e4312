import type { Alert } from '@tunnelwatch/shared/alert';
import type { AlertListQuery, EventFilter } from '@tunnelwatch/shared/api';
import type { AuditEntry } from '@tunnelwatch/shared/audit';
import type { SegmentDamage } from '@tunnelwatch/shared/storage';
import type { AuditQuery, AlertPage, ClassCountsByBucket, EventPage, ReadableStore, RuleCountRequest, RuleCounts, SeriesGroup, SeriesRequest } from '../queries.js';
import type { DueEntries, OutboxSummary } from '../outbox.js';
import type { AlertMember } from '../../alert/folding.js';
import type { ModelSeed } from '../../aggregate/records.js';
/** Reads a SQLite store over a connection of its own; each answer is one read transaction. */
export declare class SqliteReader implements ReadableStore {
    private readonly database;
    private readonly names;
    private readonly context;
    /** @param onDamage told of every segment that could not be read and was left out of an answer */
    constructor(dataDirectory: string, onDamage?: (damage: SegmentDamage) => void);
    modelSeed(activityMs: number, upTo: number): Promise<ModelSeed>;
    newestTime(upTo: number): Promise<number | null>;
    countEvents(filter: EventFilter): Promise<number>;
    listEvents(filter: EventFilter, limit: number, cursor: string | undefined): Promise<EventPage>;
    classBuckets(filter: EventFilter, from: number, stepMs: number, buckets: number): Promise<ClassCountsByBucket>;
    series(request: SeriesRequest): Promise<SeriesGroup[]>;
    alertsSince(from: number): Promise<Alert[]>;
    listMembers(alertId: number, limit: number): Promise<AlertMember[]>;
    listAudit(query: AuditQuery): Promise<AuditEntry[]>;
    listAlerts(query: AlertListQuery): Promise<AlertPage>;
    dueEntries(channel: string, now: number, limit: number): Promise<DueEntries>;
    outboxSummary(): Promise<OutboxSummary[]>;
    ruleCounts(request: RuleCountRequest): Promise<RuleCounts>;
    close(): Promise<void>;
    private step;
    /** Runs `work` on one committed state of the store, without a pause: a second read must not begin in between. */
    private read;
}

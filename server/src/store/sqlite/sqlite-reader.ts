import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { Alert } from '@tunnelwatch/shared/alert';
import type { AlertListQuery } from '@tunnelwatch/shared/api';
import type { AuditEntry } from '@tunnelwatch/shared/audit';
import { COUNTED_CLASSES, countedIndex } from '@tunnelwatch/shared/failure-class';
import type { InventoryEntry } from '@tunnelwatch/shared/inventory';
import type { StoreDamage } from '@tunnelwatch/shared/storage';
import { z } from 'zod';
import type {
  AlertPage,
  AuditCheckRequest,
  AuditChoices,
  AuditQuery,
  AuditState,
  ClassCountsByBucket,
  EventPage,
  PastMoment,
  PastRange,
  PastSeedRequest,
  PastStep,
  PastVerdict,
  ReadableStore,
  RuleCountRequest,
  RuleCounts,
  SeriesRequest,
  StoredEnds,
  StoredFilter,
} from '../queries.js';
import type { SeriesGroup } from '../../core/aggregate/series-group.js';
import type { DueEntries, DueRequest, OutboxSummary } from '../../core/notifications/outbox.js';
import type { AlertMember } from '../../core/alert/registry/folding.js';
import type { ShiftChange } from '../../core/report/shift/shift-change.js';
import type { SpokenAlert } from '../../core/report/shift/shift-fold.js';
import type { ShiftRecord } from '../../core/report/shift/watch-spans.js';
import type { ModelSeed } from '../../core/aggregate/records.js';
import { QueryInterrupted } from '../reader/interrupt.js';
import { alertsSince, listAlerts } from './alerts/alert-listing.js';
import { inventoryEntries } from './inventory-table.js';
import { listMembers } from './alerts/alert-tables.js';
import { checkAudit } from './alerts/audit-check.js';
import { auditChoices, listAudit } from './alerts/audit-table.js';
import { countBuckets, countEvents, newestUpTo } from './counts/counting.js';
import { openForReading } from './database.js';
import { type EventVisitor, listEvents, visitEvents } from './events/listing.js';
import { modelSeed, SEED_LIMITS, type SeedLimits } from './counts/model-seed.js';
import { NameCache } from './name-cache.js';
import { dueEntries, summarizeOutbox } from './alerts/outbox-table.js';
import { alertAt, alertsAt } from './past/past-alerts.js';
import { pastSeed, pastStep } from './past/past-counts.js';
import { momentAt, pastRange, verdictsAt } from './past/past-moments.js';
import { shiftAlerts, shiftChanges, shiftEnds, shiftRecords } from './past/shift.js';
import { numberIn } from './rows.js';
import { readCommitted } from './read-committed.js';
import type { ReadContext } from './read-context.js';
import { ruleCounts } from './counts/rule-counts.js';
import { SegmentTable } from './segments/segment-table.js';
import { groupSeries } from './counts/series.js';

/** Reads a SQLite store over a connection of its own; each answer is one read transaction. */
export class SqliteReader implements ReadableStore {
  readonly database: DatabaseSyncInstance;
  private readonly names: NameCache;
  private readonly context: ReadContext;

  /**
   * @param onDamage called for what could not be read: a segment that was left out of an answer, or an entire query
   * @param checkpoint throws `QueryInterrupted` when the running query is to end early
   */
  constructor(
    readonly dataDirectory: string,
    readonly onDamage: (damage: StoreDamage) => void = () => undefined,
    checkpoint: () => void = () => undefined,
    private readonly seedLimits: SeedLimits = SEED_LIMITS,
  ) {
    this.database = openForReading(dataDirectory);
    this.names = new NameCache(this.database);
    const segments = new SegmentTable(this.database, (id) => this.names.tunnelName(id), onDamage, { checkpoint });
    this.context = { database: this.database, names: this.names, segments, checkpoint };
  }

  modelSeed(activityMs: number, upTo: number): Promise<ModelSeed> {
    return this.read('modelSeed', () => ({
      step: this.step(),
      ...modelSeed(this.context, activityMs, upTo, this.seedLimits),
    }));
  }

  newestTime(upTo: number): Promise<number | null> {
    return this.read('newestTime', () => newestUpTo(this.context, upTo));
  }

  countEvents(filter: StoredFilter): Promise<number> {
    return this.read('countEvents', () => countEvents(this.context, filter));
  }

  listEvents(filter: StoredFilter, limit: number, cursor: string | undefined, searchMs?: number): Promise<EventPage> {
    const context = searchMs === undefined ? this.context : { ...this.context, checkpoint: this.endingAfter(searchMs) };
    return this.read('listEvents', () => listEvents(context, filter, limit, cursor));
  }

  /** The number of the newest event; 0 without any. */
  lastSeq(): Promise<number> {
    return this.read('lastSeq', () => {
      const sql = `SELECT max(coalesce((SELECT max(seq) FROM event), 0),
                              coalesce((SELECT max(first_seq + count - 1) FROM segment), 0)) AS n`;
      return numberIn(this.database.prepare(sql).get(), 'n');
    });
  }

  /** Times that divide the events into ranges of about a segment each, epoch ms, descending. */
  divisions(): Promise<number[]> {
    const sql = 'SELECT DISTINCT first_ms AS n FROM segment ORDER BY first_ms DESC';
    return this.read('divisions', () =>
      this.database
        .prepare(sql)
        .all()
        .map((row) => numberIn(row, 'n')),
    );
  }

  /** As `listEvents`, for millions of events: see `visitEvents`. */
  visitEvents(
    filter: StoredFilter,
    page: { limit: number; cursor: string | undefined },
    visitor: EventVisitor,
  ): Promise<Omit<EventPage, 'events'>> {
    return this.read('visitEvents', () => visitEvents(this.context, filter, page, visitor));
  }

  classBuckets(filter: StoredFilter, from: number, stepMs: number, buckets: number): Promise<ClassCountsByBucket> {
    return this.read('classBuckets', () => {
      const counts = new Array<number>(buckets * COUNTED_CLASSES.length).fill(0);
      const request = { filter, from, to: from + buckets * stepMs, stepMs, key: 'none', isByKind: true } as const;
      for (const row of countBuckets(this.context, request)) {
        const kind = this.names.kind(row.kindId);
        if (kind === undefined) continue;
        const classIndex = countedIndex(kind.class);
        if (classIndex < 0) continue;
        const at = row.bucket * COUNTED_CLASSES.length + classIndex;
        counts[at] = (counts[at] ?? 0) + row.count;
      }
      return { step: this.step(), from, stepMs, counts };
    });
  }

  series(request: SeriesRequest): Promise<SeriesGroup[]> {
    return this.read('series', () => groupSeries(this.context, request));
  }

  alertsSince(from: number): Promise<Alert[]> {
    return this.read('alertsSince', () => alertsSince(this.context, from));
  }

  listMembers(alertId: number, limit: number): Promise<AlertMember[]> {
    return this.read('listMembers', () => listMembers(this.context, alertId, limit));
  }

  listAudit(query: AuditQuery): Promise<AuditEntry[]> {
    return this.read('listAudit', () => listAudit(this.database, query));
  }

  checkAudit(request: AuditCheckRequest): Promise<AuditState> {
    return this.read('checkAudit', () => checkAudit(this.database, request));
  }

  auditChoices(): Promise<AuditChoices> {
    return this.read('auditChoices', () => auditChoices(this.database));
  }

  inventory(): Promise<InventoryEntry[]> {
    return this.read('inventory', () => inventoryEntries(this.database));
  }

  listAlerts(query: AlertListQuery): Promise<AlertPage> {
    return this.read('listAlerts', () => listAlerts(this.context, query));
  }

  dueEntries(request: DueRequest): Promise<DueEntries> {
    return this.read('dueEntries', () => dueEntries(this.database, request));
  }

  outboxSummary(): Promise<OutboxSummary[]> {
    return this.read('outboxSummary', () => summarizeOutbox(this.database));
  }

  ruleCounts(request: RuleCountRequest): Promise<RuleCounts> {
    return this.read('ruleCounts', () => ruleCounts(this.context, request));
  }

  pastRange(): Promise<PastRange | null> {
    return this.read('pastRange', () => pastRange(this.database));
  }

  pastMoment(at: number): Promise<PastMoment> {
    return this.read('pastMoment', () => momentAt(this.context, at));
  }

  pastSeed(request: PastSeedRequest): Promise<Omit<ModelSeed, 'step'>> {
    return this.read('pastSeed', () => pastSeed(this.context, request));
  }

  pastStep(firstSeq: number, lastSeq: number): Promise<PastStep> {
    return this.read('pastStep', () => pastStep(this.context, firstSeq, lastSeq));
  }

  pastAlerts(at: number): Promise<Alert[]> {
    return this.read('pastAlerts', () => alertsAt(this.context, at));
  }

  pastAlert(id: number, at: number): Promise<Alert | undefined> {
    return this.read('pastAlert', () => alertAt(this.context, id, at));
  }

  pastVerdicts(at: number): Promise<PastVerdict[]> {
    return this.read('pastVerdicts', () => verdictsAt(this.context, at));
  }

  shiftEnds(from: number, to: number): Promise<StoredEnds> {
    return this.read('shiftEnds', () => shiftEnds(this.context, from, to));
  }

  shiftChanges(afterId: number, lastId: number, limit: number): Promise<ShiftChange[]> {
    return this.read('shiftChanges', () => shiftChanges(this.database, afterId, lastId, limit));
  }

  shiftAlerts(ids: readonly number[], at: number, auditId: number): Promise<SpokenAlert[]> {
    return this.read('shiftAlerts', () => shiftAlerts(this.context, ids, at, auditId));
  }

  shiftRecords(from: number, to: number, limit: number): Promise<ShiftRecord[]> {
    return this.read('shiftRecords', () => shiftRecords(this.database, from, to, limit));
  }

  close(): Promise<void> {
    if (this.database.isOpen) this.database.close();
    return Promise.resolve();
  }

  /** A checkpoint that ends a query once, after that many milliseconds, as a time limit does. */
  private endingAfter(ms: number): () => void {
    const end = performance.now() + ms;
    let isOver = false;
    return () => {
      this.context.checkpoint();
      if (isOver || performance.now() < end) return;
      isOver = true;
      throw new QueryInterrupted('finish');
    };
  }

  private step(): number {
    const row = this.database.prepare(`SELECT CAST(value AS INTEGER) AS n FROM meta WHERE key = 'step'`).get();
    return z.object({ n: z.number() }).parse(row).n;
  }

  /** Runs `work` on one committed state of the store, with its names. */
  private async read<Result>(question: string, work: () => Result): Promise<Result> {
    return readCommitted(this, question, () => {
      this.names.refresh();
      return work();
    });
  }
}

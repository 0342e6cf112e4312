import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { damageText } from '@tunnelwatch/shared/storage';
import { z } from 'zod';
import { DamagedSegment } from '../../../segment/segment.js';
import type { EventRecord } from '../../../../core/events/event-record.js';
import type { AuditCheckRequest } from '../../../queries.js';
import { isDamage, StoreError } from '../../../store.js';
import { databaseFile, openForReading, pragmaOf } from '../../database.js';
import { MIGRATIONS } from '../../migrations.js';
import { checkAudit } from '../../alerts/audit-check.js';
import { NameCache } from '../../name-cache.js';
import { toAlert, toEventRecord } from '../../rows.js';
import { damageOf, SegmentTable } from '../../segments/segment-table.js';
import { eventsOf } from '../compactor.js';
import { removedRanges } from '../removed-ranges.js';
import { openSegment, type SegmentSpan, segmentSpans } from '../segment-rows.js';
import { CountCheck } from './count-check.js';
import { ListCheck } from './list-check.js';
import { type Finding, Findings } from './finding.js';
import { checkNumbers, type NumberedStretch } from './number-check.js';

/** What a check covered and what it found. */
export interface CheckReport {
  file: string;
  /** The step of the store that was checked. */
  step: number;
  segments: number;
  events: number;
  alerts: number;
  /** Events that retention removed so far. */
  removed: number;
  /** False when the audit trail's chain could not be verified for want of its key. */
  isAuditVerified: boolean;
  findings: Finding[];
  /** Findings beyond those. */
  notShown: number;
}

/**
 * Reads everything in a store as of one moment, also beside a running server, and changes nothing: the pages of the
 * database, every event and every line, the numbers, the names, the stored counts, the list and the alerts.
 * @param audit what the audit trail is compared with; without keys only what needs none is checked of it
 * @throws Error when there is no store that this version can read
 */
export function checkStore(
  dataDirectory: string,
  onProgress: (events: number, total: number) => void,
  audit: AuditCheckRequest = { keys: [], seen: null },
): CheckReport {
  const file = databaseFile(dataDirectory);
  const findings = new Findings();
  const counted = { step: 0, segments: 0, events: 0, alerts: 0, removed: 0, isAuditVerified: true };
  try {
    const database = openReadable(dataDirectory);
    try {
      database.exec('BEGIN');
      checkPages(database, findings);
      Object.assign(counted, new StoreCheck(database, findings, onProgress).run(audit));
      database.exec('COMMIT');
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof StoreError && !isDamage(error.code)) throw error;
    // What the engine itself cannot read is a finding.
    findings.add('database', `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return { file, ...counted, findings: findings.list, notShown: findings.notShown };
}

/** Another program's file, one of another version, or an unreadable one is not a finding: it cannot be checked at all. */
function openReadable(dataDirectory: string): DatabaseSyncInstance {
  const database = openForReading(dataDirectory);
  const version = pragmaOf(database, 'user_version');
  if (version >= MIGRATIONS.length) return database;
  database.close();
  throw new StoreError(
    'too-old',
    `${databaseFile(dataDirectory)} was written by an older Tunnelwatch (schema ${String(version)}, this one checks ${String(MIGRATIONS.length)}): start the server once to upgrade it, or use that version`,
  );
}

function checkPages(database: DatabaseSyncInstance, findings: Findings): void {
  for (const row of database.prepare('PRAGMA integrity_check(20)').all()) {
    const text = z.object({ integrity_check: z.string() }).parse(row).integrity_check;
    if (text !== 'ok') findings.add('database', `the database is inconsistent: ${text}`);
  }
}

const AUDIT_REMEDY =
  'find out who had access to the data folder, and compare the trail with the heads that were published (docs/operating.md)';

const countsSchema = z.object({ step: z.number(), rows: z.number() });

class StoreCheck {
  private readonly names: NameCache;
  private readonly sourceIds: ReadonlySet<number>;
  private readonly counts: CountCheck;
  private readonly list: ListCheck;
  private readonly stretches: NumberedStretch[] = [];
  private events = 0;
  /** Events listed so far. */
  private listed = 0;
  private total = 0;

  constructor(
    private readonly database: DatabaseSyncInstance,
    private readonly findings: Findings,
    private readonly onProgress: (events: number, total: number) => void,
  ) {
    this.names = new NameCache(database);
    this.names.refresh();
    const sources = database.prepare('SELECT id FROM source').all();
    this.sourceIds = new Set(sources.map((row) => z.object({ id: z.number() }).parse(row).id));
    this.counts = new CountCheck(database, (id) => this.names.gatewayIdOf(id), findings);
    this.list = new ListCheck(findings);
  }

  run(
    audit: AuditCheckRequest,
  ): Pick<CheckReport, 'step' | 'segments' | 'events' | 'alerts' | 'removed' | 'isAuditVerified'> {
    const { database } = this;
    const { step, rows } = countsSchema.parse(
      database
        .prepare(
          `SELECT (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'step') AS step, (SELECT count(*) FROM event) AS rows`,
        )
        .get(),
    );
    const spans = segmentSpans(database, 'ORDER BY first_ms, id');
    this.total = rows + spans.reduce((sum, { count }) => sum + count, 0);
    this.checkRows();
    for (const span of spans) {
      this.counts.completeBefore(span.firstTime);
      this.checkSegment(span);
    }
    this.counts.finish();
    this.checkList();
    const { problems, isVerified } = checkAudit(database, audit);
    for (const problem of problems) this.findings.add('audit', problem, AUDIT_REMEDY);
    const removed = removedRanges(database).map((range) => ({ ...range, owner: 'what retention removed' }));
    checkNumbers([...this.stretches, ...removed], this.findings);
    return {
      step,
      segments: spans.length,
      events: this.events,
      alerts: this.checkAlerts(),
      isAuditVerified: isVerified,
      removed: removed.reduce((sum, { first, last }) => sum + last - first + 1, 0),
    };
  }

  private checkList(): void {
    const { database, names } = this;
    // Damaged ones were reported when their events were read.
    const segments = new SegmentTable(
      database,
      (id) => names.tunnelName(id),
      () => undefined,
    );
    this.list.compare({ database, names, segments, checkpoint: () => undefined }, this.counts.isDark, (events) => {
      this.listed += events;
      this.tellProgress();
    });
  }

  /** All events are read twice: one by one, and in the list. */
  private tellProgress(): void {
    this.onProgress(Math.min(this.total, Math.floor((this.events + this.listed) / 2)), this.total);
  }

  private checkRows(): void {
    let stretch: NumberedStretch | undefined;
    for (const row of this.database.prepare('SELECT * FROM event ORDER BY seq').iterate()) {
      const { seq } = z.object({ seq: z.number() }).parse(row);
      if (stretch?.last === seq - 1) stretch.last = seq;
      else this.stretches.push((stretch = { first: seq, last: seq, owner: 'the rows of new events' }));
      try {
        this.take(seq, toEventRecord(row));
      } catch (error) {
        this.findings.add('rows', `event ${String(seq)} cannot be read: ${reasonOf(error)}`);
      }
    }
  }

  private checkSegment(span: SegmentSpan): void {
    const { id, firstSeq, count, firstTime, lastTime } = span;
    const name = `segment ${String(id)}`;
    this.stretches.push({ first: firstSeq, last: firstSeq + count - 1, owner: name });
    const bounds = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
    let at = 0;
    try {
      const segment = openSegment(this.database, span, (subjectId) => this.names.tunnelName(subjectId));
      // Decoded completely before anything of it is counted: a segment is intact or it is not.
      for (const event of [...eventsOf(segment)]) {
        bounds.first = Math.min(bounds.first, event.time);
        bounds.last = Math.max(bounds.last, event.time);
        if (!segment.head.kinds.includes(event.kindId)) {
          this.findings.add('segment', `${name} does not list kind ${String(event.kindId)}, which occurs in it`);
        }
        this.take(firstSeq + at, event);
        at += 1;
      }
    } catch (error) {
      if (!(error instanceof DamagedSegment)) throw error;
      this.findings.add('segment', damageText(damageOf(span, error)));
      this.counts.darken(firstTime, lastTime);
      return;
    }
    if (bounds.first !== firstTime || bounds.last !== lastTime) {
      this.findings.add('segment', `the time range of ${name} does not match its events`);
    }
  }

  private take(seq: number, event: EventRecord): void {
    const { subjectId, kindId, sourceId } = event;
    this.events += 1;
    if (this.events % 8192 === 0) this.tellProgress();
    this.counts.add(event);
    this.list.add(event.time);
    if (this.names.subject(subjectId) === undefined) this.unknown(seq, 'subject', subjectId);
    if (this.names.kind(kindId) === undefined) this.unknown(seq, 'kind', kindId);
    if (!this.sourceIds.has(sourceId)) this.unknown(seq, 'source', sourceId);
  }

  private unknown(seq: number, what: string, id: number): void {
    this.findings.add('names', `event ${String(seq)} refers to ${what} ${String(id)}, which is not in the store`);
  }

  private checkAlerts(): number {
    let alerts = 0;
    for (const row of this.database.prepare('SELECT id, body FROM alert ORDER BY id').iterate()) {
      alerts += 1;
      const { id } = z.object({ id: z.number() }).parse(row);
      try {
        const alert = toAlert(row);
        if (alert.id !== id) this.findings.add('alert', `alert ${String(id)} is stored with id ${String(alert.id)}`);
      } catch (error) {
        this.findings.add('alert', `alert ${String(id)} cannot be read: ${reasonOf(error)}`);
      }
    }
    return alerts;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

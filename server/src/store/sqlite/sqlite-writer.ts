import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { type Subject, subjectName } from '@tunnelwatch/shared/subject';
import { z } from 'zod';
import type { SubjectRecord } from '../../aggregate/records.js';
import type { FileRecord } from '../../source/file/file-record.js';
import { SEGMENT_EVENTS } from '../segment/segment.js';
import type { Batch, Committed, EventRecord, SourceRecord, StoreState, WritableStore } from '../store.js';
import { openForWriting, toStoreError } from './database.js';
import { RollupWriter } from './rollup.js';
import { Sealer } from './sealer.js';
import { SegmentWriter } from './segment-table.js';
import {
  sourceStateSchema,
  toAlert,
  toEventRecord,
  toFileRecord,
  toKindRecord,
  toSourceRecord,
  toSubjectRecord,
} from './rows.js';

/** When rows become segments. */
export interface SealingLimits {
  /** A segment holds at least this many events: smaller ones would cost more than rows. */
  leastEvents: number;
  /** And at most this many; as many rows are sealed. */
  mostEvents: number;
}

const USUAL_LIMITS: SealingLimits = { leastEvents: 4096, mostEvents: SEGMENT_EVENTS };

/** Alerts of the past that the pipeline keeps at hand; older ones are read from the store when asked for. */
const MOST_PAST_ALERTS = 1000;

/** The one writer of a SQLite store. One commit is one transaction and one step. */
export class SqliteWriter implements WritableStore {
  private readonly database: DatabaseSyncInstance;
  private readonly rollup: RollupWriter;
  private readonly statements: ReturnType<typeof prepareAll>;
  private readonly gatewayIds = new Map<string, number>();
  private readonly gatewayOfSubject = new Map<number, number>();
  private readonly tunnelNames = new Map<number, string>();
  private readonly sealer = new Sealer((id) => this.tunnelNames.get(id));
  private readonly segments: SegmentWriter;
  /** Events that are rows; they are the newest ones, and their numbers follow each other. */
  private rowCount = 0;
  private step = 0;
  private lastSeq = 0;

  constructor(
    private readonly dataDirectory: string,
    private readonly limits: SealingLimits = USUAL_LIMITS,
  ) {
    this.database = openForWriting(dataDirectory);
    this.rollup = new RollupWriter(this.database);
    this.statements = prepareAll(this.database);
    this.segments = new SegmentWriter(this.database);
  }

  load(): StoreState {
    const all = (sql: string) => this.database.prepare(sql).all();
    const one = (sql: string) => z.object({ n: z.number() }).parse(this.database.prepare(sql).get()).n;
    this.step = one(`SELECT CAST(value AS INTEGER) AS n FROM meta WHERE key = 'step'`);
    this.rowCount = one('SELECT count(*) AS n FROM event');
    const lastSealed = one('SELECT coalesce(max(first_seq + count - 1), 0) AS n FROM segment');
    this.lastSeq = Math.max(lastSealed, one('SELECT coalesce(max(seq), 0) AS n FROM event'));
    for (const row of all('SELECT id, name FROM gateway')) {
      const { id, name } = z.object({ id: z.number(), name: z.string() }).parse(row);
      this.gatewayIds.set(name, id);
    }
    const subjects = all(
      'SELECT s.id, g.name AS gateway, s.kind, s.name FROM subject s JOIN gateway g ON g.id = s.gateway_id ORDER BY s.id',
    ).map(toSubjectRecord);
    for (const { id, subject } of subjects) this.noteSubject(id, subject, this.gatewayIds.get(subject.gateway) ?? 0);
    return {
      step: this.step,
      lastSeq: this.lastSeq,
      subjects,
      kinds: all('SELECT * FROM kind ORDER BY id').map(toKindRecord),
      sources: all('SELECT * FROM source ORDER BY id').map(toSourceRecord),
      files: all('SELECT * FROM file ORDER BY id').map(toFileRecord),
      alerts: all(
        `SELECT body FROM alert WHERE state IN ('unacknowledged', 'acknowledged', 'returnedUnacknowledged', 'shelved')
         UNION ALL SELECT * FROM (SELECT body FROM alert WHERE is_past = 1 ORDER BY id DESC LIMIT ${String(MOST_PAST_ALERTS)})`,
      ).map(toAlert),
      lastAlertId: one('SELECT coalesce(max(id), 0) AS n FROM alert'),
    };
  }

  commit(batch: Batch): Committed {
    const firstSeq = this.lastSeq + 1;
    const newGateways: string[] = [];
    try {
      this.database.exec('BEGIN IMMEDIATE');
      for (const record of batch.subjects) this.insertSubject(record, newGateways);
      this.insertKinds(batch);
      for (const source of batch.sources) this.upsertSource(source);
      for (const file of batch.files) this.upsertFile(file);
      const rowCount = this.insertEvents(batch, firstSeq);
      this.rollup.add(batch.events, (id) => this.gatewayOfSubject.get(id) ?? 0);
      for (const alert of batch.alerts) {
        const isPast = alert.isPast ? 1 : 0;
        this.statements.alert.run(alert.id, alert.rule, isPast, alert.state, alert.lastTime, JSON.stringify(alert));
      }
      this.statements.step.run(String(this.step + 1));
      this.database.exec('COMMIT');
      this.rowCount = rowCount;
    } catch (error) {
      this.undo(batch, newGateways);
      throw toStoreError(error, this.dataDirectory);
    }
    this.step += 1;
    this.lastSeq += batch.events.length;
    return { step: this.step, firstSeq };
  }

  close(): void {
    this.database.close();
  }

  private undo(batch: Batch, newGateways: readonly string[]): void {
    for (const name of newGateways) this.gatewayIds.delete(name);
    for (const { id } of batch.subjects) this.gatewayOfSubject.delete(id);
    // SQLite has rolled back by itself after some errors (disk full among them); then there is nothing left to undo.
    if (this.database.isTransaction) this.database.exec('ROLLBACK');
  }

  private insertSubject({ id, subject }: SubjectRecord, newGateways: string[]): void {
    let gatewayId = this.gatewayIds.get(subject.gateway);
    if (gatewayId === undefined) {
      gatewayId = this.gatewayIds.size + 1;
      this.statements.gateway.run(gatewayId, subject.gateway);
      this.gatewayIds.set(subject.gateway, gatewayId);
      newGateways.push(subject.gateway);
    }
    this.statements.subject.run(id, gatewayId, subject.kind, subjectName(subject));
    this.noteSubject(id, subject, gatewayId);
  }

  private insertKinds(batch: Batch): void {
    for (const kind of batch.kinds) {
      this.statements.kind.run(kind.id, kind.messageId, kind.class, kind.severity, kind.isKnown ? 1 : 0);
    }
  }

  /** New events become rows; when rows are many, or many come at once, they become segments. Gives the rows there are. */
  private insertEvents(batch: Batch, firstSeq: number): number {
    const { events } = batch;
    const total = this.rowCount + events.length;
    const { leastEvents, mostEvents } = this.limits;
    if (events.length < leastEvents && total < mostEvents) {
      this.insertRows(events, firstSeq);
      return total;
    }
    const all = [...this.takeRows(), ...events];
    let seq = firstSeq - this.rowCount;
    let at = 0;
    while (all.length - at >= leastEvents) {
      const part = all.slice(at, at + mostEvents);
      this.segments.add(this.sealer.seal(part), seq);
      seq += part.length;
      at += part.length;
    }
    this.insertRows(all.slice(at), seq);
    return all.length - at;
  }

  private insertRows(events: readonly EventRecord[], firstSeq: number): void {
    const statement = this.statements.event;
    let seq = firstSeq;
    for (const event of events) {
      statement.run(seq, event.time, event.receivedTime, event.subjectId, event.kindId, event.sourceId, event.raw);
      seq += 1;
    }
  }

  private takeRows(): EventRecord[] {
    if (this.rowCount === 0) return [];
    const rows = this.database.prepare('SELECT * FROM event ORDER BY seq').all().map(toEventRecord);
    this.database.exec('DELETE FROM event');
    return rows;
  }

  private noteSubject(id: number, subject: Subject, gatewayId: number): void {
    this.gatewayOfSubject.set(id, gatewayId);
    if (subject.kind === 'tunnel') this.tunnelNames.set(id, subject.matchkey);
  }

  private upsertSource(source: SourceRecord): void {
    this.statements.source.run(source.id, source.kind, source.name, JSON.stringify(sourceStateSchema.parse(source)));
  }

  private upsertFile(file: FileRecord): void {
    this.statements.file.run(
      file.id,
      file.sourceId,
      file.path,
      file.device,
      file.inode,
      file.fingerprint,
      file.fingerprintLength,
      file.position,
      file.tail,
      file.isSkipping ? 1 : 0,
      file.state,
    );
  }
}

function prepareAll(
  database: DatabaseSyncInstance,
): Record<'gateway' | 'subject' | 'kind' | 'source' | 'file' | 'event' | 'alert' | 'step', StatementSyncInstance> {
  return {
    gateway: database.prepare('INSERT INTO gateway VALUES (?, ?)'),
    subject: database.prepare('INSERT INTO subject VALUES (?, ?, ?, ?)'),
    kind: database.prepare('INSERT INTO kind VALUES (?, ?, ?, ?, ?)'),
    source: database.prepare(
      'INSERT INTO source VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state',
    ),
    file: database.prepare('INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    event: database.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)'),
    alert: database.prepare('INSERT OR REPLACE INTO alert VALUES (?, ?, ?, ?, ?, ?)'),
    step: database.prepare(`UPDATE meta SET value = ? WHERE key = 'step'`),
  };
}

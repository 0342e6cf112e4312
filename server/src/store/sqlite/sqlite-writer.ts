import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite';
import { subjectName } from '@tunnelwatch/shared/subject';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { z } from 'zod';
import { AgeingMap } from '../../core/aggregate/ageing-map.js';
import type { LeavingNames, SubjectRecord } from '../../core/aggregate/records.js';
import type { FileRecord } from '../file-record.js';
import type { SubjectVerdict } from '../../core/alert/registry/alert-verdicts.js';
import { textsOf } from '../../core/events/event-columns.js';
import { type EventRecord, recordsOf } from '../../core/events/event-record.js';
import { encodeSegment, orderOf } from '../segment/encode.js';
import type { AuditKey } from '../audit/audit-key.js';
import type { Batch, Committed, StoreDigest, StoreError, StoreState } from '../store.js';
import type { SourceRecord } from '../../core/aggregate/source-tally.js';
import type { EventPart } from '../../core/events/event-part.js';
import type { InventoryChange } from '../../core/inventory/inventory-list.js';
import { AlertTables } from './alerts/alert-tables.js';
import { openForWriting, toStoreError } from './database.js';
import { StoreWatch } from './store-watch.js';
import { applyAliases, storedNames } from './gateway-aliases.js';
import { NameCache } from './name-cache.js';
import { InventoryTable } from './inventory-table.js';
import { ReplicaTable } from './replica-table.js';
import { SenderTable } from './sender-table.js';
import { SpoolTable } from './spool-table.js';
import { digestOf } from './store-digest.js';
import { UnusedNameTable } from './maintenance/unused-names.js';
import { Maintenance, type MaintenanceParts } from './maintenance/maintenance.js';
import { OutboxTable } from './alerts/outbox-table.js';
import { PastTables } from './past/past-tables.js';
import { PendingBatch } from './segments/pending.js';
import { RollupWriter } from './counts/rollup.js';
import { TailTable } from './tail-table.js';
import {
  gatewayStateSchema,
  numberIn,
  sourceStateSchema,
  toEventRecord,
  toFileRecord,
  toGatewayRecord,
  toKindRecord,
  toSourceRecord,
} from './rows.js';
import { recentCounts } from './counts/recent-counts.js';
import { Sealer } from './segments/sealer.js';
import { SegmentTable, SegmentWriter } from './segments/segment-table.js';

/** When events become segments. */
export interface SealingLimits {
  /** A part of at least this many events becomes a segment at once: a smaller one would cost more than rows. */
  leastEvents: number;
  /** This many rows are sealed, by the commit that brings them: the fewer, the shorter a commit takes; upkeep merges the rest. */
  mostRows: number;
}

const USUAL_LIMITS: SealingLimits = { leastEvents: 1024, mostRows: 4096 };

/** A store with up to so many names gives all of them at the start; of a larger one, each is looked up when it is seen. */
const MAX_LOADED_SUBJECTS = 65_536;
const MAX_GATEWAY_IDS = 16_384;

/** What rules about rates look back and ahead, and a minute more. */
const RECENT_MS = 16 * MINUTE_MS;

/**
 * The only writer of a SQLite store. One commit is one transaction and one step. What was submitted is kept until it is
 * durable: after a failed commit, `retry` commits exactly the same.
 */
export class SqliteWriter {
  private readonly database: DatabaseSyncInstance;
  private readonly rollup: RollupWriter;
  private readonly statements: ReturnType<typeof prepareAll>;
  private readonly names: NameCache;
  private readonly gatewayIds = new AgeingMap<string, number>(MAX_GATEWAY_IDS);
  private readonly nameOf = (id: number) => this.tunnelName(id);
  private readonly sealer = new Sealer(this.nameOf);
  private readonly gatewayOf = (subjectId: number) =>
    this.pending.subjects.get(subjectId)?.gatewayId ?? this.names.gatewayIdOf(subjectId);
  private pending = new PendingBatch(this.gatewayOf);
  private lastGatewayId = 0;
  private readonly segments: SegmentWriter;
  private readonly tails: TailTable;
  private readonly alertTables: AlertTables;
  private readonly outbox: OutboxTable;
  private readonly past: PastTables;
  private readonly inventory: InventoryTable;
  private readonly senders: SenderTable;
  private readonly replica: ReplicaTable;
  private readonly spool: SpoolTable;
  private readonly watch: StoreWatch;
  private readonly unusedNames: UnusedNameTable;
  /** Events that are rows; they are the newest ones, and their numbers are consecutive. */
  private rowCount = 0;
  private step = 0;
  private lastSeq = 0;

  /** @param auditKey chains the audit trail */
  constructor(
    readonly dataDirectory: string,
    private readonly limits: SealingLimits = USUAL_LIMITS,
    auditKey?: AuditKey,
    private readonly mostLoadedSubjects = MAX_LOADED_SUBJECTS,
  ) {
    this.database = openForWriting(dataDirectory);
    this.names = new NameCache(this.database);
    this.rollup = new RollupWriter(this.database);
    this.statements = prepareAll(this.database);
    this.segments = new SegmentWriter(this.database);
    this.tails = new TailTable(this.database);
    this.alertTables = new AlertTables(this.database, auditKey);
    this.outbox = new OutboxTable(this.database);
    this.past = new PastTables(this.database);
    this.inventory = new InventoryTable(this.database);
    this.senders = new SenderTable(this.database);
    this.replica = new ReplicaTable(this.database);
    this.spool = new SpoolTable(this.database);
    this.unusedNames = new UnusedNameTable(this.database);
    this.watch = new StoreWatch(this.database, dataDirectory);
  }

  /**
   * The state that the pipeline starts from, by the names that gateways have now.
   * @param now epoch ms: recent counts are those around it
   * @param aliases the names of gateways by other names of theirs: what is stored is shown accordingly
   */
  load(now = Date.now(), aliases: ReadonlyMap<string, string> = new Map()): StoreState {
    this.begin(aliases);
    const all = (sql: string) => this.database.prepare(sql).all();
    const one = (sql: string) => z.object({ n: z.number() }).parse(this.database.prepare(sql).get()).n;
    this.step = one(`SELECT CAST(value AS INTEGER) AS n FROM meta WHERE key = 'step'`);
    this.rowCount = one('SELECT count(*) AS n FROM event');
    const lastSealed = one('SELECT coalesce(max(first_seq + count - 1), 0) AS n FROM segment');
    const lastRow = one('SELECT coalesce(max(seq), 0) AS n FROM event');
    // A number is never reused, not even after the newest events were removed.
    this.lastSeq = Math.max(lastSealed, lastRow, one('SELECT coalesce(max(last_seq), 0) AS n FROM removed_range'));
    this.lastGatewayId = Math.max(
      one('SELECT coalesce(max(id), 0) AS n FROM gateway'),
      one(`SELECT coalesce(max(CAST(value AS INTEGER)), 0) AS n FROM meta WHERE key = 'lastGatewayId'`),
    );
    const { names } = this;
    names.refresh();
    const { lastSubjectId } = names;
    const hasAllSubjects = !names.hasMoreThan(this.mostLoadedSubjects);
    const kinds = all('SELECT * FROM kind ORDER BY id').map(toKindRecord);
    const replica = this.replica.load();
    // What another node has found goes on while this one starts again.
    if (replica === undefined) this.past.begin(now);
    const spool = this.spool.load();
    return {
      step: this.step,
      lastSeq: this.lastSeq,
      subjects: hasAllSubjects ? names.shownSubjects() : [],
      hasAllSubjects,
      lastSubjectId,
      storedNames: storedNames(this.database),
      kinds,
      sources: all('SELECT * FROM source ORDER BY id').map(toSourceRecord),
      files: all('SELECT * FROM file ORDER BY id').map(toFileRecord),
      tails: this.tails.load(),
      ...this.alertTables.load((id) => names.canonicalOf(id)),
      lastAlertId: one('SELECT coalesce(max(id), 0) AS n FROM alert'),
      gateways: all('SELECT * FROM gateway_life').map(toGatewayRecord),
      // A node goes on at the time of the input it has come to, however long ago that was.
      recent: this.recent(names, replica?.at ?? now),
      ...this.inventory.load(),
      senders: this.senders.load(),
      ...(replica !== undefined && { replica, verdicts: this.openVerdicts(names) }),
      ...(spool !== undefined && { spool }),
    };
  }

  private begin(aliases: ReadonlyMap<string, string>): void {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      applyAliases(this.database, aliases);
      this.alertTables.begin();
      this.database.exec('COMMIT');
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw toStoreError(error, this.dataDirectory);
    }
  }

  private openVerdicts(names: NameCache): SubjectVerdict[] {
    return this.past.open().flatMap(({ subjectId, verdict }) => {
      const subject = names.subject(subjectId);
      return subject === undefined ? [] : [{ subject, verdict }];
    });
  }

  /** A damaged segment is left out here: readers of the store report it. */
  private recent(names: NameCache, now: number): Float64Array {
    const segments = new SegmentTable(this.database, this.nameOf, () => undefined);
    const range = { from: now - RECENT_MS, to: now + RECENT_MS };
    return recentCounts(this.database, segments, names, range);
  }

  /** Takes a part of the next batch: counts it, and encodes it when it is large. The columns can be reused afterwards. */
  add(part: EventPart): void {
    const { pending } = this;
    const { columns } = part;
    for (const record of part.subjects) this.addSubject(record);
    pending.kinds.push(...part.kinds);
    pending.events += columns.count;
    if (columns.count < this.limits.leastEvents) {
      pending.counts.add(columns);
      pending.rows.push(...recordsOf(part));
      return;
    }
    // The numbers of a segment's events are consecutive, so rows before it become a segment of their own.
    if (pending.rows.length > 0) pending.segments.push(this.sealer.seal(pending.rows));
    pending.rows = [];
    const order = orderOf(columns);
    pending.counts.addSorted(columns, order);
    pending.segments.push(encodeSegment(columns, textsOf(part), this.nameOf, order));
  }

  /** Takes changes of the inventory for the next batch. */
  addInventory(changes: readonly InventoryChange[]): void {
    this.pending.inventory.push(...changes);
  }

  /**
   * Stores a batch with all parts submitted before it.
   * @throws StoreError when nothing of it was stored; `retry` tries again
   */
  commit({ parts, ...rest }: Batch): Committed {
    for (const part of parts) this.add(part);
    this.pending.rest = rest;
    return this.retry();
  }

  /** Commits what the last commit could not. @throws StoreError when it fails again */
  retry(): Committed {
    const { pending } = this;
    const firstSeq = this.lastSeq + 1;
    const fault = this.fault();
    if (fault !== undefined) throw fault;
    let written: { rowCount: number; left: LeavingNames | undefined };
    let digest: StoreDigest | undefined;
    try {
      this.database.exec('BEGIN IMMEDIATE');
      written = this.write(pending, firstSeq);
      this.statements.step.run(String(this.step + 1));
      digest = this.digestWith(pending);
      this.database.exec('COMMIT');
    } catch (error) {
      // SQLite has already rolled back after some errors, a full disk among them; then there is nothing left to undo.
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw toStoreError(error, this.dataDirectory);
    }
    const { rowCount, left } = written;
    this.past.committed();
    this.pending = new PendingBatch(this.gatewayOf);
    this.rowCount = rowCount;
    this.step += 1;
    this.lastSeq += pending.events;
    if (left !== undefined) this.settleLeft(pending.rest?.leaving ?? [], left);
    return {
      step: this.step,
      firstSeq,
      count: pending.events,
      ...(left !== undefined && { left }),
      ...(digest !== undefined && { digest }),
    };
  }

  private digestWith({ rest, events }: PendingBatch): StoreDigest | undefined {
    if (rest?.isDigested !== true || rest.replica === undefined) return undefined;
    return digestOf(this.database, rest.replica.at, this.lastSeq + events);
  }

  /** A gateway that comes again has a new number. */
  private settleLeft(leaving: readonly LeavingNames[], { gateways }: LeavingNames): void {
    for (const gateway of gateways) this.gatewayIds.delete(gateway);
    this.unusedNames.settle(leaving);
  }

  /** Upkeep of the store on this connection: call its steps between commits. */
  maintenance(parts: Omit<MaintenanceParts, 'database' | 'dataDirectory' | 'asStep' | 'unusedNames'>): Maintenance {
    const { database, dataDirectory, unusedNames } = this;
    return new Maintenance({ ...parts, database, dataDirectory, unusedNames, asStep: (work) => this.asStep(work) });
  }

  /** Why nothing may be written for now: the files of the store are not those that are open, or cannot be written. */
  fault(): StoreError | undefined {
    return this.watch.fault();
  }

  close(): void {
    this.database.close();
  }

  /** Writes a batch within a transaction; returns the number of rows afterwards, and the names that were removed. */
  private write(pending: PendingBatch, firstSeq: number): { rowCount: number; left: LeavingNames | undefined } {
    const { statements } = this;
    for (const [name, id] of pending.gateways) statements.gateway.run(id, name);
    for (const { id, subject, gatewayId } of pending.subjects.values()) {
      statements.subject.run(id, gatewayId, subject.kind, subjectName(subject));
    }
    for (const kind of pending.kinds) {
      statements.kind.run(kind.id, kind.messageId, kind.class, kind.severity, kind.isKnown ? 1 : 0, kind.repeats);
    }
    if (pending.rest !== undefined) this.writeStates(pending.rest, pending.events, firstSeq);
    this.inventory.save(pending.inventory);
    const rowCount = this.insertEvents(pending, firstSeq);
    this.rollup.write(pending.counts);
    const leaving = pending.rest?.leaving ?? [];
    const left = leaving.length === 0 ? undefined : this.unusedNames.remove(leaving, (id) => pending.subjects.has(id));
    return { rowCount, left };
  }

  /** Writes what a batch has besides events. */
  private writeStates(states: Omit<Batch, 'parts'>, events: number, firstSeq: number): void {
    const { sources, files, tails, gateways, at } = states;
    const { statements } = this;
    for (const source of sources) this.upsertSource(source);
    for (const file of files) this.upsertFile(file);
    this.tails.save(tails ?? []);
    this.senders.save(states.senders ?? []);
    this.replica.save(states.replica);
    this.spool.save(states.spool);
    for (const gateway of states.goneGateways ?? []) statements.goneLife.run(gateway);
    for (const { gateway, ...life } of gateways) {
      statements.gatewayLife.run(gateway, JSON.stringify(gatewayStateSchema.parse(life)));
    }
    const auditId = this.alertTables.save(states);
    if (at !== undefined) this.past.save(states, { at, auditId, events, seq: firstSeq + events - 1 });
    this.outbox.save(states.outbox ?? [], states.outboxResults ?? []);
  }

  /** Runs upkeep work as a step of its own; it returns how many rows of new events it removed. */
  private asStep(work: () => number): number {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const removedRows = work();
      this.statements.step.run(String(this.step + 1));
      this.database.exec('COMMIT');
      this.rowCount -= removedRows;
    } catch (error) {
      if (this.database.isTransaction) this.database.exec('ROLLBACK');
      throw error;
    }
    this.step += 1;
    return this.step;
  }

  /** Segments first, with the rows before them as one segment; then rows, which become a segment when there are many. */
  private insertEvents({ segments, rows }: PendingBatch, firstSeq: number): number {
    let seq = firstSeq;
    let before = this.rowCount;
    if (segments.length > 0 && before > 0) {
      this.sealRows(firstSeq - before);
      before = 0;
    }
    for (const segment of segments) {
      this.segments.add(segment, seq);
      seq += segment.count;
    }
    if (before + rows.length >= this.limits.mostRows) {
      this.sealRows(seq - before, rows);
      return 0;
    }
    this.insertRows(rows, seq);
    return before + rows.length;
  }

  /** Makes one segment of all rows and the events behind them, which are not rows yet. */
  private sealRows(firstSeq: number, more: readonly EventRecord[] = []): void {
    const rows = this.database.prepare('SELECT * FROM event ORDER BY seq').all().map(toEventRecord);
    this.database.exec('DELETE FROM event');
    this.segments.add(this.sealer.seal([...rows, ...more]), firstSeq);
  }

  private insertRows(events: readonly EventRecord[], firstSeq: number): void {
    const statement = this.statements.event;
    let seq = firstSeq;
    for (const event of events) {
      statement.run(seq, event.time, event.receivedTime, event.subjectId, event.kindId, event.sourceId, event.raw);
      seq += 1;
    }
  }

  private addSubject({ id, subject }: SubjectRecord): void {
    const { gateway } = subject;
    let gatewayId = this.pending.gateways.get(gateway) ?? this.gatewayIds.get(gateway) ?? this.storedGatewayId(gateway);
    if (gatewayId === undefined) {
      gatewayId = ++this.lastGatewayId;
      this.pending.gateways.set(gateway, gatewayId);
    }
    this.gatewayIds.set(gateway, gatewayId);
    this.pending.subjects.set(id, { id, subject, gatewayId });
  }

  private storedGatewayId(name: string): number | undefined {
    const row: unknown = this.statements.gatewayId.get(name);
    return row === undefined ? undefined : numberIn(row, 'id');
  }

  private tunnelName(id: number): string | undefined {
    const subject = this.pending.subjects.get(id)?.subject ?? this.names.subject(id);
    return subject?.kind === 'tunnel' ? subject.matchkey : undefined;
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
      file.head,
      file.size,
      file.landmarks,
    );
  }
}

function prepareAll(
  database: DatabaseSyncInstance,
): Record<
  'gateway' | 'gatewayId' | 'subject' | 'kind' | 'source' | 'file' | 'event' | 'gatewayLife' | 'goneLife' | 'step',
  StatementSyncInstance
> {
  return {
    gateway: database.prepare('INSERT INTO gateway (id, name) VALUES (?, ?)'),
    gatewayId: database.prepare('SELECT id FROM gateway WHERE name = ?'),
    // One that was let go of and came again is brought once more, whether or not it was removed meanwhile.
    subject: database.prepare('INSERT INTO subject VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING'),
    kind: database.prepare('INSERT INTO kind VALUES (?, ?, ?, ?, ?, ?)'),
    source: database.prepare(
      'INSERT INTO source VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state',
    ),
    file: database.prepare('INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)'),
    event: database.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)'),
    goneLife: database.prepare('DELETE FROM gateway_life WHERE gateway = ?'),
    gatewayLife: database.prepare('INSERT OR REPLACE INTO gateway_life VALUES (?, ?)'),
    step: database.prepare(`UPDATE meta SET value = ? WHERE key = 'step'`),
  };
}

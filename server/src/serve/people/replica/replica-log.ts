import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { inTransaction, openPeopleDatabase, peopleFile } from '../people-database.js';
import { startCapture, stopCapture } from './capture.js';
import { type Change, type ChangeBatch, FIRST, NEW, readChanges, rowSchema, USE } from './change.js';
import { ChangeApplier, type Effect, type Restored } from './change-applier.js';
import type { PeopleMessage, PeoplePosition } from '../../../cluster/people-message.js';
import type { PeopleSeal } from './people-seal.js';
import { type Row, SHARED_TABLES, type SharedTable, USED } from './shared-tables.js';

/** An own change that has come back through the stream. */
export interface Settled {
  change: Change;
  /** Why it is left out on all nodes; null when it is not. */
  refusal: string | null;
}

/** What messages have brought. */
export interface Applied {
  /** Tables in which others have changed something, or something of this node was left out. */
  tables: ReadonlySet<SharedTable>;
  settled: readonly Settled[];
  /** The node that has made the first admin, where that was another one. */
  firstAdminOf: string | null;
  /** Messages that cannot be read, in words; all nodes leave them out. */
  unread: readonly string[];
}

/** A batch that waits for the stream: which one it is. */
export type BatchKey = Pick<ChangeBatch, 'origin' | 'number'>;

/** An own change that has not come back through the stream. */
interface Pending {
  id: number;
  change: Change;
  /** Null until it was sent or applied anew. */
  restored: readonly Restored[] | null;
  refusal: string | null;
  batch: BatchKey | null;
}

/** JSON of the changes of one message; compressed it is far below what a message may have. */
const MAX_BATCH_CHARS = 256 * 1024;

const jsonRow = z
  .string()
  .nullable()
  .transform((text) => (text === null ? null : rowSchema.parse(JSON.parse(text))));

const restoredSchema = z.array(z.object({ table: z.enum(SHARED_TABLES), row: rowSchema.nullable(), key: rowSchema }));

const pendingSchema = z.object({
  id: z.number(),
  table_name: z.enum(SHARED_TABLES),
  before: jsonRow,
  after: jsonRow,
  guard: z.string().nullable(),
  origin: z.string().nullable(),
  number: z.number().nullable(),
  restored: z.string().nullable(),
  refusal: z.string().nullable(),
});

const positionSchema = z.object({ sequence: z.number(), message_id: z.string(), stored_ms: z.number() });

/**
 * The changes of people.db on a node of a cluster: its own wait here for the stream, and those of all are applied in the
 * order of the stream.
 *
 * What the tables show is always what the stream has said so far, with the own changes on it that it has not: before a change
 * of another node those are taken back, and afterwards applied anew, by the same rules by which every node applies them once
 * they come. So all nodes have the same tables once nothing waits.
 */
export class ReplicaLog {
  /** This life of this node: numbers of batches begin anew with each, whatever backup it began with. */
  private readonly origin = randomUUID();
  private readonly applier: ChangeApplier;
  private lastNumber = 0;

  /** Makes a server that was the only one a node, or goes on where this node, or the one whose copy this is, had come to. */
  constructor(
    private readonly database: DatabaseSyncInstance,
    private readonly member: string,
    private readonly seal: PeopleSeal,
  ) {
    this.applier = new ChangeApplier(database);
    inTransaction(database, () => {
      const known = z
        .object({ member: z.string() })
        .optional()
        .parse(database.prepare('SELECT member FROM replica').get());
      if (known === undefined) this.join();
      else if (known.member !== member) this.become();
      startCapture(database);
    });
  }

  /** Ends being a node: nothing is kept for others any more. */
  static leave(database: DatabaseSyncInstance): void {
    if (database.prepare('SELECT 1 FROM replica').get() === undefined) return;
    inTransaction(database, () => {
      stopCapture(database);
      database.exec(
        'DELETE FROM replica; DELETE FROM replica_change; DELETE FROM replica_use; DELETE FROM replica_batch',
      );
    });
  }

  get position(): PeoplePosition {
    const position = positionIn(this.database);
    if (position === undefined) throw new Error('people.db is no longer that of a node');
    return position;
  }

  /** Whether own changes wait that are in no batch yet. */
  get hasFresh(): boolean {
    return this.database.prepare('SELECT 1 FROM replica_change WHERE origin IS NULL LIMIT 1').get() !== undefined;
  }

  /** Whether own changes have not come back through the stream. */
  get hasPending(): boolean {
    return this.database.prepare('SELECT 1 FROM replica_change LIMIT 1').get() !== undefined;
  }

  /** Whether something was used of which the others were not told. */
  get hasUses(): boolean {
    return this.database.prepare('SELECT 1 FROM replica_use LIMIT 1').get() !== undefined;
  }

  /** Adds the first admin, which counts on all nodes only where nobody else has made one. @returns false when there are users */
  addFirst(add: () => void): boolean {
    return inTransaction(this.database, () => {
      if (this.database.prepare('SELECT 1 FROM user').get() !== undefined) return false;
      add();
      this.database
        .prepare('UPDATE replica_change SET guard = ? WHERE id = (SELECT max(id) FROM replica_change)')
        .run(FIRST);
      return true;
    });
  }

  /** Adds what was used to what is to be sent: when it was used last. */
  gatherUses(): void {
    inTransaction(this.database, () => {
      for (const [table, column] of Object.entries(USED)) {
        this.database
          .prepare(
            `INSERT INTO replica_change (table_name, after, guard)
             SELECT u.table_name, json_object('id', t.id, '${column}', t.${column}), ?
             FROM replica_use u JOIN ${table} t ON t.id = u.id WHERE u.table_name = ?`,
          )
          .run(USE, table);
      }
      this.database.exec('DELETE FROM replica_use');
    });
  }

  /** Puts own changes into batches, whole transactions of them; from then on each keeps its number and its content. */
  batchFresh(): void {
    if (!this.hasFresh) return;
    this.applying(() => {
      const fresh = this.pending('WHERE origin IS NULL');
      // They were made by statements of their own: what the others will do is what is done here.
      this.keepingUses(fresh, () => {
        this.takeBack(fresh);
        this.applyAnew(fresh);
      });
      const put = this.database.prepare('UPDATE replica_change SET origin = ?, number = ? WHERE id = ?');
      let size = Number.POSITIVE_INFINITY;
      for (const { id, change } of fresh) {
        const length = JSON.stringify(change).length;
        if (size + length > MAX_BATCH_CHARS) {
          this.lastNumber += 1;
          size = 0;
        }
        size += length;
        put.run(this.origin, this.lastNumber, id);
      }
    });
  }

  /** The oldest batch that waits, or the one behind another; undefined when there is none. */
  nextBatch(after: BatchKey | undefined): ChangeBatch | undefined {
    const behind =
      after === undefined
        ? undefined
        : this.pending('WHERE origin = ? AND number = ? ORDER BY id DESC LIMIT 1', after.origin, after.number)[0];
    const [first] = this.pending('WHERE origin IS NOT NULL AND id > ? ORDER BY id LIMIT 1', behind?.id ?? 0);
    if (first?.batch == null) return undefined;
    const { origin, number } = first.batch;
    const changes = this.pending('WHERE origin = ? AND number = ? ORDER BY id', origin, number);
    return { origin, number, member: this.member, changes: changes.map(({ change }) => change) };
  }

  /**
   * Applies messages in the order of the stream, in one transaction together with the position; those that were applied before are
   * skipped.
   * @param whenSettled called within the transaction, with own changes that have come back
   */
  take(messages: readonly PeopleMessage[], whenSettled: (settled: readonly Settled[]) => void): Applied {
    const tables = new Set<SharedTable>();
    const settled: Settled[] = [];
    const unread: string[] = [];
    let firstAdminOf: string | null = null;
    this.applying(() => {
      let at = this.position;
      for (const { body, ...position } of messages) {
        if (position.sequence <= at.sequence) continue;
        at = position;
        if (body === null) continue;
        const batch = this.readOrReason(body);
        if (typeof batch === 'string') {
          unread.push(`changes of people in message ${String(at.sequence)} of the stream are left out: ${batch}`);
          continue;
        }
        if (!this.isNew(batch)) continue;
        const own = this.ownOf(batch);
        if (own === undefined) {
          if (this.applyForeign(batch)) firstAdminOf = batch.member;
          for (const { table, guard } of batch.changes) if (guard !== USE) tables.add(table);
        } else {
          settled.push(...own);
        }
      }
      for (const { change, refusal } of settled) {
        if (refusal !== null || change.guard === FIRST) tables.add(change.table);
      }
      this.database
        .prepare('UPDATE replica SET sequence = ?, message_id = ?, stored_ms = ?')
        .run(at.sequence, at.id, at.storedAt);
      whenSettled(settled);
    });
    return { tables, settled, firstAdminOf, unread };
  }

  /** What is here already becomes a change like any other, unless another node has the same. */
  private join(): void {
    this.database.prepare(`INSERT INTO replica VALUES (1, ?, 1, 0, '', 0)`).run(this.member);
    const put = this.database.prepare('INSERT INTO replica_change (table_name, after, guard) VALUES (?, ?, ?)');
    for (const table of SHARED_TABLES) {
      for (const row of this.applier.rows(table)) {
        put.run(table, JSON.stringify(row), table === 'session' ? this.passwordOf(row) : NEW);
      }
    }
    this.database.exec('UPDATE replica SET is_applying = 0');
  }

  private passwordOf({ provider, user_name }: Row): string | null {
    if (provider !== 'password') return null;
    const row = this.database.prepare('SELECT password_hash FROM user WHERE name = ?').get(user_name ?? null);
    return z.object({ password_hash: z.string() }).optional().parse(row)?.password_hash ?? null;
  }

  /** This is a copy of another node's: what waited there comes through the stream from there. */
  private become(): void {
    this.database.exec('UPDATE replica SET is_applying = 1');
    this.takeBack(this.pending(''));
    this.database.exec('DELETE FROM replica_change; DELETE FROM replica_use');
    this.database.prepare('UPDATE replica SET is_applying = 0, member = ?').run(this.member);
  }

  private readOrReason(body: Uint8Array): ChangeBatch | string {
    try {
      return readChanges(body, this.seal);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  /** False for a batch that stands in the stream twice, or was put there again by somebody. It is known for ever. */
  private isNew({ origin, number }: ChangeBatch): boolean {
    const row = this.database.prepare('SELECT number FROM replica_batch WHERE origin = ?').get(origin);
    const last = z.object({ number: z.number() }).optional().parse(row)?.number ?? 0;
    if (number <= last) return false;
    this.database.prepare('INSERT OR REPLACE INTO replica_batch VALUES (?, ?)').run(origin, number);
    return true;
  }

  /** The changes of a batch that is this node's, which are in the tables already; undefined for another's. */
  private ownOf({ origin, number }: ChangeBatch): Settled[] | undefined {
    const own = this.pending('WHERE origin = ? AND number = ? ORDER BY id', origin, number);
    if (own.length === 0) return undefined;
    this.database.prepare('DELETE FROM replica_change WHERE origin = ? AND number = ?').run(origin, number);
    return own.map(({ change, refusal }) => ({ change, refusal }));
  }

  /** @returns whether it has made the first admin */
  private applyForeign({ changes }: ChangeBatch): boolean {
    const pending = this.pending('');
    let isFirst = false;
    this.keepingUses(pending, () => {
      this.takeBack(pending);
      for (const change of changes) {
        const { refusal } = this.applier.apply(change);
        if (change.guard === FIRST && refusal === null) isFirst = true;
      }
      this.applyAnew(pending);
    });
    return isFirst;
  }

  private takeBack(pending: readonly Pending[]): void {
    for (const { change, restored } of pending.toReversed()) this.applier.undo(restored ?? this.applier.undoOf(change));
  }

  private applyAnew(pending: readonly Pending[]): void {
    const put = this.database.prepare('UPDATE replica_change SET restored = ?, refusal = ? WHERE id = ?');
    for (const { id, change } of pending) {
      const { restored, refusal }: Effect = this.applier.apply(change);
      put.run(JSON.stringify(restored), refusal, id);
    }
  }

  /** What is taken back and applied anew has still been used when it was. */
  private keepingUses(pending: readonly Pending[], act: () => void): void {
    const uses = pending.flatMap(({ change: { table, before, after } }) =>
      this.lastUse(table, (after ?? before)?.['id']),
    );
    act();
    for (const change of uses) this.applier.apply(change);
  }

  private lastUse(table: SharedTable, id: Row[string] | undefined): Change[] {
    const column = USED[table];
    if (column === undefined || id === undefined) return [];
    const row = this.database.prepare(`SELECT id, ${column} FROM ${table} WHERE id = ?`).get(id);
    return row === undefined ? [] : [{ table, before: null, after: rowSchema.parse({ ...row }), guard: USE }];
  }

  private pending(rest: string, ...values: (string | number)[]): Pending[] {
    const order = rest.includes('ORDER BY') ? '' : 'ORDER BY id';
    return this.database
      .prepare(`SELECT * FROM replica_change ${rest} ${order}`)
      .all(...values)
      .map((row) => {
        const {
          id,
          table_name: table,
          before,
          after,
          guard,
          origin,
          number,
          restored,
          refusal,
        } = pendingSchema.parse(row);
        return {
          id,
          change: { table, before, after, guard },
          restored: restored === null ? null : restoredSchema.parse(JSON.parse(restored)),
          refusal,
          batch: origin === null || number === null ? null : { origin, number },
        };
      });
  }

  /** Changes of the shared tables that are no own ones. */
  private applying(act: () => void): void {
    inTransaction(this.database, () => {
      this.database.exec('UPDATE replica SET is_applying = 1');
      act();
      this.database.exec('UPDATE replica SET is_applying = 0');
    });
  }
}

/** How far the node of a data folder has the changes of people; undefined without people, or where it is no node's. */
export function peoplePositionIn(dataDirectory: string): PeoplePosition | undefined {
  if (!existsSync(peopleFile(dataDirectory))) return undefined;
  const database = openPeopleDatabase(dataDirectory);
  try {
    return positionIn(database);
  } finally {
    database.close();
  }
}

function positionIn(database: DatabaseSyncInstance): PeoplePosition | undefined {
  const row: unknown = database.prepare('SELECT sequence, message_id, stored_ms FROM replica').get();
  if (row === undefined) return undefined;
  const { sequence, message_id: id, stored_ms: storedAt } = positionSchema.parse(row);
  return { sequence, id, storedAt };
}

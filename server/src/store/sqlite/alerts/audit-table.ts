import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { actorSchema } from '@tunnelwatch/shared/actor';
import { type AuditedRequest, type AuditEntry, auditEntrySchema, type AuditNote } from '@tunnelwatch/shared/audit';
import { z } from 'zod';
import { chainHash, NO_HASH } from '../../audit/audit-chain.js';
import type { AuditKey } from '../../audit/audit-key.js';
import type { AuditChoices, AuditQuery } from '../../queries.js';

/** Requests that are remembered across a restart. */
const REMEMBERED_REQUESTS = 1000;

/** A stored entry. */
export const auditRowSchema = z.object({
  id: z.number(),
  at_ms: z.number(),
  actor: z.string(),
  action: z.string(),
  target: z.string(),
  comment: z.string(),
  request_key: z.string().nullable(),
  before: z.string(),
  after: z.string(),
  hash: z.string(),
});

type Row = z.infer<typeof auditRowSchema>;

const contentSchema = auditEntrySchema.shape.before;

/**
 * Writes the audit trail: append only, each entry chained to the previous one by its hash. With a key the chain is an HMAC;
 * the number from which a key is used is stored, so that entries of before are verified as they were written.
 */
export class AuditTable {
  private readonly insert: ReturnType<DatabaseSyncInstance['prepare']>;
  private readonly last: ReturnType<DatabaseSyncInstance['prepare']>;
  private readonly known: ReturnType<DatabaseSyncInstance['prepare']>;
  private readonly countUp: ReturnType<DatabaseSyncInstance['prepare']>;

  constructor(
    private readonly database: DatabaseSyncInstance,
    private readonly key: AuditKey | undefined,
  ) {
    this.insert = database.prepare('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.last = database.prepare(
      `SELECT coalesce((SELECT hash FROM audit ORDER BY id DESC LIMIT 1), '${NO_HASH}') AS hash,
              max(coalesce((SELECT max(id) FROM audit), 0),
                  (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'lastAuditId')) AS id`,
    );
    this.known = database.prepare('SELECT 1 FROM audit WHERE request_key = ?');
    this.countUp = database.prepare(`UPDATE meta SET value = ? WHERE key = 'lastAuditId'`);
  }

  /** Records that entries from the next one on are chained with the key, unless that is recorded already. */
  useKey(): void {
    if (this.key === undefined) return;
    const newest = z
      .object({ key_id: z.string() })
      .optional()
      .parse(this.database.prepare('SELECT key_id FROM audit_chain ORDER BY first_id DESC LIMIT 1').get());
    if (newest?.key_id === this.key.id) return;
    const { id } = this.end();
    this.database.prepare('INSERT OR REPLACE INTO audit_chain VALUES (?, ?)').run(id + 1, this.key.id);
  }

  /** Appends entries within the transaction of their batch; returns the number of the last entry afterwards. */
  append(notes: readonly AuditNote[]): number {
    // Queried each time: a transaction that was rolled back has left nothing.
    let { id, hash } = this.end();
    const before = id;
    for (const note of notes) {
      if (note.mayComeAgain === true && this.known.get(note.requestKey) !== undefined) continue;
      id += 1;
      const row = rowOf(id, note);
      hash = chainHash(hash, row, this.key);
      const { at_ms, actor, action, target, comment, request_key } = row;
      this.insert.run(id, at_ms, actor, action, target, comment, request_key, row.before, row.after, hash);
    }
    if (id > before) this.countUp.run(String(id));
    return id;
  }

  /** A number is never given twice, not even after the newest entries were removed: the gap shows that they were. */
  private end(): { id: number; hash: string } {
    return z.object({ id: z.number(), hash: z.string() }).parse(this.last.get());
  }

  /** Recently executed requests about alerts, by their keys, the oldest first. */
  requests(): Map<string, AuditedRequest> {
    const rows = this.database
      .prepare(
        `SELECT request_key, target, after FROM audit
         WHERE request_key IS NOT NULL AND (target = 'alerts' OR target GLOB 'alert *')
         ORDER BY id DESC LIMIT ${String(REMEMBERED_REQUESTS)}`,
      )
      .all();
    const parsed = z.array(auditRowSchema.pick({ request_key: true, target: true, after: true })).parse(rows);
    return new Map(
      parsed.reverse().map(({ request_key, target, after }) => {
        return [request_key ?? '', { target, after: contentSchema.parse(JSON.parse(after)) }];
      }),
    );
  }
}

/** Entries of the trail, the newest first. */
export function listAudit(database: DatabaseSyncInstance, query: AuditQuery): AuditEntry[] {
  const asked = [
    ['target = ?', query.target],
    [`${ACTOR_NAME} = ?`, query.actor],
    ['at_ms >= ?', query.from],
    ['at_ms < ?', query.to],
    ['id < ?', query.cursor],
    ['id > ?', query.after],
    [`action IN (${FROM_LIST})`, listOf(query.actions)],
    [`action NOT IN (${FROM_LIST})`, listOf(query.notActions)],
    [TEXT_SOMEWHERE, query.text === undefined ? undefined : likePart(query.text)],
  ] as const;
  // Only the requested conditions are in the query: with one that may be off, the index over targets would not be used, and the
  // history of one alert would read the whole trail.
  const conditions = asked.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  const fixed = query.onlyPeople === true ? [NOT_BY_SERVER] : [];
  const where = [...fixed, ...conditions.map(({ sql }) => sql)].join(' AND ');
  return database
    .prepare(`SELECT * FROM audit ${where === '' ? '' : `WHERE ${where}`} ORDER BY id DESC LIMIT ?`)
    .all(...conditions.map(({ value }) => value), query.limit)
    .map((row) => toEntry(auditRowSchema.parse(row)));
}

/** As in the indexes, so that they are used. */
const ACTOR_NAME = `CASE WHEN json_valid(actor) THEN json_extract(actor, '$.name') END`;
const NOT_BY_SERVER = `CASE WHEN json_valid(actor) THEN json_extract(actor, '$.kind') END <> 'server'`;

const FROM_LIST = 'SELECT value FROM json_each(?)';

function listOf(names: readonly string[] | undefined): string | undefined {
  return names === undefined ? undefined : JSON.stringify(names);
}

const TEXT_SOMEWHERE = `target || char(10) || comment || char(10) || after || char(10) || before LIKE ? ESCAPE '\\'`;

/** A pattern for a part of a text. */
function likePart(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

const MAX_CHOICES = 200;

/** Names of actors and actions in order; each costs one step into an index, however long the trail is. */
export function auditChoices(database: DatabaseSyncInstance): AuditChoices {
  return { actors: distinctOf(database, ACTOR_NAME), actions: distinctOf(database, 'action') };
}

function distinctOf(database: DatabaseSyncInstance, value: string): string[] {
  const rows: unknown = database
    .prepare(
      `WITH RECURSIVE found (name) AS (
         SELECT min(${value}) FROM audit
         UNION ALL SELECT (SELECT min(${value}) FROM audit WHERE ${value} > name) FROM found WHERE name IS NOT NULL
       ) SELECT name FROM found WHERE name IS NOT NULL LIMIT ${String(MAX_CHOICES)}`,
    )
    .all();
  return z
    .array(z.object({ name: z.string() }))
    .parse(rows)
    .map(({ name }) => name);
}

function rowOf(id: number, note: AuditNote): Omit<Row, 'hash'> {
  const { at, actor, action, target, comment, requestKey, before, after } = note;
  return {
    id,
    at_ms: at,
    actor: canonicalJson(actor),
    action,
    target,
    comment,
    request_key: requestKey,
    before: canonicalJson(before ?? null),
    after: canonicalJson(after ?? null),
  };
}

/**
 * JSON with keys in alphabetical order. An alert that was read back from the store has its keys in another order than one
 * changed in memory; the hash chain must not depend on when the server was started.
 */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}

function toEntry({ at_ms, actor, before, after, ...row }: Row): AuditEntry {
  const { id, action, target, comment, hash } = row;
  const json = (text: string): unknown => JSON.parse(text);
  return {
    id,
    at: at_ms,
    actor: actorSchema.parse(json(actor)),
    action,
    target,
    comment,
    before: contentSchema.parse(json(before)),
    after: contentSchema.parse(json(after)),
    hash,
  };
}

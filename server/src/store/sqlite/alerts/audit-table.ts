import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { actorSchema } from '@tunnelwatch/shared/actor';
import { type AuditedRequest, type AuditEntry, auditEntrySchema, type AuditNote } from '@tunnelwatch/shared/audit';
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AuditQuery } from '../../queries.js';

/** Hash before the first entry. */
const NO_HASH = '0'.repeat(64);
/** Requests that are remembered across a restart. */
const REMEMBERED_REQUESTS = 1000;

const rowSchema = z.object({
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

type Row = z.infer<typeof rowSchema>;

const contentSchema = auditEntrySchema.shape.before;

/** Writes the audit trail: append only, each entry chained to the previous one by its hash. */
export class AuditTable {
  private readonly insert: ReturnType<DatabaseSyncInstance['prepare']>;
  private readonly last: ReturnType<DatabaseSyncInstance['prepare']>;
  private readonly known: ReturnType<DatabaseSyncInstance['prepare']>;

  constructor(private readonly database: DatabaseSyncInstance) {
    this.insert = database.prepare('INSERT INTO audit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.last = database.prepare('SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1');
    this.known = database.prepare('SELECT 1 FROM audit WHERE request_key = ?');
  }

  /** Appends entries within the transaction of their batch; returns the number of the last entry afterwards. */
  append(notes: readonly AuditNote[]): number {
    // Queried each time: a transaction that was rolled back has left nothing.
    const before = z.object({ id: z.number(), hash: z.string() }).optional().parse(this.last.get());
    let { id, hash } = before ?? { id: 0, hash: NO_HASH };
    for (const note of notes) {
      if (note.mayComeAgain === true && this.known.get(note.requestKey) !== undefined) continue;
      id += 1;
      const row = rowOf(id, note);
      hash = hashOf(hash, row);
      const { at_ms, actor, action, target, comment, request_key } = row;
      this.insert.run(id, at_ms, actor, action, target, comment, request_key, row.before, row.after, hash);
    }
    return id;
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
    const parsed = z.array(rowSchema.pick({ request_key: true, target: true, after: true })).parse(rows);
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
    [`json_extract(actor, '$.name') = ?`, query.actor],
    ['at_ms >= ?', query.from],
    ['at_ms < ?', query.to],
    ['id < ?', query.cursor],
    ['id > ?', query.after],
  ] as const;
  // Only the requested conditions are in the query: with one that may be off, the index over targets would not be used, and the
  // history of one alert would read the whole trail.
  const conditions = asked.flatMap(([sql, value]) => (value === undefined ? [] : [{ sql, value }]));
  const where = conditions.map(({ sql }) => sql).join(' AND ');
  return database
    .prepare(`SELECT * FROM audit ${where === '' ? '' : `WHERE ${where}`} ORDER BY id DESC LIMIT ?`)
    .all(...conditions.map(({ value }) => value), query.limit)
    .map((row) => toEntry(rowSchema.parse(row)));
}

/** The first entry whose hash does not follow from its content and the previous entry; undefined when all do. */
export function findBrokenEntry(database: DatabaseSyncInstance): number | undefined {
  let hash = NO_HASH;
  let lastId = 0;
  for (const raw of database.prepare('SELECT * FROM audit ORDER BY id').iterate()) {
    const row = rowSchema.parse(raw);
    hash = hashOf(hash, row);
    if (row.id !== lastId + 1 || row.hash !== hash) return row.id;
    lastId = row.id;
  }
  return undefined;
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

function hashOf(previous: string, row: Omit<Row, 'hash'>): string {
  const { id, at_ms, actor, action, target, comment, request_key, before, after } = row;
  const content = JSON.stringify([previous, id, at_ms, actor, action, target, comment, request_key, before, after]);
  return createHash('sha256').update(content).digest('hex');
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

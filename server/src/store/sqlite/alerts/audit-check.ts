import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { z } from 'zod';
import { chainHash, type ChainedRow, NO_HASH } from '../../audit/audit-chain.js';
import type { AuditKey } from '../../audit/audit-key.js';
import { type AuditHead, auditHeadSchema } from '../../audit/seen-head.js';
import type { AuditCheckRequest, AuditState } from '../../queries.js';
import { auditRowSchema } from './audit-table.js';

/** From `firstId` on, entries are chained by the key with that id. */
interface Mark {
  firstId: number;
  keyId: string;
}

const markSchema = z
  .object({ first_id: z.number(), key_id: z.string() })
  .transform(({ first_id, key_id }): Mark => ({ firstId: first_id, keyId: key_id }));

/**
 * Checks the audit trail against its chain, against the highest number that the rest of the store knows, and against the
 * head that was seen before.
 */
export function checkAudit(database: DatabaseSyncInstance, request: AuditCheckRequest): AuditState {
  const head = headOf(database);
  const marks = database
    .prepare('SELECT * FROM audit_chain ORDER BY first_id')
    .all()
    .map((row) => markSchema.parse(row));
  const problems = [
    ...endProblems(database, head, request.seen),
    ...missingProblems(database),
    ...markProblems(marks, request),
    ...chainProblems(database, marks, request, head?.id ?? 0),
  ];
  return { head, entries: countOf(database), problems, isVerified: marks.length === 0 || request.keys.length > 0 };
}

function countOf(database: DatabaseSyncInstance): number {
  return z.object({ entries: z.number() }).parse(database.prepare('SELECT count(*) AS entries FROM audit').get())
    .entries;
}

function headOf(database: DatabaseSyncInstance): AuditHead | null {
  const row = database.prepare('SELECT id, hash, at_ms AS at FROM audit ORDER BY id DESC LIMIT 1').get();
  return auditHeadSchema.nullable().parse(row ?? null);
}

/** Whether the newest entries are missing, or are others than before. */
function endProblems(database: DatabaseSyncInstance, head: AuditHead | null, seen: AuditHead | null): string[] {
  const last = head?.id ?? 0;
  const records = z.array(z.object({ place: z.string(), id: z.number() })).parse(
    database
      .prepare(
        `SELECT 'the store’s own count' AS place, CAST(value AS INTEGER) AS id FROM meta WHERE key = 'lastAuditId'
         UNION ALL SELECT * FROM (SELECT 'the time machine' AS place, audit_id AS id FROM past_moment ORDER BY second DESC LIMIT 1)`,
      )
      .all(),
  );
  if (seen !== null) records.push({ place: `the record beside the key (${iso(seen.at)})`, id: seen.id });
  const highest = Math.max(0, ...records.map(({ id }) => id));
  if (highest > last) {
    const places = records.filter(({ id }) => id > last).map(({ place, id }) => `${place} knows entry ${String(id)}`);
    const what =
      last === 0
        ? 'the audit trail is empty'
        : `the audit trail ends with entry ${String(last)}: the newest ${String(highest - last)} entries were removed`;
    return [`${what}; ${places.join(', ')}`];
  }
  if (seen === null) return [];
  const now = z
    .object({ hash: z.string() })
    .optional()
    .parse(database.prepare('SELECT hash FROM audit WHERE id = ?').get(seen.id));
  if (now?.hash === seen.hash) return [];
  return [
    `entry ${String(seen.id)} of the audit trail is not the one that was there at ${iso(seen.at)}: it or earlier ones were changed, and the chain was computed again`,
  ];
}

/** Numbers without an entry: they are given once and in order. */
function missingProblems(database: DatabaseSyncInstance): string[] {
  const { count, last } = z
    .object({ count: z.number(), last: z.number() })
    .parse(database.prepare('SELECT count(*) AS count, coalesce(max(id), 0) AS last FROM audit').get());
  if (count === last) return [];
  const gap = z.object({ before: z.number(), next: z.number() }).parse(
    database
      .prepare(
        `SELECT before, next FROM (SELECT lag(id, 1, 0) OVER (ORDER BY id) AS before, id AS next FROM audit)
           WHERE next <> before + 1 LIMIT 1`,
      )
      .get(),
  );
  const range =
    gap.next - gap.before === 2
      ? `entry ${String(gap.before + 1)} is`
      : `entries ${String(gap.before + 1)} to ${String(gap.next - 1)} are`;
  const more = last - count - (gap.next - gap.before - 1);
  const rest = more > 0 ? `, and ${String(more)} more` : '';
  return [`${range} missing from the audit trail${rest}: they were removed or renumbered`];
}

/** Entries that nobody can verify. */
function markProblems(marks: readonly Mark[], { keys }: AuditCheckRequest): string[] {
  if (keys.length === 0) return [];
  return marks.flatMap(({ firstId, keyId }) =>
    keys.some(({ id }) => id === keyId)
      ? []
      : [
          `entries of the audit trail from ${String(firstId)} on were chained with the key ${keyId}, which is not in the key file: they cannot be verified`,
        ],
  );
}

/** The first entry whose hash does not follow from its content and the one before. */
function chainProblems(
  database: DatabaseSyncInstance,
  marks: readonly Mark[],
  { keys, newest }: AuditCheckRequest,
  last: number,
): string[] {
  const after = newest === undefined ? 0 : Math.max(0, last - newest);
  let previous = after === 0 ? NO_HASH : hashAt(database, after);
  for (const raw of database.prepare('SELECT * FROM audit WHERE id > ? ORDER BY id').iterate(after)) {
    const row = auditRowSchema.parse(raw);
    const mark = marks.findLast(({ firstId }) => firstId <= row.id);
    const key = mark === undefined ? undefined : keys.find(({ id }) => id === mark.keyId);
    const isVerifiable = previous !== undefined && (mark === undefined || key !== undefined);
    if (isVerifiable && row.hash !== chainHash(previous ?? '', row, key)) return [brokenText(row, previous ?? '', key)];
    previous = row.hash;
  }
  return [];
}

function hashAt(database: DatabaseSyncInstance, id: number): string | undefined {
  return z
    .object({ hash: z.string() })
    .optional()
    .parse(database.prepare('SELECT hash FROM audit WHERE id = ?').get(id))?.hash;
}

function brokenText(row: ChainedRow & { hash: string }, previous: string, key: AuditKey | undefined): string {
  const entry = `entry ${String(row.id)} of the audit trail`;
  return key !== undefined && row.hash === chainHash(previous, row, undefined)
    ? `${entry} was chained without the key: the trail was changed from there on, and the chain was computed again`
    : `${entry} does not match the hash chain: it or an earlier one was changed`;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}

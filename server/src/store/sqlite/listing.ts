import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import type { EventFilter } from '@tunnelwatch/shared/api';
import { z } from 'zod';
import type { StoredEvent } from '../../classify/describe-event.js';
import type { EventPage } from '../queries.js';
import { eventWhere } from './counting.js';
import { allOf, inIds, type Where } from './event-where.js';
import type { NameCache } from './name-cache.js';

const MINUTE_MS = 60_000;

const rowSchema = z.object({
  seq: z.number(),
  time_ms: z.number(),
  received_ms: z.number(),
  subject_id: z.number(),
  kind_id: z.number(),
  source_id: z.number(),
  raw: z.instanceof(Uint8Array),
});

const CURSOR = /^(-?\d{1,16})\.(\d{1,16})$/;

/** Events of a filter, newest first by (time, seq); the cursor names the last event of the page before. */
export function listEvents(
  database: DatabaseSyncInstance,
  names: NameCache,
  filter: EventFilter,
  limit: number,
  cursor: string | undefined,
): EventPage {
  const match = cursor === undefined ? null : CURSOR.exec(cursor);
  const before: Where =
    match === null
      ? { sql: '1', values: [] }
      : { sql: '(time_ms, seq) < (?, ?)', values: [Number(match[1]), Number(match[2])] };
  const floor = match === null ? lowerBound(database, names, filter, limit) : undefined;
  const narrowed = floor === undefined ? filter : { ...filter, from: Math.max(floor, filter.from ?? floor) };
  const where = allOf([eventWhere(names, narrowed), before]);
  const rows = database
    .prepare(`SELECT * FROM event WHERE ${where.sql} ORDER BY time_ms DESC, seq DESC LIMIT ?`)
    .all(...where.values, limit + 1)
    .map((row) => rowSchema.parse(row));
  const events = rows.slice(0, limit).map((row) => toStoredEvent(row, names));
  const last = events.at(-1);
  const hasMore = rows.length > limit && last !== undefined;
  // A narrowed first page that came out exactly full may have older events below its bound: the next page finds them.
  const mayHaveMore = hasMore || (floor !== undefined && events.length >= limit && last !== undefined);
  return { events, nextCursor: mayHaveMore ? `${String(last.time)}.${String(last.seq)}` : null };
}

/**
 * For a rare kind of event (a Critical among millions of Notices) the counts by minute tell how far back the newest
 * `limit` of them reach, so that the scan of the events ends there and not at the beginning of time.
 */
function lowerBound(
  database: DatabaseSyncInstance,
  names: NameCache,
  filter: EventFilter,
  limit: number,
): number | undefined {
  const kinds = names.kindIds(filter);
  if (kinds === undefined || (filter.q ?? '') !== '' || names.subjectIds(filter) !== undefined) return undefined;
  const where = allOf([
    inIds('kind_id', kinds),
    inIds('gateway_id', names.gatewayIds(filter)),
    filter.to === undefined
      ? { sql: '1', values: [] }
      : { sql: 'minute < ?', values: [Math.floor(filter.to / MINUTE_MS)] },
  ]);
  const statement = database.prepare(`SELECT minute, n FROM count_minute WHERE ${where.sql} ORDER BY minute DESC`);
  let found = 0;
  for (const row of statement.iterate(...where.values)) {
    const { minute, n } = z.object({ minute: z.number(), n: z.number() }).parse(row);
    found += n;
    if (found > limit) return minute * MINUTE_MS;
  }
  return undefined;
}

function toStoredEvent(row: z.infer<typeof rowSchema>, names: NameCache): StoredEvent {
  const kind = names.kind(row.kind_id);
  const subject = names.subjects.get(row.subject_id);
  if (kind === undefined || subject === undefined) {
    throw new Error(
      `event ${String(row.seq)} names subject ${String(row.subject_id)} or kind ${String(row.kind_id)}, which are not in the store`,
    );
  }
  return {
    seq: row.seq,
    time: row.time_ms,
    receivedTime: row.received_ms,
    subject,
    messageId: kind.messageId,
    severity: kind.severity,
    class: kind.class,
    isKnown: kind.isKnown,
    source: names.sourceName(row.source_id),
    raw: row.raw,
  };
}

import type { EventFilter } from '@tunnelwatch/shared/api';
import { z } from 'zod';
import type { StoredEvent } from '../../classify/describe-event.js';
import type { EventPage } from '../queries.js';
import { eventWhere, scanFilter } from './counting.js';
import { allOf, inIds, textMatcher, type Where } from './event-where.js';
import type { NameCache } from './name-cache.js';
import type { ReadContext } from './read-context.js';
import { scanSegment } from './segment-scan.js';
import type { SegmentHead } from './segment-table.js';

const MINUTE_MS = 60_000;

const rowSchema = z.object({
  seq: z.number(),
  time_ms: z.number(),
  received_ms: z.number(),
  subject_id: z.number(),
  kind_id: z.number(),
  source_id: z.number(),
  raw: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
});

const CURSOR = /^(-?\d{1,16})\.(\d{1,16})$/;

/** Events of a filter, newest first by (time, seq); the cursor names the last event of the page before. */
export function listEvents(
  context: ReadContext,
  filter: EventFilter,
  limit: number,
  cursor: string | undefined,
): EventPage {
  const match = cursor === undefined ? null : CURSOR.exec(cursor);
  const before = match === null ? undefined : { time: Number(match[1]), seq: Number(match[2]) };
  const floor = before === undefined ? lowerBound(context, filter, limit) : undefined;
  const narrowed = floor === undefined ? filter : { ...filter, from: Math.max(floor, filter.from ?? floor) };
  const found = [
    ...fromRows(context, narrowed, limit + 1, before),
    ...fromSegments(context, narrowed, limit + 1, before),
  ].sort(newestFirst);
  const events = found.slice(0, limit).flatMap((each) => each.open());
  const last = found.slice(0, limit).at(-1);
  const hasMore = found.length > limit && last !== undefined;
  // A narrowed first page that came out exactly full may have older events below its bound: the next page finds them.
  const mayHaveMore = hasMore || (floor !== undefined && events.length >= limit && last !== undefined);
  return { events, nextCursor: mayHaveMore ? `${String(last.time)}.${String(last.seq)}` : null };
}

/** Where an event stands in the order of a list. */
interface Place {
  time: number;
  seq: number;
}

/** An event that was found, and how to read the rest of it; empty when its segment turns out to be damaged. */
interface Found extends Place {
  open: () => StoredEvent[];
}

function newestFirst(a: Place, b: Place): number {
  return b.time - a.time || b.seq - a.seq;
}

function fromRows(
  { database, names }: ReadContext,
  filter: EventFilter,
  most: number,
  before: Place | undefined,
): Found[] {
  const older: Where =
    before === undefined
      ? { sql: '1', values: [] }
      : { sql: '(time_ms, seq) < (?, ?)', values: [before.time, before.seq] };
  const where = allOf([eventWhere(names, filter), older]);
  return database
    .prepare(`SELECT * FROM event WHERE ${where.sql} ORDER BY time_ms DESC, seq DESC LIMIT ?`)
    .all(...where.values, most)
    .map((value) => {
      const row = rowSchema.parse(value);
      return { time: row.time_ms, seq: row.seq, open: () => [toStoredEvent(row, names)] };
    });
}

/** Goes through the segments from the newest on, and ends where no older one can hold anything newer than what is found. */
function fromSegments(context: ReadContext, filter: EventFilter, most: number, before: Place | undefined): Found[] {
  const { names, segments } = context;
  const from = filter.from ?? Number.MIN_SAFE_INTEGER;
  const to = Math.min(
    filter.to ?? Number.MAX_SAFE_INTEGER,
    before === undefined ? Number.MAX_SAFE_INTEGER : before.time + 1,
  );
  const scan = scanFilter(names, filter, from, to);
  const isFound = textMatcher(filter.q);
  let found: Found[] = [];
  for (const head of segments.overlapping(from, to)) {
    const last = found[most - 1];
    if (last !== undefined && last.time > head.lastTime) break;
    segments.use(head, (segment) => {
      const places: (Place & { at: number })[] = [];
      scanSegment(segment, scan, (at) => {
        const place = { time: segment.facts.times[at] ?? 0, seq: head.firstSeq + at, at };
        if (before !== undefined && newestFirst(before, place) >= 0) return;
        if (isFound === undefined || isFound(segment.line(at))) places.push(place);
      });
      places.sort(newestFirst);
      const own = places
        .slice(0, most)
        .map(({ time, seq, at }) => ({ time, seq, open: () => openEvent(context, head, at) }));
      found = [...found, ...own].sort(newestFirst).slice(0, most);
    });
  }
  return found;
}

function openEvent({ segments, names }: ReadContext, head: SegmentHead, at: number): StoredEvent[] {
  const opened: StoredEvent[] = [];
  segments.use(head, (segment) => {
    const { facts } = segment;
    const row = {
      seq: head.firstSeq + at,
      time_ms: facts.times[at] ?? 0,
      received_ms: facts.receivedTimes[at] ?? 0,
      subject_id: segment.subjects[segment.keys[at] ?? 0] ?? 0,
      kind_id: facts.kindIds[at] ?? 0,
      source_id: facts.sourceIds[at] ?? 0,
      raw: segment.line(at),
    };
    opened.push(toStoredEvent(row, names));
  });
  return opened;
}

/**
 * For a rare kind of event (a Critical among millions of Notices) the counts by minute tell how far back the newest
 * `limit` of them reach, so that the scan of the events ends there and not at the beginning of time.
 */
function lowerBound({ database, names }: ReadContext, filter: EventFilter, limit: number): number | undefined {
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

import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { z } from 'zod';
import type { StoredFilter } from '../../queries.js';
import type { CountRequest, CountKey } from './count-request.js';
import type { CountRow } from './count-sums.js';
import { allOf, containsText, inIds, inRange, type Where } from '../events/event-where.js';
import type { NameCache } from '../name-cache.js';
import type { ReadContext } from '../read-context.js';
import { countInSegments } from './segment-counting.js';
import { type ScanFilter, scanSegment } from '../segments/segment-scan.js';

// The engine binds every JavaScript number as a REAL, hence the casts: a bucket is the quotient of integers.

const rowSchema = z.object({ bucket: z.number(), key: z.number(), kindId: z.number(), count: z.number() });

/**
 * Counts events by bucket, key and kind, exactly; the same bucket, key and kind may occur more than once, and the caller
 * adds such counts up. Where the buckets consist of whole hours (or minutes, when no single
 * subject is requested) the stored counts answer; the ends of the range, and finer buckets, come from the events.
 */
export function countBuckets(context: ReadContext, asked: CountRequest): CountRow[] {
  const { names } = context;
  const request = asked.subjects === undefined ? asked : { ...asked, subjects: names.withJoined(asked.subjects) };
  const rows = countStoredBuckets(context, request);
  return names.hasJoined ? rows.map((row) => ({ ...row, key: shownKey(names, request.key, row.key) })) : rows;
}

/** The subject or gateway that a stored one is shown as. */
function shownKey(names: NameCache, kind: CountKey, key: number): number {
  if (kind === 'none') return key;
  return kind === 'subject' ? names.canonicalOf(key) : names.canonicalGatewayOf(key);
}

/** As `countBuckets`, by the subjects and gateways that events are stored under. */
function countStoredBuckets(context: ReadContext, request: CountRequest): CountRow[] {
  const { filter } = request;
  // Buckets may extend beyond the filter's range.
  const from = Math.max(request.from, filter.from ?? request.from);
  const to = Math.min(request.to, filter.to ?? request.to);
  if (from >= to) return [];
  const rows = countLines(context, request, from, to);
  const folded = foldedKinds(context.names, request);
  if (folded.length === 0) return rows;
  // Their lines were counted once; few segments have any.
  const again = countLines(context, { ...request, kinds: folded, isByKind: true }, from, to);
  for (const { bucket, key, kindId, count } of again) {
    const missing = count * (context.names.repeatsOf(kindId) - 1);
    rows.push({ bucket, key, kindId: request.isByKind ? kindId : 0, count: missing });
  }
  return rows;
}

/** The kinds of folded lines among those requested. */
function foldedKinds(names: NameCache, request: CountRequest): readonly number[] {
  if (names.folded.size === 0) return [];
  const requested = kindsOf(names, request);
  return [...names.folded.keys()].filter((id) => requested?.includes(id) ?? true);
}

/** As `countBuckets`, with every line counted once. */
function countLines(context: ReadContext, request: CountRequest, from: number, to: number): CountRow[] {
  const { filter } = request;
  const rows = countStored(context, request, from, to);
  if (filter.asOf === undefined) return rows;
  // The current counts minus those that came later: for a range that ends with a past moment these are few.
  const later = fromEvents(context, { ...request, afterSeq: filter.asOf.seq }, from, to);
  return [...rows, ...later.map((row) => ({ ...row, count: -row.count }))];
}

function countStored(context: ReadContext, request: CountRequest, from: number, to: number): CountRow[] {
  const { names } = context;
  const { filter } = request;
  const subjects = request.subjects ?? names.subjectIds(filter);
  const grain = chooseGrain(request, subjects !== undefined);
  if (grain === undefined || isCheaperFromSegments(context, request, subjects)) {
    return fromEvents(context, request, from, to);
  }
  const wholeFrom = Math.min(Math.ceil(from / grain.widthMs) * grain.widthMs, to);
  const wholeTo = Math.max(Math.floor(to / grain.widthMs) * grain.widthMs, wholeFrom);
  return [
    ...fromEvents(context, request, from, wholeFrom),
    ...spansOf(grain, wholeFrom, wholeTo).flatMap((span) => fromCounts(context, request, grain, span)),
    ...fromEvents(context, request, wholeTo, to),
  ];
}

/** A statement cannot be interrupted: longer ranges of stored counts are read in spans of so many hours or minutes. */
const MAX_SPAN: Readonly<Record<Grain['table'], number>> = { count_hour: 120 * 24, count_minute: 30 * 24 * 60 };

const MAX_SPANS = 40;

function spansOf({ table, widthMs }: Grain, from: number, to: number): { from: number; to: number }[] {
  // Hostile times reach over hundreds of thousands of years, most of them empty.
  const length = Math.max(MAX_SPAN[table], Math.ceil((to - from) / widthMs / MAX_SPANS));
  const lengthMs = length * widthMs;
  const spans = Math.ceil((to - from) / lengthMs);
  return Array.from({ length: spans }, (_, at) => ({
    from: from + at * lengthMs,
    to: Math.min(to, from + (at + 1) * lengthMs),
  }));
}

/** The stored counts of whole hours or minutes. */
function fromCounts(
  { database, names, checkpoint }: ReadContext,
  request: CountRequest,
  { table, column, widthMs }: Grain,
  range: { from: number; to: number },
): CountRow[] {
  checkpoint();
  const { filter, from, stepMs } = request;
  const subjects = request.subjects ?? names.subjectIds(filter);
  const [first, end] = [range.from / widthMs, range.to / widthMs];
  const where = allOf([
    // Each hour by itself where subjects are given: the key of the table is (hour, subject, kind), and a range of hours
    // would walk all subjects of all of them.
    subjects !== undefined && end - first <= MAX_HOURS_SOUGHT
      ? inIds(
          column,
          Array.from({ length: end - first }, (_, index) => first + index),
        )
      : inRange(column, first, end),
    table === 'count_hour' ? subjectsOf(names, request, 'subject_id') : inIds('gateway_id', names.gatewayIds(filter)),
    inIds('kind_id', kindsOf(names, request)),
  ]);
  const key = keyColumn(request.key, table === 'count_hour' ? 'subject_id' : undefined);
  return database
    .prepare(
      `SELECT (${column} * ${String(widthMs)} - CAST(? AS INTEGER)) / CAST(? AS INTEGER) AS bucket, ${key} AS key, ${kindColumn(request)} AS kindId, sum(n) AS count
       FROM ${table} WHERE ${where.sql} GROUP BY 1, 2, 3`,
    )
    .all(from, stepMs, ...where.values)
    .map((row) => rowSchema.parse(row));
}

/** More hours than this are read as one range: just over a year. */
const MAX_HOURS_SOUGHT = 10_000;
/** Approximate number of kinds of a subject in an hour: rows of stored counts for it. */
const KINDS_AN_HOUR = 6;
/** How many times faster a subject in a segment's directory is read than a row of stored counts. */
const DIRECTORY_ADVANTAGE = 25;

/** For counts of all subjects over one long range, the directories of the segments may be less to read than all counts. */
function isCheaperFromSegments(
  { names, segments }: ReadContext,
  request: CountRequest,
  subjects: readonly number[] | undefined,
): boolean {
  const { key, isByKind, from, to, stepMs } = request;
  if (key !== 'subject' || isByKind || subjects !== undefined || to - from > stepMs) return false;
  if (kindsOf(names, request) !== undefined) return false;
  const subjectCount = names.lastSubjectId;
  const entries = segments.overlapping(from, to).reduce((sum, { count }) => sum + Math.min(count, subjectCount), 0);
  return entries < Math.floor((to - from) / HOUR_MS) * subjectCount * KINDS_AN_HOUR * DIRECTORY_ADVANTAGE;
}

interface Grain {
  table: 'count_hour' | 'count_minute';
  column: 'hour' | 'minute';
  widthMs: number;
}

/** Stored counts apply only when every bucket begins on their boundary and the filter needs nothing that they lack. */
function chooseGrain(request: CountRequest, hasSubjects: boolean): Grain | undefined {
  const { filter, from, stepMs } = request;
  if (filter.q !== undefined && filter.q !== '') return undefined;
  const isSingle = request.to - from <= stepMs;
  const fits = (widthMs: number) => isSingle || (stepMs % widthMs === 0 && from % widthMs === 0);
  if (hasSubjects || request.key === 'subject') {
    return fits(HOUR_MS) ? { table: 'count_hour', column: 'hour', widthMs: HOUR_MS } : undefined;
  }
  return fits(MINUTE_MS) ? { table: 'count_minute', column: 'minute', widthMs: MINUTE_MS } : undefined;
}

function keyColumn(key: CountKey, subjectColumn: string | undefined): string {
  if (key === 'none') return '0';
  if (key === 'subject') return 'subject_id';
  return subjectColumn === undefined
    ? 'gateway_id'
    : `(SELECT gateway_id FROM subject s WHERE s.id = ${subjectColumn})`;
}

function kindColumn({ isByKind }: CountRequest): string {
  return isByKind ? 'kind_id' : '0';
}

function subjectsOf(
  names: NameCache,
  { filter, subjects }: Pick<CountRequest, 'filter' | 'subjects'>,
  column: string,
): Where {
  const ids = subjects ?? names.subjectIds(filter);
  if (ids !== undefined) return inIds(column, ids);
  const gateways = names.gatewayIds(filter);
  if (gateways === undefined) return { sql: '1', values: [] };
  return { sql: `${column} IN (SELECT id FROM subject WHERE ${inIds('gateway_id', gateways).sql})`, values: [] };
}

function kindsOf(names: NameCache, { filter, kinds }: Pick<CountRequest, 'filter' | 'kinds'>) {
  return kinds ?? names.kindIds(filter);
}

function fromEvents(context: ReadContext, request: CountRequest, from: number, to: number): CountRow[] {
  if (from >= to) return [];
  const { database, names } = context;
  const where = allOf([
    eventWhere(names, { ...request, filter: { ...request.filter, from, to } }),
    request.afterSeq === undefined ? { sql: '1', values: [] } : { sql: 'seq > ?', values: [request.afterSeq] },
  ]);
  const key = keyColumn(request.key, 'subject_id');
  const rows = database
    .prepare(
      `SELECT (time_ms - CAST(? AS INTEGER)) / CAST(? AS INTEGER) AS bucket, ${key} AS key, ${kindColumn(request)} AS kindId, count(*) AS count
       FROM event WHERE ${where.sql} GROUP BY 1, 2, 3`,
    )
    .all(request.from, request.stepMs, ...where.values)
    .map((row) => rowSchema.parse(row));
  return [...rows, ...countInSegments(context, request, scanFilter(names, request, from, to))];
}

/** The filter in the form for a scan of segments. */
export function scanFilter(
  names: NameCache,
  request: Pick<CountRequest, 'filter' | 'subjects' | 'kinds'>,
  from: number,
  to: number,
): ScanFilter {
  const { filter, subjects } = request;
  const ids = subjects ?? names.subjectIds(filter) ?? names.subjectsOfGateway(filter);
  const kinds = kindsOf(names, request);
  return {
    from,
    to,
    subjects: ids === undefined ? undefined : new Set(ids),
    kinds: kinds === undefined ? undefined : new Set(kinds),
  };
}

/** The condition of a filter on rows of `event`. */
export function eventWhere(names: NameCache, request: Pick<CountRequest, 'filter' | 'subjects' | 'kinds'>): Where {
  const { filter } = request;
  return allOf([
    subjectsOf(names, request, 'subject_id'),
    inRange('time_ms', filter.from, filter.to),
    inIds('kind_id', kindsOf(names, request)),
    containsText(filter.q),
  ]);
}

const boundsSchema = z.object({ first: z.number().nullable(), last: z.number().nullable() });

/** Times of the oldest and the newest event, epoch ms; null in an empty store. */
export function timeBounds({ database, segments }: ReadContext): { first: number | null; last: number | null } {
  const rows = boundsSchema.parse(
    database
      .prepare(
        `SELECT (SELECT time_ms FROM event ORDER BY time_ms LIMIT 1) AS first,
                (SELECT time_ms FROM event ORDER BY time_ms DESC LIMIT 1) AS last`,
      )
      .get(),
  );
  const sealed = segments.timeBounds();
  if (sealed === undefined) return rows;
  return {
    first: Math.min(rows.first ?? sealed.first, sealed.first),
    last: Math.max(rows.last ?? sealed.last, sealed.last),
  };
}

/**
 * Time of the newest event that is not later than `upTo`, epoch ms; null when there is none. This leaves out stamps from the
 * future, a single one of which would hide how old all the others are.
 */
export function newestUpTo(context: ReadContext, upTo: number): number | null {
  const { last } = timeBounds(context);
  if (last === null || last <= upTo) return last;
  const { n } = z.object({ n: z.number().nullable() }).parse(
    context.database
      .prepare(
        `SELECT max(n) AS n FROM (SELECT max(time_ms) AS n FROM event WHERE time_ms <= ?
         UNION ALL SELECT max(last_ms) FROM segment WHERE last_ms <= ?)`,
      )
      .get(upTo, upTo),
  );
  let newest = n;
  // Only segments with both earlier and later times are opened.
  const rest = { from: (newest ?? Number.MIN_SAFE_INTEGER) + 1, to: upTo + 1, subjects: undefined, kinds: undefined };
  for (const head of context.segments.overlapping(rest.from, rest.to)) {
    context.segments.use(head, (segment) => {
      scanSegment(segment, rest, (_at, _subjectId, _row, time) => {
        if (newest === null || time > newest) newest = time;
      });
    });
  }
  return newest;
}

/** The exact number of events that match a filter. */
export function countEvents(context: ReadContext, filter: StoredFilter): number {
  const bounds = timeBounds(context);
  if (bounds.first === null || bounds.last === null) return 0;
  const from = Math.max(filter.from ?? bounds.first, bounds.first);
  const to = Math.min(filter.to ?? bounds.last + 1, bounds.last + 1);
  if (from >= to) return 0;
  const rows = countBuckets(context, { filter, from, to, stepMs: to - from, key: 'none', isByKind: false });
  return rows.reduce((sum, row) => sum + row.count, 0);
}

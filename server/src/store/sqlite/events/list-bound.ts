import type { EventFilter } from '@tunnelwatch/shared/api';
import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { z } from 'zod';
import { inIds, type SqlValue } from './event-where.js';
import type { Place } from './newest-events.js';
import type { ReadContext } from '../read-context.js';

/** How far back a list must look. */
export interface ListBound {
  /** Epoch ms: nothing older is on the page. */
  from: number;
  /** True when the counts promise more than a page above the bound, false when there is nothing below it. */
  isEnough: boolean;
}

/**
 * For a rare kind of event (a Critical among millions of Notices) or a rare tunnel the stored counts tell how far back the
 * newest `limit` of them reach, so that the scan ends there and not at the beginning of the store. Undefined where the
 * filter needs what the counts do not have, or matches everything.
 */
export function lowerBound(
  context: ReadContext,
  filter: EventFilter,
  limit: number,
  before: Place | undefined,
): ListBound | undefined {
  const { names } = context;
  const subjects = names.subjectIds(filter);
  const kinds = names.kindIds(filter);
  if ((filter.q ?? '') !== '' || (subjects === undefined && kinds === undefined)) return undefined;
  const to = Math.min(filter.to ?? Number.MAX_SAFE_INTEGER, before?.time ?? Number.MAX_SAFE_INTEGER);
  const kindWhere = inIds('kind_id', kinds).sql;
  if (subjects === undefined) {
    const gateways = inIds('gateway_id', names.gatewayIds(filter)).sql;
    const sql = `SELECT minute AS bucket, n FROM count_minute WHERE minute < ? AND ${gateways} AND ${kindWhere} ORDER BY minute DESC`;
    return walk(context, sql, { to, widthMs: MINUTE_MS, limit });
  }
  // Hour by hour, each a seek for the subject: the key of the table begins with the hour.
  const sql = `WITH RECURSIVE hours (hour) AS (
      SELECT max(hour) FROM count_hour WHERE hour < ?
      UNION ALL SELECT (SELECT max(c.hour) FROM count_hour c WHERE c.hour < hours.hour) FROM hours WHERE hours.hour IS NOT NULL
    )
    SELECT hours.hour AS bucket,
      (SELECT coalesce(sum(c.n), 0) FROM count_hour c WHERE c.hour = hours.hour AND ${inIds('c.subject_id', subjects).sql} AND ${kindWhere}) AS n
    FROM hours WHERE hours.hour IS NOT NULL`;
  return walk(context, sql, { to, widthMs: HOUR_MS, limit });
}

const rowSchema = z.object({ bucket: z.number(), n: z.number() });

/** Adds up counts from the newest on, until there are more than a page. */
function walk(
  { database }: ReadContext,
  sql: string,
  { to, widthMs, limit }: { to: number; widthMs: number; limit: number },
): ListBound {
  // Only buckets that end before the end of the range: the counts of a partial one do not tell which events they include.
  const end: SqlValue = Math.floor(to / widthMs);
  let oldest = end;
  let found = 0;
  for (const row of database.prepare(sql).iterate(end)) {
    const { bucket, n } = rowSchema.parse(row);
    if (n === 0) continue;
    found += n;
    oldest = bucket;
    if (found > limit) return { from: bucket * widthMs, isEnough: true };
  }
  return { from: oldest * widthMs, isEnough: false };
}

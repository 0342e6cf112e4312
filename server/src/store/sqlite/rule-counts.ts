import { z } from 'zod';
import { measuresOf } from '../../alert/measure.js';
import type { RuleCountRequest, RuleCounts } from '../queries.js';
import { countBuckets } from './counting.js';
import type { ReadContext } from './read-context.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** Hours of single subjects that are read minute by minute; beyond, the answer would take minutes itself. */
const MOST_HOURS = 20_000;

const rowSchema = z.object({ hour: z.number(), subjectId: z.number(), n: z.number() });

/**
 * Counts by subject and minute of the hours in which a rule can have been raised: where this hour and the one before have
 * as many events as the rule asks for. Three numbers each: subject, minute since the epoch, count. Where those hours are
 * too many, an hour's events stand in its first minute.
 */
export function ruleCounts(context: ReadContext, { from, to, measure, least }: RuleCountRequest): RuleCounts {
  const kindIds = context.names.kinds.flatMap((kind) => (measuresOf(kind).includes(measure) ? [kind.id] : []));
  const byHour = hoursOf(context, from, to, kindIds);
  const candidates = [...byHour].filter(
    ([key, n]) => n + (byHour.get(before(key)) ?? 0) + (byHour.get(after(key)) ?? 0) >= least,
  );
  if (candidates.length > MOST_HOURS) {
    const counts = candidates.flatMap(([key, n]) => [subjectOf(key), hourOf(key) * 60, n]);
    return { grain: 'hour', counts: Float64Array.from(counts) };
  }
  const subjectsByHour = new Map<number, number[]>();
  for (const [key] of candidates) {
    subjectsByHour.set(hourOf(key), [...(subjectsByHour.get(hourOf(key)) ?? []), subjectOf(key)]);
  }
  const counts: number[] = [];
  for (const [hour, subjects] of subjectsByHour) {
    const start = hour * HOUR_MS;
    const request = {
      filter: {},
      from: start,
      to: start + HOUR_MS,
      stepMs: MINUTE_MS,
      key: 'subject',
      isByKind: true,
    } as const;
    const sums = new Map<number, number>();
    for (const { bucket, key, kindId, count } of countBuckets(context, { ...request, subjects })) {
      if (kindIds.includes(kindId)) sums.set(key * 60 + bucket, (sums.get(key * 60 + bucket) ?? 0) + count);
    }
    for (const [key, count] of sums) counts.push(Math.floor(key / 60), hour * 60 + (key % 60), count);
  }
  return { grain: 'minute', counts: Float64Array.from(counts) };
}

/** Hours since the epoch stay below this for a thousand years to come. */
const HOUR_SPAN = 10_000_000;
const hourOf = (key: number) => key % HOUR_SPAN;
const subjectOf = (key: number) => Math.floor(key / HOUR_SPAN);
const before = (key: number) => key - 1;
const after = (key: number) => key + 1;

function hoursOf({ database }: ReadContext, from: number, to: number, kindIds: readonly number[]): Map<number, number> {
  const rows = database.prepare(
    `SELECT hour, subject_id AS subjectId, sum(n) AS n FROM count_hour
     WHERE hour >= CAST(? AS INTEGER) AND hour < CAST(? AS INTEGER) AND kind_id IN (SELECT value FROM json_each(?))
     GROUP BY 1, 2`,
  );
  const hours = new Map<number, number>();
  for (const row of rows.iterate(Math.floor(from / HOUR_MS), Math.ceil(to / HOUR_MS), JSON.stringify(kindIds))) {
    const { hour, subjectId, n } = rowSchema.parse(row);
    hours.set(subjectId * HOUR_SPAN + hour, n);
  }
  return hours;
}

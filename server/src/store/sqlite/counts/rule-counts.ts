import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { z } from 'zod';
import { measuresOf } from '../../../core/alert/rates/measure.js';
import type { RuleCountRequest, RuleCounts } from '../../queries.js';
import { SUBJECTS } from '../name-cache.js';
import { countBuckets } from './counting.js';
import type { ReadContext } from '../read-context.js';

/** Hours of single subjects that are read minute by minute; beyond, the answer would take minutes itself. */
const MAX_HOURS = 20_000;

/** Counts of one subject in one hour, by kind, four numbers per row as in `RuleCounts`. */
interface SubjectHour {
  hour: number;
  subjectId: number;
  total: number;
  counts: number[];
}

const rowSchema = z.object({ hour: z.number(), subjectId: z.number(), kindId: z.number(), n: z.number() });

/**
 * Counts by subject, minute and kind for the hours in which a rule may have been active: where this hour and those beside
 * it have as many events as requested, of subjects that reached the rule's limit at all. Where those hours are too many,
 * an hour's events are put into its first minute.
 */
export function ruleCounts(context: ReadContext, request: RuleCountRequest): RuleCounts {
  const kinds = context.names.kinds.filter((kind) => measuresOf(kind).some((each) => request.measures.includes(each)));
  const kindIds = kinds.map(({ id }) => id);
  const hours = hoursOf(context, request, kindIds, subjectsWithin(context, request, kindIds));
  const isCandidate = ({ hour, subjectId, total }: SubjectHour) =>
    total + totalAt(hours, subjectId, hour - 1) + totalAt(hours, subjectId, hour + 1) >= request.least;
  const [candidates, rest]: [SubjectHour[], SubjectHour[]] = [[], []];
  for (const each of hours.values()) (isCandidate(each) ? candidates : rest).push(each);
  const oldest = [...hours.values()].reduce((least, { hour }) => Math.min(least, hour), Number.POSITIVE_INFINITY);
  const isByMinute = candidates.length <= MAX_HOURS;
  const counts = isByMinute ? minutesOf(context, candidates, kindIds) : candidates.flatMap((each) => each.counts);
  for (const each of request.needsAllHours ? rest : []) counts.push(...each.counts);
  return {
    grain: isByMinute ? 'minute' : 'hour',
    kinds,
    counts: Float64Array.from(counts),
    oldest: Number.isFinite(oldest) ? oldest * HOUR_MS : null,
  };
}

function minutesOf(context: ReadContext, candidates: readonly SubjectHour[], kindIds: readonly number[]): number[] {
  const subjectsByHour = new Map<number, number[]>();
  for (const { hour, subjectId } of candidates) {
    const subjects = subjectsByHour.get(hour);
    if (subjects === undefined) subjectsByHour.set(hour, [subjectId]);
    else subjects.push(subjectId);
  }
  const counts: number[] = [];
  for (const [hour, subjects] of subjectsByHour) {
    const start = hour * HOUR_MS;
    const rows = countBuckets(context, {
      filter: {},
      from: start,
      to: start + HOUR_MS,
      stepMs: MINUTE_MS,
      key: 'subject',
      isByKind: true,
      subjects,
    });
    for (const { bucket, key, kindId, count } of rows) {
      if (kindIds.includes(kindId)) counts.push(key, hour * 60 + bucket, kindId, count);
    }
  }
  return counts;
}

/** Hours since the epoch stay below this for a thousand years. */
const HOUR_SPAN = 10_000_000;
const keyOf = (subjectId: number, hour: number) => subjectId * HOUR_SPAN + hour;

function totalAt(hours: ReadonlyMap<number, SubjectHour>, subjectId: number, hour: number): number {
  return hours.get(keyOf(subjectId, hour))?.total ?? 0;
}

/** Counts by hour, by the subjects that those they are stored under are shown as. */
const SHOWN_COUNTS = `(SELECT hour, canonical_id AS subject_id, kind_id, n FROM count_hour JOIN (${SUBJECTS}) shown ON shown.id = subject_id)`;

/**
 * Subjects with as many events within two consecutive hours, as far as one of these hours alone can tell: a
 * window of a rule is shorter than an hour, so half of them fall into one.
 */
function subjectsWithin(
  { database, names }: ReadContext,
  { since, to, reach }: Pick<RuleCountRequest, 'since' | 'to' | 'reach'>,
  kindIds: readonly number[],
): number[] {
  const counts = names.hasJoined ? SHOWN_COUNTS : 'count_hour';
  return database
    .prepare(
      `SELECT DISTINCT subject_id AS id FROM (
         SELECT subject_id, sum(n) AS n FROM (SELECT hour, subject_id, kind_id, n * repeats AS n FROM ${counts} JOIN kind ON kind.id = kind_id)
         WHERE hour >= CAST(? AS INTEGER) AND hour < CAST(? AS INTEGER) AND kind_id IN (SELECT value FROM json_each(?))
         GROUP BY hour, subject_id HAVING sum(n) >= ? / 2.0
       ) ORDER BY 1`,
    )
    .all(Math.floor(since / HOUR_MS) - 1, Math.ceil(to / HOUR_MS), JSON.stringify(kindIds), reach)
    .map((row) => z.object({ id: z.number() }).parse(row).id);
}

/** Counts by hour of some subjects, from the beginning on. One query per hour: the key of the table begins with it. */
function hoursOf(
  { database, names }: ReadContext,
  { from, to }: Pick<RuleCountRequest, 'from' | 'to'>,
  kindIds: readonly number[],
  subjects: readonly number[],
): Map<number, SubjectHour> {
  const statement = database.prepare(
    `SELECT hour, subject_id AS subjectId, kind_id AS kindId, n FROM count_hour
     WHERE hour = CAST(? AS INTEGER) AND subject_id IN (SELECT value FROM json_each(?))
       AND kind_id IN (SELECT value FROM json_each(?))`,
  );
  const hours = new Map<number, SubjectHour>();
  const [subjectList, kindList] = [JSON.stringify(names.withJoined(subjects)), JSON.stringify(kindIds)];
  const last = subjects.length === 0 ? 0 : Math.ceil(to / HOUR_MS);
  for (let at = Math.floor(from / HOUR_MS); at < last; at++) {
    for (const row of statement.iterate(at, subjectList, kindList)) {
      const { hour, subjectId: storedId, kindId, n: lines } = rowSchema.parse(row);
      const subjectId = names.canonicalOf(storedId);
      const n = lines * names.repeatsOf(kindId);
      const known = hours.get(keyOf(subjectId, hour)) ?? { hour, subjectId, total: 0, counts: [] };
      hours.set(keyOf(subjectId, hour), known);
      known.total += n;
      known.counts.push(subjectId, hour * 60, kindId, n);
    }
  }
  return hours;
}

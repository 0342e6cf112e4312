import { HOUR_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import type { ModelSeed, StepCounts } from '../../../core/aggregate/records.js';
import type { PastSeedRequest, PastStep } from '../../queries.js';
import { totalCounts } from '../counts/minute-counts.js';
import { numberIn } from '../rows.js';
import type { ReadContext } from '../read-context.js';
import { scanBySeq } from './seq-scan.js';

const TOTAL_WIDTH = 5;

/** Kinds that can be encoded with a subject in one number; each unknown message is one, so there may be many. */
const KIND_SPACE = 2 ** 20;
/** Minutes of the activity window and of what lies ahead of it, likewise. */
const MINUTE_SPACE = 2 ** 7;

/** Subject and kind as one number: millions of them are looked up. */
function pairOf(subjectId: number, kindId: number): number {
  return subjectId * KIND_SPACE + kindId;
}

/** Counts by number. */
class Sums {
  private readonly sums = new Map<number, number>();

  add(key: number, count: number): void {
    this.sums.set(key, (this.sums.get(key) ?? 0) + count);
  }

  get(key: number): number {
    return this.sums.get(key) ?? 0;
  }

  entries(): Iterable<[number, number]> {
    return this.sums;
  }

  get size(): number {
    return this.sums.size;
  }
}

/**
 * What the live model would have started from at a past moment: of all that is still stored, the events that were
 * stored by then. Exact, except for the last time of a subject that has continued since and was quiet for the hour before:
 * it is the moment itself.
 */
export function pastSeed(context: ReadContext, request: PastSeedRequest): Omit<ModelSeed, 'step'> {
  const { at, seq, activityMs, aheadMs } = request;
  const { names } = context;
  const byMinute = new Sums();
  const lastTimes = new Map<number, number>();
  let newestTime: number | null = null;
  const sinceMinute = Math.floor((at - activityMs) / MINUTE_MS);
  const since = sinceMinute * MINUTE_MS;
  scanBySeq(context, { lastSeq: seq, from: since }, (subjectId, kindId, time) => {
    const pair = pairOf(subjectId, kindId);
    const last = lastTimes.get(pair);
    if (last === undefined || time > last) lastTimes.set(pair, time);
    if (time > at + aheadMs) return;
    if (newestTime === null || time > newestTime) newestTime = time;
    byMinute.add(pair * MINUTE_SPACE + Math.floor(time / MINUTE_MS) - sinceMinute, names.repeatsOf(kindId));
  });
  newestTime ??= newestBefore(context, since, seq);
  const totals = pastTotals(context, request, lastTimes);
  const known = new Set<number>();
  for (let place = 0; place < totals.length; place += TOTAL_WIDTH) known.add(totals[place] ?? 0);
  const subjects = [...known].flatMap((id) => {
    const subject = names.subject(id);
    return subject === undefined ? [] : [{ id, subject }];
  });
  return { newestTime, subjects, kinds: names.kinds, totals, minutes: flat(byMinute, sinceMinute) };
}

/** Counts by minute as the live model expects them: subject, minute, kind, count. */
function flat(byMinute: Sums, sinceMinute: number): Float64Array {
  const numbers = new Float64Array(byMinute.size * 4);
  let place = 0;
  for (const [key, count] of byMinute.entries()) {
    const pair = Math.floor(key / MINUTE_SPACE);
    numbers[place++] = Math.floor(pair / KIND_SPACE);
    numbers[place++] = sinceMinute + (key % MINUTE_SPACE);
    numbers[place++] = pair % KIND_SPACE;
    numbers[place++] = count;
  }
  return numbers;
}

/** Time of the newest of the first `seq` events that lies before `since`, epoch ms; null when there is none. */
function newestBefore(context: ReadContext, since: number, seq: number): number | null {
  let newest: number | null = null;
  for (const head of context.segments.overlapping(Number.MIN_SAFE_INTEGER, since)) {
    if (head.firstSeq > seq) continue;
    if (newest !== null && Math.min(head.lastTime, since) <= newest) continue;
    const isWhole = head.firstSeq + head.count - 1 <= seq && head.lastTime < since;
    if (isWhole) {
      newest = head.lastTime;
      continue;
    }
    const range = { firstSeq: head.firstSeq, lastSeq: Math.min(seq, head.firstSeq + head.count - 1), to: since };
    scanBySeq(context, range, (_subjectId, _kindId, time) => {
      newest = Math.max(newest ?? time, time);
    });
  }
  const rows = context.database
    .prepare('SELECT time_ms FROM event WHERE seq <= ? AND time_ms < ? ORDER BY time_ms DESC LIMIT 1')
    .all(seq, since);
  for (const row of rows) newest = Math.max(newest ?? Number.NEGATIVE_INFINITY, numberIn(row, 'time_ms'));
  return newest;
}

/**
 * All events up to a number, by subject and kind: the current ones without those that came later. Later ones are the stored
 * counts of the hours after the moment's own; what lies on the wrong side of that border is checked one by one.
 */
function pastTotals(
  context: ReadContext,
  { at, seq }: PastSeedRequest,
  lastTimes: ReadonlyMap<number, number>,
): Float64Array {
  const { names } = context;
  const border = (Math.floor(at / HOUR_MS) + 1) * HOUR_MS;
  const later = new Sums();
  const rows = context.database
    .prepare('SELECT subject_id, kind_id, sum(n) AS n FROM count_hour WHERE hour >= ? GROUP BY 1, 2')
    .iterate(border / HOUR_MS);
  for (const row of rows) {
    const kindId = numberIn(row, 'kind_id');
    later.add(
      pairOf(names.canonicalOf(numberIn(row, 'subject_id')), kindId),
      numberIn(row, 'n') * names.repeatsOf(kindId),
    );
  }
  // Stamps that were in the future on arrival.
  scanBySeq(context, { lastSeq: seq, from: border }, (subjectId, kindId) => {
    later.add(pairOf(subjectId, kindId), -names.repeatsOf(kindId));
  });
  // The rest of the hour, and late arrivals.
  scanBySeq(context, { firstSeq: seq + 1, to: border }, (subjectId, kindId) => {
    later.add(pairOf(subjectId, kindId), names.repeatsOf(kindId));
  });
  const all = totalCounts(context);
  const kept: number[] = [];
  for (let place = 0; place < all.length; place += TOTAL_WIDTH) {
    const [subjectId = 0, kindId = 0, count = 0, first = 0, last = 0] = all.subarray(place, place + TOTAL_WIDTH);
    const pair = pairOf(subjectId, kindId);
    const after = later.get(pair);
    if (count - after <= 0) continue;
    const lastTime = lastTimes.get(pair);
    kept.push(subjectId, kindId, count - after, first, after === 0 ? last : (lastTime ?? Math.min(last, at)));
  }
  return Float64Array.from(kept);
}

/** The events after one number up to another, as a step of the live model. */
export function pastStep(context: ReadContext, firstSeq: number, lastSeq: number): PastStep {
  const seconds: number[] = [];
  const subjectIds: number[] = [];
  const kindIds: number[] = [];
  const times: number[] = [];
  if (firstSeq <= lastSeq) {
    scanBySeq(context, { firstSeq, lastSeq }, (subjectId, kindId, time) => {
      seconds.push(Math.floor(time / 1000));
      subjectIds.push(subjectId);
      kindIds.push(kindId);
      times.push(time);
    });
  }
  const counts: StepCounts = {
    seconds: Float64Array.from(seconds),
    subjectIds: Int32Array.from(subjectIds),
    kindIds: Int32Array.from(kindIds),
    counts: Int32Array.from(kindIds, (id) => context.names.repeatsOf(id)),
    firstTimes: Float64Array.from(times),
    lastTimes: Float64Array.from(times),
  };
  const named = new Set(subjectIds);
  const { names } = context;
  const subjects = [...named].flatMap((id) => {
    const subject = names.subject(id);
    return subject === undefined ? [] : [{ id, subject }];
  });
  return { subjects, kinds: names.kinds, counts };
}

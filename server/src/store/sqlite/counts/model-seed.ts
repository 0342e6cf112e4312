import { DAY_MS, MINUTE_MS } from '@tunnelwatch/shared/time-units';
import { z } from 'zod';
import type { GatewaySums, ModelSeed } from '../../../core/aggregate/records.js';
import type { ReadContext } from '../read-context.js';
import { numberIn } from '../rows.js';
import { newestUpTo } from './counting.js';
import { minuteCounts, totalCounts } from './minute-counts.js';

/** How much a model is given at its start. */
export interface SeedLimits {
  /** A store with more subjects gives only those that are known best or were seen last, and the sums of the others. */
  subjects: number;
  gateways: number;
}

/** A start reads as many within two seconds. */
export const SEED_LIMITS: SeedLimits = { subjects: 100_000, gateways: 20_000 };

/**
 * The initial state of the live model [STORE-24].
 * @param activityMs how far counts by minute go back from the newest event
 * @param upTo events with a later time do not move the activity window, epoch ms
 */
export function modelSeed(
  context: ReadContext,
  activityMs: number,
  upTo: number,
  limits: SeedLimits,
): Omit<ModelSeed, 'step'> {
  const { names } = context;
  const newestTime = newestUpTo(context, upTo);
  const since = Math.floor(((newestTime ?? 0) - activityMs) / MINUTE_MS) * MINUTE_MS;
  const { kinds, lastSubjectId } = names;
  if (!names.hasMoreThan(limits.subjects)) {
    return {
      newestTime,
      kinds,
      lastSubjectId,
      subjects: names.shownSubjects(),
      totals: totalCounts(context),
      minutes: minuteCounts(context, since),
    };
  }
  const stored = new Set(names.withJoined(bestKnown(context, limits.subjects)));
  const shown = [...new Set(Array.from(stored, (id) => names.canonicalOf(id)))].sort((a, b) => a - b);
  return {
    newestTime,
    kinds,
    lastSubjectId,
    subjects: shown.flatMap((id) => {
      const subject = names.subject(id);
      return subject === undefined ? [] : [{ id, subject }];
    }),
    totals: totalCounts(context, stored),
    minutes: minuteCounts(context, since, stored),
    gateways: gatewaySums(context, since, limits.gateways),
  };
}

/** Subjects as they are shown: those seen on more than one day before the others, the newest first. */
function bestKnown({ database, names }: ReadContext, most: number): number[] {
  const ids = database
    .prepare(
      `SELECT subject_id AS id FROM count_total GROUP BY subject_id
       ORDER BY max(last_ms) - min(first_ms) >= ${String(DAY_MS)} DESC, max(last_ms) DESC LIMIT ?`,
    )
    .all(most)
    .map((row) => names.canonicalOf(numberIn(row, 'id')));
  return [...new Set(ids)];
}

interface GatewayTotal {
  gatewayId: number;
  kindId: number;
  count: number;
  first: number;
  last: number;
}

const nameSchema = z.object({ id: z.number(), name: z.string() });

/** The events of all gateways, as they are shown; those of the least known are summed up where there are too many. */
function gatewaySums(context: ReadContext, since: number, most: number): GatewaySums {
  const { database, names } = context;
  const rows = allGatewayTotals(context);
  const listed = rankGateways(rows).slice(0, most);
  const indexes = new Map(listed.map((id, index) => [id, index]));
  const nameOf = new Map(
    database
      .prepare('SELECT id, name FROM gateway WHERE id IN (SELECT value FROM json_each(?))')
      .all(JSON.stringify(listed))
      .map((row) => nameSchema.parse(row))
      .map(({ id, name }) => [id, name]),
  );
  const minutes: number[] = [];
  const counted = database.prepare('SELECT gateway_id, minute, kind_id, n FROM count_minute WHERE minute >= ?');
  for (const row of counted.iterate(since / MINUTE_MS)) {
    const index = indexes.get(names.canonicalGatewayOf(numberIn(row, 'gateway_id')));
    if (index === undefined) continue;
    const kindId = numberIn(row, 'kind_id');
    minutes.push(index, numberIn(row, 'minute'), kindId, numberIn(row, 'n') * names.repeatsOf(kindId));
  }
  return {
    names: listed.map((id) => nameOf.get(id) ?? ''),
    // Typed: there may be hundreds of thousands, and they go to another thread.
    totals: totalsOf(rows, indexes),
    minutes: Float64Array.from(minutes),
  };
}

/** The totals of the listed gateways; those of all others are one row for each kind, under the number −1. */
function totalsOf(rows: readonly GatewayTotal[], indexes: ReadonlyMap<number, number>): Float64Array {
  const listed: number[] = [];
  const others = new Map<number, GatewayTotal>();
  for (const row of rows) {
    const { gatewayId, kindId, count, first, last } = row;
    const index = indexes.get(gatewayId);
    const sum = others.get(kindId);
    if (index !== undefined) listed.push(index, kindId, count, first, last);
    else if (sum === undefined) others.set(kindId, { ...row });
    else {
      sum.count += count;
      sum.first = Math.min(sum.first, first);
      sum.last = Math.max(sum.last, last);
    }
  }
  for (const { kindId, count, first, last } of others.values()) listed.push(-1, kindId, count, first, last);
  return Float64Array.from(listed);
}

function allGatewayTotals({ database, names }: ReadContext): GatewayTotal[] {
  const rows = database.prepare(
    `SELECT gateway_id, kind_id, sum(n) AS n, min(first_ms) AS first, max(last_ms) AS last
     FROM count_total JOIN subject ON subject.id = subject_id GROUP BY 1, 2`,
  );
  const totals: GatewayTotal[] = [];
  for (const row of rows.iterate()) {
    const kindId = numberIn(row, 'kind_id');
    totals.push({
      gatewayId: names.canonicalGatewayOf(numberIn(row, 'gateway_id')),
      kindId,
      count: numberIn(row, 'n') * names.repeatsOf(kindId),
      first: numberIn(row, 'first'),
      last: numberIn(row, 'last'),
    });
  }
  return totals;
}

/** Gateways, those seen on more than one day first, and of these those seen last. */
function rankGateways(totals: readonly GatewayTotal[]): number[] {
  const spans = new Map<number, { first: number; last: number }>();
  for (const { gatewayId, first, last } of totals) {
    const span = spans.get(gatewayId);
    if (span === undefined) spans.set(gatewayId, { first, last });
    else {
      span.first = Math.min(span.first, first);
      span.last = Math.max(span.last, last);
    }
  }
  const isKnown = ({ first, last }: { first: number; last: number }) => (last - first >= DAY_MS ? 1 : 0);
  return [...spans].sort(([, a], [, b]) => isKnown(b) - isKnown(a) || b.last - a.last).map(([gatewayId]) => gatewayId);
}

import {
  apiSeriesResponseSchema,
  type EventFilter,
  type SeriesQuery,
  seriesQuerySchema,
} from '@tunnelwatch/shared/api';
import { MAX_POINTS } from '@tunnelwatch/shared/series';
import type { SeriesGroup } from '../../../core/aggregate/series-group.js';
import type { Naming } from '../../../core/inventory/shown.js';
import type { ApiContext } from '../api-context.js';
import { storedFilter } from '../as-of.js';
import { HttpProblem } from '../http-problem.js';
import { iso } from '@tunnelwatch/shared/iso-time';
import { HOUR_MS } from '@tunnelwatch/shared/time-units';
import { parseQuery, type Route } from '../route.js';

/** Widths of buckets that read well on an axis, milliseconds. */
const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400].map(
  (seconds) => seconds * 1000,
);

/** Counts over time. */
export function seriesRoutes(context: ApiContext): Route[] {
  return [
    {
      method: 'get',
      path: '/series',
      access: 'viewer',
      summary:
        'Stored events over time, at most 300 points per series; the range is extended to whole steps. By class, unknown messages and other categories are separate series: they are not failures',
      query: seriesQuerySchema,
      answer: apiSeriesResponseSchema,
      handle: async (request, response) => {
        const query = parseQuery(seriesQuerySchema, request);
        const range = rangeOf(query, query.at ?? context.referenceTime());
        const filter = await storedFilter(context.reader, { ...filterOf(query), at: query.at });
        const groups = await context.reader.series({ filter, by: query.by, top: query.top, ...range });
        const newest = await context.reader.newestTime(Number.MAX_SAFE_INTEGER);
        response.json({
          from: iso(range.from),
          to: iso(range.from + range.stepMs * range.buckets),
          stepMs: range.stepMs,
          series: groups.map((group) => presentGroup(group, { ...query, ...range, names: context.names() })),
          newestTime: newest === null ? null : iso(newest),
        });
      },
    },
  ];
}

/**
 * Buckets for a query: the last hour if it gives no range, the step widened until at most 300 buckets cover it.
 * Both ends are moved outwards to whole steps, so that a bucket always covers the same span.
 */
export function rangeOf(
  query: Pick<SeriesQuery, 'from' | 'to' | 'step'>,
  referenceTime: number,
): { from: number; stepMs: number; buckets: number } {
  // The end is exclusive, but the newest event, whose time the reference may be, is included.
  const to = query.to ?? Math.max(referenceTime + 1, (query.from ?? 0) + HOUR_MS);
  const from = query.from ?? to - HOUR_MS;
  if (from >= to) throw new HttpProblem(400, 'bad-request', 'from: must be before to');
  const least = query.step === undefined ? (to - from) / (MAX_POINTS - 1) : query.step * 1000;
  let stepMs = query.step === undefined ? niceStep(least) : query.step * 1000;
  while (bucketsOf(from, to, stepMs) > MAX_POINTS) stepMs = niceStep(stepMs * 1.01);
  const start = Math.floor(from / stepMs) * stepMs;
  return { from: start, stepMs, buckets: bucketsOf(from, to, stepMs) };
}

function bucketsOf(from: number, to: number, stepMs: number): number {
  return Math.ceil(to / stepMs) - Math.floor(from / stepMs);
}

/** The smallest readable step that is not below `leastMs`; whole days beyond the table. */
function niceStep(leastMs: number): number {
  const found = STEPS_MS.find((step) => step >= leastMs);
  return found ?? Math.ceil(leastMs / (24 * HOUR_MS)) * 24 * HOUR_MS;
}

function filterOf({ gateway, matchkey, iface, class: failureClass, messageId }: SeriesQuery): EventFilter {
  return {
    ...(gateway === undefined ? {} : { gateway }),
    ...(matchkey === undefined ? {} : { matchkey }),
    ...(iface === undefined ? {} : { iface }),
    ...(failureClass === undefined ? {} : { class: failureClass }),
    ...(messageId === undefined ? {} : { messageId }),
  };
}

function presentGroup(
  { counts, ...group }: SeriesGroup,
  { by, from, stepMs, names }: { by: SeriesQuery['by']; from: number; stepMs: number; names: Naming },
) {
  const labels = {
    tunnel: group.matchkey ?? '',
    gateway: group.gateway ?? '',
    class: group.class ?? '',
    messageId: group.messageId === null ? 'none' : String(group.messageId),
  };
  const { gateway, matchkey } = group;
  const inventory = gateway === null || matchkey === null ? null : names.tunnelName(gateway, matchkey);
  return { name: labels[by], ...group, inventory, points: counts.map((count, at) => [iso(from + at * stepMs), count]) };
}

import { z } from 'zod';
import { eventClassSchema } from './failure-class.js';
import { namedShape } from './inventory.js';
import { HOUR_MS, MINUTE_MS } from './time-units.js';

/** Live windows of a chart and the width of their buckets; each has at most 300 points. */
export const CHART_WINDOWS = {
  '15m': { spanMs: 15 * MINUTE_MS, stepMs: 5_000 },
  '1h': { spanMs: HOUR_MS, stepMs: 15_000 },
  '6h': { spanMs: 6 * HOUR_MS, stepMs: 2 * MINUTE_MS },
  '24h': { spanMs: 24 * HOUR_MS, stepMs: 5 * MINUTE_MS },
  '7d': { spanMs: 7 * 24 * HOUR_MS, stepMs: HOUR_MS },
  '30d': { spanMs: 30 * 24 * HOUR_MS, stepMs: 3 * HOUR_MS },
} as const;

const GRAIN_MS = MINUTE_MS;

/**
 * Where a live window ends, epoch ms: with the minute of the reference time, or with its bucket where that is wider, so
 * that the chart of the last hour and the counts of the "last 60 minutes" are of the same events.
 */
export function windowEnd(window: ChartWindow, referenceTime: number): number {
  const grain = Math.max(GRAIN_MS, CHART_WINDOWS[window].stepMs);
  return (Math.floor(referenceTime / grain) + 1) * grain;
}

export type ChartWindow = keyof typeof CHART_WINDOWS;

export const CHART_WINDOW_NAMES = ['15m', '1h', '6h', '24h', '7d', '30d'] as const satisfies readonly ChartWindow[];

export const chartWindowSchema = z.enum(CHART_WINDOW_NAMES);

/** Maximum number of points of a series. */
export const MAX_POINTS = 300;

/** One bucket of a chart: its start (epoch ms, a multiple of the step) and absolute counts by class, indexed as COUNTED_CLASSES. */
export const classBucketSchema = z.object({ t: z.number(), n: z.array(z.number().int().nonnegative()) });
export type ClassBucket = z.infer<typeof classBucketSchema>;

/** A series over HTTP: one name, its points as [epoch ms, count]; empty buckets are zeros. */
export const seriesSchema = z.object({
  name: z.string(),
  gateway: z.string().nullable(),
  matchkey: z.string().nullable(),
  class: eventClassSchema.nullable(),
  messageId: z.number().int().nullable(),
  total: z.number().int().nonnegative(),
  points: z.array(z.tuple([z.number(), z.number().int().nonnegative()])),
  /** For a series of one tunnel. */
  ...namedShape,
});

export type Series = z.infer<typeof seriesSchema>;

export const seriesResponseSchema = z.object({
  from: z.number(),
  to: z.number(),
  stepMs: z.number().int().positive(),
  series: z.array(seriesSchema),
  /** Time of the newest event in the store, epoch ms; null when the store is empty. */
  newestTime: z.number().nullable(),
});

export type SeriesResponse = z.infer<typeof seriesResponseSchema>;

import { z } from 'zod';
import { isoTimeSchema, timeParameterSchema } from './api.js';
import { changeSchema } from './protocol.js';
import { chartWindowSchema } from './series.js';
import { DAY_MS } from './time-units.js';

/** Views that the time machine can show. */
export const PAST_VIEWS = ['status', 'overview', 'wall', 'tunnel', 'alerts'] as const;

export type PastViewName = (typeof PAST_VIEWS)[number];

/** A past view: the changes that a live room would have begun with at that time. Times are epoch milliseconds. */
export const pastAnswerSchema = z.object({
  /** The time shown. */
  at: z.number(),
  /** When the monitor's own state (lag, signs of life) was last recorded; null if it never was. */
  recordedAt: z.number().nullable(),
  /** When the record begins: before it nothing is known, not even that nothing happened. Null where there is no record. */
  recordBegins: z.number().nullable(),
  /** False when Tunnelwatch was not running at that time: the view shows what it knew before. */
  wasRunning: z.boolean(),
  changes: z.array(changeSchema),
});

export type PastAnswer = z.infer<typeof pastAnswerSchema>;

/** The range in which the past is known, ISO 8601; null before anything was recorded. */
export const pastRangeSchema = z.object({ from: z.string().nullable(), to: z.string().nullable() });

/** Gaps are looked for within this much of the past at most, ms. */
export const MAX_GAPS_RANGE_MS = 7 * DAY_MS;

export const pastGapsQuerySchema = z.strictObject({ from: timeParameterSchema, to: timeParameterSchema });

/** Periods in which Tunnelwatch itself was not running, to the minute, and how many more there are. */
export const pastGapsSchema = z.object({
  items: z.array(z.object({ from: isoTimeSchema, to: isoTimeSchema })),
  notShown: z.number().int().nonnegative(),
});

export type PastGaps = z.output<typeof pastGapsSchema>;

/** Playback speeds: seconds of the past per second. */
export const PLAY_SPEEDS = [1, 5, 15, 60] as const;

export type PlaySpeed = (typeof PLAY_SPEEDS)[number];

/** The parameters of a past view besides its time. */
export const pastViewQuerySchema = z.strictObject({
  window: chartWindowSchema.optional(),
  gateway: z.string().max(8192).optional(),
  matchkey: z.string().max(8192).optional(),
  /** The number of a wall. */
  wall: z.coerce.number().int().positive().optional(),
});

import { z } from 'zod';
import { changeSchema } from './protocol.js';
import { chartWindowSchema } from './series.js';

/** What can be looked at as it was. */
export const PAST_VIEWS = ['status', 'overview', 'wall', 'tunnel', 'alerts'] as const;

export type PastViewName = (typeof PAST_VIEWS)[number];

/** A view as it was: the changes that a live room would have begun with at that moment. Times are epoch milliseconds. */
export const pastAnswerSchema = z.object({
  /** The moment that is shown. */
  at: z.number(),
  /** When what the monitor knew of itself (lag, signs of life) was kept last; null where nothing was. */
  recordedAt: z.number().nullable(),
  /** False where Tunnelwatch was not running at that moment: what is shown is what it knew before. */
  wasRunning: z.boolean(),
  changes: z.array(changeSchema),
});

export type PastAnswer = z.infer<typeof pastAnswerSchema>;

/** From when to when the past is known, ISO 8601; null before anything was kept. */
export const pastRangeSchema = z.object({ from: z.string().nullable(), to: z.string().nullable() });

export type PastRange = z.infer<typeof pastRangeSchema>;

/** Speeds at which the past is played: seconds of it in one second. */
export const PLAY_SPEEDS = [1, 5, 15, 60] as const;

export type PlaySpeed = (typeof PLAY_SPEEDS)[number];

/** The parameters of a past view beside its time. */
export const pastViewQuerySchema = z.strictObject({
  window: chartWindowSchema.optional(),
  gateway: z.string().max(8192).optional(),
  matchkey: z.string().max(8192).optional(),
});

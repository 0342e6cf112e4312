import { z } from 'zod';
import { namedShape } from './inventory.js';
import { prioritySchema } from './priority.js';
import { alertSubjectSchema } from './subject.js';

/**
 * Figures that show whether operators can keep up with the alarms, over the last 24 hours, with the targets that are
 * commonly quoted from EEMUA 191 and ISA-18.2. Times are epoch ms, durations milliseconds.
 */
export const alertHealthSchema = z.object({
  from: z.number(),
  to: z.number(),
  /** New alerts, without those that were grouped under others. */
  opened: z.number().int(),
  /** Per ten minutes: on average, and in the busiest ten minutes. */
  perTenMinutes: z.number(),
  mostInTenMinutes: z.number().int(),
  /** Share of the ten-minute spans with ten or more new alerts. */
  floodShare: z.number(),
  /** The rules and subjects with the most alerts, and their share of all alerts. */
  topTen: z.array(z.object({ rule: z.string(), subject: alertSubjectSchema, count: z.number().int() })),
  topTenShare: z.number(),
  chattering: z.number().int(),
  /** Active for longer than 24 hours. */
  stale: z.number().int(),
  /** Active now, neither shelved nor suppressed. */
  standing: z.number().int(),
  shelved: z.number().int(),
  suppressed: z.number().int(),
  /** Share of new alerts by priority. */
  priorityShares: z.array(z.object({ priority: prioritySchema, share: z.number() })),
  /** From opened to acknowledged, over the acknowledged alerts; null when there are none. */
  acknowledgedAfterMs: z.object({ median: z.number(), p90: z.number(), count: z.number().int() }).nullable(),
});

export type AlertHealth = z.infer<typeof alertHealthSchema>;

/** The figures as pages receive them. */
export const shownAlertHealthSchema = alertHealthSchema.extend({
  topTen: z.array(alertHealthSchema.shape.topTen.element.extend(namedShape)),
});

export type ShownAlertHealth = z.infer<typeof shownAlertHealthSchema>;

/** The targets, as commonly quoted. */
export const ALERT_HEALTH_GOALS = {
  perTenMinutes: 1,
  mostInTenMinutes: 10,
  floodShare: 0.01,
  topTenShare: 0.05,
  chattering: 0,
  stale: 5,
  standing: 10,
  shelved: 30,
} as const;

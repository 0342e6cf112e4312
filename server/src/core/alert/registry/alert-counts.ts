import { type Alert, alertSchema } from '@tunnelwatch/shared/alert';
import type { z } from 'zod';

/**
 * What of an alert may change without an entry in the audit trail: what is counted, and what a cause is found to be.
 * The time machine keeps it by minute; all else of an alert at a past moment stands in the trail.
 */
export const alertCountsSchema = alertSchema.pick({
  severity: true,
  priority: true,
  raised: true,
  count: true,
  firstTime: true,
  lastTime: true,
  lastAt: true,
  rate: true,
  peakRate: true,
  members: true,
  verdict: true,
});

export type AlertCounts = z.infer<typeof alertCountsSchema>;

/** The counted part of an alert. */
export function countsOf(alert: Alert): AlertCounts {
  const { severity, priority, raised, count, firstTime, lastTime, lastAt, rate, peakRate, members, verdict } = alert;
  return { severity, priority, raised, count, firstTime, lastTime, lastAt, rate, peakRate, members, verdict };
}

import { type Alert, alertSchema } from '@tunnelwatch/shared/alert';
import type { z } from 'zod';

/**
 * The parts of an alert that may change without an audit entry: counts, and the diagnosed cause.
 * The time machine records them by minute; everything else of a past alert is in the audit trail.
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

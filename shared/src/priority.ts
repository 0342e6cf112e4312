import { z } from 'zod';

/** Operator priorities, most pressing first. They are computed by us; severity is what the gateway says. */
export const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const;

export type Priority = (typeof PRIORITIES)[number];

export const prioritySchema = z.enum(PRIORITIES);

/** Rank of a priority, 3 (urgent) to 0 (low); a higher rank is more pressing. */
export function priorityRank(priority: Priority): number {
  return PRIORITIES.length - 1 - PRIORITIES.indexOf(priority);
}

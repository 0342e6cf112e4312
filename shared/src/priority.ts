import { z } from 'zod';

/** Operator priorities, most urgent first. Tunnelwatch computes them; severity is what the gateway says. */
export const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const;

export type Priority = (typeof PRIORITIES)[number];

export const prioritySchema = z.enum(PRIORITIES);

/** Rank of a priority, 3 (urgent) to 0 (low); a higher rank is more urgent. */
export function priorityRank(priority: Priority): number {
  return PRIORITIES.length - 1 - PRIORITIES.indexOf(priority);
}

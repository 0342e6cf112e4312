import { z } from 'zod';

/** Operator priorities, most urgent first. Tunnelwatch computes them; severity is what the gateway says. */
export const PRIORITIES = ['urgent', 'high', 'medium', 'low'] as const;

export type Priority = (typeof PRIORITIES)[number];

export const prioritySchema = z.enum(PRIORITIES);

/** Rank of a priority, 3 (urgent) to 0 (low); a higher rank is more urgent. */
export function priorityRank(priority: Priority): number {
  return PRIORITIES.length - 1 - PRIORITIES.indexOf(priority);
}

/** Numbers of alerts by priority. */
export const countsByPrioritySchema = z.object({
  urgent: z.number().int().nonnegative(),
  high: z.number().int().nonnegative(),
  medium: z.number().int().nonnegative(),
  low: z.number().int().nonnegative(),
});

export type CountsByPriority = z.infer<typeof countsByPrioritySchema>;

/** How many of each priority there are. */
export function countByPriority(items: Iterable<{ readonly priority: Priority }>): CountsByPriority {
  const counts = { urgent: 0, high: 0, medium: 0, low: 0 };
  for (const { priority } of items) counts[priority] += 1;
  return counts;
}

/** The sum over all priorities. */
export function totalOf({ urgent, high, medium, low }: CountsByPriority): number {
  return urgent + high + medium + low;
}

/** Numbers in words, the most urgent first and zeros left out: `2 urgent, 14 medium`. */
export function countsText(counts: CountsByPriority): string {
  return PRIORITIES.flatMap((priority) => (counts[priority] === 0 ? [] : [`${counts[priority]} ${priority}`])).join(
    ', ',
  );
}

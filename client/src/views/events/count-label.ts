import { formatCount } from '@tunnelwatch/shared/format-number';

/** The number of matching events, in words; null until it is known. */
export function countLabel(count: number | null): string {
  if (count === null) return 'Counting…';
  return count === 1 ? '1 event' : `${formatCount(count)} events`;
}

import { formatCount } from '@tunnelwatch/shared/format-number';

/** How many events match, in words; null while nobody knows. */
export function countLabel(count: number | null): string {
  if (count === null) return 'Counting…';
  return count === 1 ? '1 event' : `${formatCount(count)} events`;
}

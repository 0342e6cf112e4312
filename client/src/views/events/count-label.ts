import { formatCount } from '../../format/format-number.js';

/** How many events match, in words; null while nobody knows. */
export function countWords(count: number | null): string {
  if (count === null) return 'Counting…';
  return count === 1 ? '1 event' : `${formatCount(count)} events`;
}

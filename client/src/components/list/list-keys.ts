/**
 * The target of a key in a list of `count` rows from the row `current`; undefined for a key without a meaning here.
 * `page` is the number of visible rows.
 */
export function rowAfterKey(key: string, current: number, count: number, page: number): number | undefined {
  if (count === 0) return undefined;
  const within = (index: number): number => Math.min(count - 1, Math.max(0, index));
  switch (key) {
    case 'ArrowDown':
      return within(current + 1);
    case 'ArrowUp':
      return within(current - 1);
    case 'PageDown':
      return within(current + Math.max(1, page - 1));
    case 'PageUp':
      return within(current - Math.max(1, page - 1));
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

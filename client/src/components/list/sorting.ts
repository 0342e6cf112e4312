export type SortOrder = 'asc' | 'desc';

/** What a list is ordered by, and which way round. */
export interface Sorting<Sort extends string> {
  readonly sort: Sort;
  readonly order: SortOrder;
}

/** What pressing the title of a column gives: another sort in its first order, the same one turned round. */
export function sortingAfter<Sort extends string>(
  now: Sorting<Sort>,
  pressed: Sort,
  firstOrder: (sort: Sort) => SortOrder,
): Sorting<Sort> {
  if (now.sort !== pressed) return { sort: pressed, order: firstOrder(pressed) };
  return { sort: pressed, order: now.order === 'asc' ? 'desc' : 'asc' };
}

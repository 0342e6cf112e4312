import { useState } from 'react';

interface FrozenOrder<Item> {
  /** The items in the order to show: that of the moment of freezing, each as it is now. */
  readonly shown: readonly Item[];
  /** Items that came since and are held back while the order is frozen. */
  readonly held: number;
  readonly freeze: () => void;
  /** Goes over to the current order, new items included. */
  readonly release: () => void;
}

/**
 * Keeps a list from jumping under the hand: from `freeze` to `release` rows stay in their places and are only patched;
 * rows that are gone leave, new ones are counted. `items` is the list in its current order.
 */
export function useFrozenOrder<Item extends { readonly id: number }>(items: readonly Item[]): FrozenOrder<Item> {
  const [order, setOrder] = useState<readonly number[] | null>(null);
  const { shown, held } = orderItems(items, order);
  return {
    shown,
    held,
    freeze: () => setOrder((old) => old ?? items.map((item) => item.id)),
    release: () => setOrder(null),
  };
}

/** Items in a frozen order of ids, and how many are not in it; null stands for the order that they have. */
export function orderItems<Item extends { readonly id: number }>(
  items: readonly Item[],
  order: readonly number[] | null,
): { readonly shown: readonly Item[]; readonly held: number } {
  if (order === null) return { shown: items, held: 0 };
  const byId = new Map(items.map((item) => [item.id, item]));
  const shown = order.flatMap((id) => byId.get(id) ?? []);
  return { shown, held: items.length - shown.length };
}

import { useState } from 'react';

interface FrozenOrder<Item> {
  /** The items in display order: while paused that of the moment of pausing, each as it is now. */
  readonly shown: readonly Item[];
  /** Items that arrived since and are held back. */
  readonly held: number;
  /** Keeps the displayed order from now on; to be called when somebody begins to use the list. */
  readonly hold: () => void;
  /** Switches to the current order, including new items. */
  readonly refresh: () => void;
}

/**
 * Keeps a list from jumping under the pointer: while `isHeld`, rows stay in their places and are only updated, even those
 * that the filter would no longer show; new ones are counted.
 * @param items the list in its current order
 * @param known all items by id, shown or not
 */
export function useFrozenOrder<Item extends { readonly id: number }>(
  items: readonly Item[],
  known: ReadonlyMap<number, Item>,
  isHeld: boolean,
): FrozenOrder<Item> {
  const [order, setOrder] = useState<readonly number[] | null>(null);
  const { shown, held } = orderItems(items, isHeld && order !== null && order.length > 0 ? order : null, known);
  return {
    shown,
    held,
    // An empty list cannot jump: new items are shown.
    hold: () => {
      if (!isHeld) setOrder(items.map((item) => item.id));
    },
    refresh: () => setOrder(items.map((item) => item.id)),
  };
}

/** Items in a frozen order of ids, and how many are not in it; null for their own order. */
export function orderItems<Item extends { readonly id: number }>(
  items: readonly Item[],
  order: readonly number[] | null,
  known: ReadonlyMap<number, Item>,
): { readonly shown: readonly Item[]; readonly held: number } {
  if (order === null) return { shown: items, held: 0 };
  const places = new Set(order);
  const shown = order.flatMap((id) => known.get(id) ?? []);
  return { shown, held: items.filter((item) => !places.has(item.id)).length };
}

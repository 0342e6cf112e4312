import type { TUNNEL_SORTS } from '@tunnelwatch/shared/api';

export type TunnelSort = (typeof TUNNEL_SORTS)[number];
export type SortOrder = 'asc' | 'desc';

/** The query of a list of tunnels; absent parts do not restrict it. */
export interface TunnelQuery {
  readonly q?: string | undefined;
  readonly gateway?: string | undefined;
  readonly sort: TunnelSort;
  readonly order: SortOrder;
}

export const DEFAULT_SORT: TunnelSort = 'recent';

export const SORT_LABEL: Readonly<Record<TunnelSort, string>> = {
  recent: 'Failures, last 60 min',
  replay: 'Replay, last 60 min',
  integrity: 'Integrity, last 60 min',
  total: 'All stored',
  last: 'Last seen',
  first: 'First seen',
  gateway: 'Gateway',
  matchkey: 'Matchkey',
};

/** The initial direction of a column: names from A, everything else from the most or newest. */
export function firstOrder(sort: TunnelSort): SortOrder {
  return sort === 'gateway' || sort === 'matchkey' ? 'asc' : 'desc';
}

/** The effect of clicking the title of the column `pressed`: another column in its initial direction, the same one reversed. */
export function nextSort(
  now: { readonly sort: TunnelSort; readonly order: SortOrder },
  pressed: TunnelSort,
): { readonly sort: TunnelSort; readonly order: SortOrder } {
  if (now.sort !== pressed) return { sort: pressed, order: firstOrder(pressed) };
  return { sort: pressed, order: now.order === 'asc' ? 'desc' : 'asc' };
}

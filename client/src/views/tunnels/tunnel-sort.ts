import type { TUNNEL_SORTS } from '@tunnelwatch/shared/api';
import { sortingAfter, type Sorting, type SortOrder } from '../../components/list/sorting.js';

export type TunnelSort = (typeof TUNNEL_SORTS)[number];

/** What a list of tunnels is asked for; absent parts do not limit it. */
export interface TunnelQuery extends Sorting<TunnelSort> {
  readonly q?: string | undefined;
  readonly gateway?: string | undefined;
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

/** How the tunnels are ordered after the title of a column was pressed. */
export function nextSort(now: Sorting<TunnelSort>, pressed: TunnelSort): Sorting<TunnelSort> {
  return sortingAfter(now, pressed, firstOrder);
}

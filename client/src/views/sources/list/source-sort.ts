import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { SOURCE_TROUBLES, troublesOf } from '@tunnelwatch/shared/source-trouble';
import { sortingAfter, type Sorting, type SortOrder } from '../../../components/list/sorting.js';
import { compareNames, STATES_BY_NEED } from './source-list.js';

export const SOURCE_SORTS = ['need', 'name', 'lag', 'rate', 'unreadable', 'age'] as const;

export type SourceSort = (typeof SOURCE_SORTS)[number];
export type SourceOrder = Sorting<SourceSort>;

export const DEFAULT_SORT: SourceSort = 'need';

export const SORT_LABEL: Readonly<Record<SourceSort, string>> = {
  need: 'Problems first',
  name: 'Name',
  lag: 'Lag',
  rate: 'Lines per second',
  unreadable: 'Unreadable share',
  age: 'Age of the last line',
};

/** The initial direction of a sort: names from A, everything else from the highest. */
export function firstOrder(sort: SourceSort): SortOrder {
  return sort === 'name' ? 'asc' : 'desc';
}

/** How the sources are ordered after the title of a column was pressed. */
export function nextSourceOrder(now: SourceOrder, pressed: SourceSort): SourceOrder {
  return sortingAfter(now, pressed, firstOrder);
}

/** The sources in an order; equal ones by name, whatever the direction. */
export function sortSources(sources: readonly SourceHealth[], { sort, order }: SourceOrder): readonly SourceHealth[] {
  const sign = order === 'asc' ? 1 : -1;
  if (sort === 'name') return sources.toSorted((a, b) => sign * byName(a, b));
  const keys = new Map(sources.map((source) => [source, KEY_OF[sort](source)]));
  const key = (source: SourceHealth): number => keys.get(source) ?? 0;
  const bytes = (source: SourceHealth): number => (sort === 'lag' ? source.lagBytes : 0);
  // Bytes decide between sources that have waited for equally long.
  return sources.toSorted((a, b) => sign * (key(a) - key(b) || bytes(a) - bytes(b)) || byName(a, b));
}

function byName(a: SourceHealth, b: SourceHealth): number {
  return compareNames(a.name, b.name) || a.id - b.id;
}

/** The sort value; the greater comes first in descending order. */
const KEY_OF: Readonly<Record<Exclude<SourceSort, 'name'>, (source: SourceHealth) => number>> = {
  need: (source) => -needOf(source),
  lag: ({ lagMs }) => lagMs,
  rate: ({ linesPerSecond }) => linesPerSecond,
  unreadable: ({ counts }) => (counts.lines === 0 ? 0 : counts.unreadable / counts.lines),
  // A source that never had a line is older than any.
  age: ({ lastArrival }) => -(lastArrival ?? 0),
};

/** The rank of a source by urgency: by its worst problem, then by its state. */
function needOf(source: SourceHealth): number {
  const [worst] = troublesOf(source);
  if (worst !== undefined) return SOURCE_TROUBLES.indexOf(worst);
  return SOURCE_TROUBLES.length + STATES_BY_NEED.indexOf(source.state);
}

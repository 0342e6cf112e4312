import { fetchEventCount } from '../../http/api.js';
import { useHttp } from '../../http/use-http.js';
import { useTick } from '../../time/ticker.js';
import { countWords } from './count-label.js';
import { queryOfFilters, type EventFilters } from './event-filter.js';

/** A count by text reads every line, so it is made once and not again and again. */
const RECOUNT_MS = 10_000;

/** The exact number of stored events that match, in words. For a component that is made anew with each filter. */
export function useEventCount(filters: EventFilters): string {
  const tick = useTick();
  const query = queryOfFilters(filters);
  const beat = filters.q === null ? Math.floor(tick / RECOUNT_MS) : 0;
  const { data, problem } = useHttp(`${beat} ${JSON.stringify(query)}`, (signal) => fetchEventCount(query, signal), {
    keepOld: true,
  });
  if (data === null && problem !== null) return 'Events, not counted';
  return countWords(data?.count ?? null);
}

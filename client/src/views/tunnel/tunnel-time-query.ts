import type { Query } from '../../http/http-client.js';
import type { TimeRangeState } from '../../url-state/use-time-range.js';

/** The time that a page about a tunnel shows, as the endpoints of a tunnel take it. */
export function tunnelTimeQuery({ range, window }: Pick<TimeRangeState, 'range' | 'window'>): Query {
  if (range === null) return { window };
  return { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() };
}

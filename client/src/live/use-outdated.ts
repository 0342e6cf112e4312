import { useServerNow } from '../time/use-server-now.js';
import { freshnessOf, type Freshness } from './freshness.js';
import { useLink, useStatus } from './use-live.js';

/** Freshness of the data now; null until the server has told its status. */
export function useFreshness(): Freshness | null {
  const status = useStatus();
  const now = useServerNow();
  return status === null ? null : freshnessOf(status, now);
}

/** True when what is on the screen is no longer live: the link is down, or the data is older than the limit. */
export function useIsOutdated(): boolean {
  const { link } = useLink();
  const freshness = useFreshness();
  return link.state === 'disconnected' || freshness?.state === 'stale';
}

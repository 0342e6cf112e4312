import { useServerNow } from '../time/use-server-now.js';
import { freshnessOf, type Freshness } from './freshness.js';
import { useLink, useStatus } from './use-live.js';

/** Freshness of the data now; null until the server has sent its status. */
export function useFreshness(): Freshness | null {
  const status = useStatus();
  const now = useServerNow();
  return status === null ? null : freshnessOf(status, now);
}

/** True when no line was ever received: whatever a page counts is then unknown and not zero. */
export function useIsWithoutData(): boolean {
  return useFreshness()?.state === 'none';
}

/** True when the screen is no longer live: the connection is lost, the page is of another version, or the data is stale. */
export function useIsOutdated(): boolean {
  const { link } = useLink();
  const freshness = useFreshness();
  return link.state === 'disconnected' || link.state === 'otherVersion' || freshness?.state === 'stale';
}

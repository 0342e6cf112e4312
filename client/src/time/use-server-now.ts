import { useLink } from '../live/use-live.js';
import { useReplayAt } from '../history/history-context.js';
import { useTick } from './ticker.js';

/**
 * The server's clock, once a second, or the moment that a replay shows. A browser's clock may be wrong by hours, so ages are
 * never computed from it alone. Epoch milliseconds.
 */
export function useServerNow(): number {
  const present = useTick() + useLink().clockOffsetMs;
  return useReplayAt() ?? present;
}

import { useLink } from '../live/use-live.js';
import { useHistoryAt } from '../history/history-context.js';
import { useTick } from './ticker.js';

/**
 * The server's clock, once a second, or the time that the time machine shows. A browser's clock may be wrong by hours, so ages are
 * never computed from it alone. Epoch milliseconds.
 */
export function useServerNow(): number {
  const present = useTick() + useLink().clockOffsetMs;
  return useHistoryAt() ?? present;
}

import { useLink } from '../live/use-live.js';
import { useTick } from './ticker.js';

/**
 * The server's clock, once a second. A browser's clock may be wrong by hours, so ages are never computed from it alone.
 * Epoch milliseconds.
 */
export function useServerNow(): number {
  return useTick() + useLink().clockOffsetMs;
}

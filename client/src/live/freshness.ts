import { isCutOff } from '@tunnelwatch/shared/cluster-trouble';
import type { Status } from '@tunnelwatch/shared/protocol';

/**
 * How old the data is, by the server's clock.
 * `none`: nothing was ever stored. `past`: old files are shown, as of their end. `stale`: nothing arrived within the limit, or the server is
 * cut off from its cluster and nothing can.
 */
export type Freshness =
  | { readonly state: 'none' }
  | { readonly state: 'live' | 'stale'; readonly ageMs: number; readonly newest: number }
  | { readonly state: 'past'; readonly ageMs: number; readonly newest: number };

/**
 * Freshness at `now` (the server's clock, epoch ms). The newest arrival decides if there is one, since a quiet network
 * sends other lines but no failures; after a restart without a line, the newest stored event does.
 */
export function freshnessOf(status: Status, now: number): Freshness {
  const newest = status.newestArrival ?? status.newestTime;
  if (newest === null) return { state: 'none' };
  if (status.isPast && status.newestTime !== null) {
    return { state: 'past', ageMs: Math.max(0, now - status.newestTime), newest: status.newestTime };
  }
  const ageMs = Math.max(0, now - newest);
  const isLate = ageMs > status.staleAfterMs || (status.cluster !== null && isCutOff(status.cluster, now));
  return { state: isLate ? 'stale' : 'live', ageMs, newest };
}

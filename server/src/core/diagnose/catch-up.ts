import type { CatchUp } from '@tunnelwatch/shared/diagnosis';
import { digitsOf } from './drop.js';
import { dropsOf, type LateCounter } from './late-counters.js';
import type { SaTrack } from './sa-track.js';

/** Numbers that climb towards a window that does not move. */
export interface Climbing {
  drops: number;
  /** Null when the rate is not known yet. */
  catchUp: CatchUp | null;
}

/**
 * When the numbers of a counter reach the right edge of a window that does not move. Worked example: 30,000 numbers below it
 * at 1,000 packets per second, it takes 30 s.
 * @param top the right edge, relative to the origin of the SA
 */
export function climbingOf(counter: LateCounter, sa: SaTrack, top: number): Climbing {
  const drops = dropsOf(counter);
  const rate = counter.gauge?.overall();
  const left = top - counter.number;
  if (rate === undefined || left <= 0) return { drops, catchUp: null };
  const { packetsPerSecond, slowest, fastest } = rate;
  const atRate = (perSecond: number) => counter.time + (left / perSecond) * 1000;
  const { originHigh, originLow } = sa;
  return {
    drops,
    catchUp: {
      at: atRate(packetsPerSecond),
      earliest: atRate(fastest),
      latest: atRate(Math.max(slowest, packetsPerSecond / 100)),
      seqno: digitsOf(originHigh, originLow, counter.number),
      seenAt: counter.time,
      top: digitsOf(originHigh, originLow, top),
      packetsPerSecond,
    },
  };
}

import type { MemorySettings } from '@tunnelwatch/shared/alert-rules';
import type { RateSeries } from '../rates/rate-windows.js';

/** What a gateway has logged about its memory. */
export interface MemoryFacts {
  /** Counts of 632 of the gateway itself, and of 579 of each of its tunnels. */
  lowMemory: readonly RateSeries[];
  resizes: readonly RateSeries[];
}

/** A gateway that reduced its SA database (632), or often could not enlarge a buffer (579) [ALM-36]. 633 is a message rule. */
export function isShortOfMemory({ lowMemory, resizes }: MemoryFacts, now: number, settings: MemorySettings): boolean {
  const { windowMinutes, resizeCount } = settings;
  const from = now - windowMinutes + 1;
  return sumOf(lowMemory, from) > 0 || sumOf(resizes, from) >= resizeCount;
}

/** Clears when none of these has arrived for the quiet time; `now` is a minute since the epoch. */
export function isMemoryOver(
  { lowMemory, resizes }: MemoryFacts,
  now: number,
  { quietMinutes }: MemorySettings,
): boolean {
  return sumOf(lowMemory, now - quietMinutes) + sumOf(resizes, now - quietMinutes) === 0;
}

/** Events from a minute on, including those of clocks that are ahead. */
function sumOf(all: readonly RateSeries[], from: number): number {
  return all.reduce((sum, series) => sum + series.sum(from, series.newest), 0);
}

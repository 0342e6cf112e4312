import type { EdgeModel } from '@tunnelwatch/shared/diagnosis';

/** The kind of a packet that the anti-replay check refused (RFC 4303 section 3.4.3). */
export type Refusal = 'late' | 'duplicate' | 'inconsistent';

/**
 * Packets from a number up to the right edge of the window: 0 on it, and negative above.
 * @param aboveBase the number minus the base in the line
 */
export function lagOf(aboveBase: number, windowSize: number, edge: EdgeModel): number {
  return (edge === 'left' ? windowSize - 1 : 0) - aboveBase;
}

/** The kind of a refused packet, by its lag: a window of W contains the lags from 0 to W − 1. */
export function refusalOf(lag: number, windowSize: number): Refusal {
  if (lag < 0) return 'inconsistent';
  return lag < windowSize ? 'duplicate' : 'late';
}

/** The window that would have just accepted a late packet, packets. */
export function neededWindow(lag: number): number {
  return lag + 1;
}

import type { WindowAdvice, WindowShare } from '@tunnelwatch/shared/diagnosis';
import { NeededWindows } from './needed-windows.js';
import type { DiagnosisSettings } from '@tunnelwatch/shared/diagnosis-settings';
import type { SpanCounts } from './span-counts.js';

const SMALLEST = 32;

/** The late packets that a window recommendation is based on: those less late than a replay would be. */
export function nearLate(
  { neededNear, neededUndated }: SpanCounts,
  rate: number | undefined,
  { replaySeconds }: DiagnosisSettings,
): NeededWindows {
  const near = new NeededWindows();
  if (neededNear !== undefined) near.addAll(neededNear);
  if (neededUndated !== undefined)
    near.addUpTo(neededUndated, rate === undefined ? Number.POSITIVE_INFINITY : rate * replaySeconds);
  return near;
}

/** Windows of powers of two and how many of the late packets each would have accepted. */
export function windowShares({ needed }: SpanCounts, { largestWindow }: DiagnosisSettings): WindowShare[] {
  const shares: WindowShare[] = [];
  if (needed.total === 0) return shares;
  for (let window = SMALLEST; window <= largestWindow; window *= 2) {
    shares.push({ window, accepted: needed.acceptedBy(window), late: needed.total });
  }
  return shares;
}

/**
 * The smallest power-of-two window that would have accepted the required share of the late packets, without those
 * so late that they may be replayed; undefined when the current window does, or no window up to the largest.
 */
export function adviseWindow(
  counts: SpanCounts,
  current: number,
  near: NeededWindows,
  settings: DiagnosisSettings,
): WindowAdvice | undefined {
  const isMost = near.total * 2 >= counts.needed.total;
  if (near.total === 0 || (near.total < settings.highDrops && !isMost)) return undefined;
  const wanted = near.quantile(settings.adviceShare);
  const window = Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(wanted)));
  if (window <= current || window > settings.largestWindow) return undefined;
  return { window, current, accepted: counts.needed.acceptedBy(window), late: counts.needed.total };
}

import type { RiseSettings } from '@tunnelwatch/shared/alert-rules';
import type { UsualRate } from '../rates/usual-rates.js';
import { isRateOver, type Onset, rateOnset } from './rate-rule.js';
import type { RateSeries } from '../rates/rate-windows.js';

/**
 * Far more than usual for this tunnel: a multiple of its own usual rate, and at least a floor [ALM-35]. The usual rate
 * must be known, which it is not for a new tunnel.
 * @example usually 120 an hour is 20 in ten minutes; ten times that is 200, which is no less than a floor of 200
 */
export function riseOnset(
  series: RateSeries,
  minutes: { from: number; to: number; now: number },
  usual: UsualRate | undefined,
  settings: RiseSettings,
): Onset | undefined {
  const count = riseLimit(usual, settings);
  if (count === undefined) return undefined;
  return rateOnset(series, minutes, { windowMinutes: settings.windowMinutes, count, onDelaySeconds: 0 });
}

/** Clears when it is below a share of the limit for long enough. The usual rate is not learned meanwhile. */
export function isRiseOver(
  series: RateSeries,
  now: number,
  usual: UsualRate | undefined,
  settings: RiseSettings,
): boolean {
  const count = riseLimit(usual, settings);
  return count === undefined || isRateOver(series, now, { ...settings, count });
}

/** Number of events in a window that is a rise; undefined while too little is known. */
function riseLimit(
  usual: UsualRate | undefined,
  { factor, count, windowMinutes, learnHours }: RiseSettings,
): number | undefined {
  if (usual === undefined || usual.hours < learnHours) return undefined;
  return Math.max(count, (factor * usual.perHour * windowMinutes) / 60);
}

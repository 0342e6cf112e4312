import type { RateSettings } from '@tunnelwatch/shared/alert-rules';
import { priorityRank, type Priority } from '@tunnelwatch/shared/priority';
import type { RateSeries } from '../rates/rate-windows.js';

/** Where a rate exceeded its limit. */
export interface Onset {
  /** Events since the beginning of the window, and most of them in one minute. */
  count: number;
  peak: number;
  /** Seconds since the epoch. */
  first: number;
  last: number;
}

type OnLimits = Pick<RateSettings, 'windowMinutes' | 'count' | 'onDelaySeconds'>;
type OffLimits = Pick<RateSettings, 'windowMinutes' | 'count' | 'offShare' | 'offDelaySeconds'>;

/**
 * The earliest window, among those that contain one of the minutes from `from` to `to`, with as many events and as long a
 * span as the rule requires [ALM-30]. Windows end at the minute of the current clock, or of the newest event if
 * the gateway's clock is ahead of ours: so events that are read late count as if they had been read at once.
 * @param now the current minute since the epoch
 */
export function rateOnset(
  series: RateSeries,
  { from, to, now }: { from: number; to: number; now: number },
  { windowMinutes, count, onDelaySeconds }: OnLimits,
): Onset | undefined {
  const newest = Math.max(now, series.newest);
  const lastEnd = Math.min(to + windowMinutes - 1, newest);
  for (let end = from; end <= lastEnd; end++) {
    const begin = end - windowMinutes + 1;
    if (series.sum(begin, end) < count) continue;
    const within = series.span(begin, end);
    if (within === undefined || within.last - within.first < onDelaySeconds) continue;
    const whole = series.span(begin, newest) ?? within;
    return { count: series.sum(begin, newest), peak: series.peak(begin, newest), ...whole };
  }
  return undefined;
}

/** Whether the rate of an active alert has been below the lower limit for long enough, as of the minute `now` [ALM-31]. */
export function isRateOver(
  series: RateSeries,
  now: number,
  { windowMinutes, count, offShare, offDelaySeconds }: OffLimits,
): boolean {
  const limit = count * offShare;
  const first = now - Math.ceil(offDelaySeconds / 60);
  for (let end = now; end >= first; end--) {
    const until = end === now ? Math.max(now, series.newest) : end;
    if (series.sum(end - windowMinutes + 1, until) >= limit) return false;
  }
  return true;
}

/** The priority of this many events within a window. */
export function ratePriority(
  count: number,
  { priority, highCount }: Pick<RateSettings, 'priority' | 'highCount'>,
): Priority {
  const isMany = highCount !== null && count >= highCount;
  return isMany && priorityRank(priority) < priorityRank('high') ? 'high' : priority;
}

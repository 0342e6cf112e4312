import type { OverflowSettings } from '@tunnelwatch/shared/alert-rules';
import type { Onset } from './rate-rule.js';
import type { RateSeries } from '../rates/rate-windows.js';

/**
 * A tunnel whose sequence numbers are exhausted sends nothing more until it is rekeyed (339, RFC 4303 section 3.3.3): one
 * message is enough [ALM-34].
 * @param from,to minutes since the epoch with such messages
 */
export function overflowOnset(series: RateSeries, { from, to }: { from: number; to: number }): Onset | undefined {
  const span = series.span(from, to);
  return span === undefined ? undefined : { count: series.sum(from, to), peak: series.peak(from, to), ...span };
}

/** No message reports the rekey; the drops that cause this one stop with it. `now` is a minute. */
export function isOverflowOver(
  series: RateSeries,
  now: number,
  { quietMinutes }: Pick<OverflowSettings, 'quietMinutes'>,
): boolean {
  return series.sum(now - quietMinutes, Math.max(now, series.newest)) === 0;
}

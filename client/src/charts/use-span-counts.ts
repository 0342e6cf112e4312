import type { ClassCounts } from '@tunnelwatch/shared/failure-class';
import { useMemo } from 'react';
import { isLastHour, type TimeRangeState } from '../url-state/use-time-range.js';
import { type ChartData, totalsOf } from './chart-rows.js';

/**
 * Counts by class within the time of a page: those of its chart, so that the two never differ; null until they are known.
 *
 * @param recent those of the last 60 minutes, which are there at once
 */
export function useSpanCounts(
  recent: ClassCounts,
  data: ChartData | null,
  time: Pick<TimeRangeState, 'range' | 'window'>,
): ClassCounts | null {
  const isRecent = isLastHour(time);
  const sums = useMemo(() => (isRecent || data === null ? null : totalsOf(data)), [isRecent, data]);
  return isRecent ? recent : sums;
}

import { CHART_WINDOWS } from '@tunnelwatch/shared/series';
import { useMemo } from 'react';
import { useStatus } from '../live/use-live.js';
import type { TimeRange, TimeRangeState } from '../url-state/use-time-range.js';

/** The live end of a range moves in steps of this, ms: each asks the server once. */
const STEP_MS = 10_000;

/** The time of a page as a range, also while it is live; null while the time of the data is not known. */
export function useLiveRange({ range, window }: Pick<TimeRangeState, 'range' | 'window'>): TimeRange | null {
  const reference = useStatus()?.referenceTime ?? null;
  const end = reference === null ? null : Math.ceil((reference + 1) / STEP_MS) * STEP_MS;
  return useMemo(
    () => range ?? (end === null ? null : { from: end - CHART_WINDOWS[window].spanMs, to: end }),
    [range, end, window],
  );
}

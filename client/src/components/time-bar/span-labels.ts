import type { ChartWindow } from '@tunnelwatch/shared/series';
import type { TimeRangeState } from '../../url-state/use-time-range.js';

/** What each live window is called in a sentence. */
export const WINDOW_LABEL: Readonly<Record<ChartWindow, string>> = {
  '15m': 'last 15 minutes',
  '1h': 'last 60 minutes',
  '6h': 'last 6 hours',
  '24h': 'last 24 hours',
  '7d': 'last 7 days',
  '30d': 'last 30 days',
};

/** The time of a page, behind what was counted in it: "Failures, last 6 hours of data". */
export function spanLabel({ range, window }: Pick<TimeRangeState, 'range' | 'window'>): string {
  return range === null ? `${WINDOW_LABEL[window]} of data` : 'this time range';
}

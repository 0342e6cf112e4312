import { CHART_WINDOW_NAMES, type ChartWindow } from '@tunnelwatch/shared/series';
import { useCallback } from 'react';
import { useSetUrlParams, useUrlChoice, useUrlText } from './use-url-param.js';

/** A fixed range that was selected by zooming. Epoch milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export interface TimeRangeState {
  /** The live window; it applies when there is no range. */
  readonly window: ChartWindow;
  /** The zoomed range; null while the view is live. */
  readonly range: TimeRange | null;
  readonly setWindow: (window: ChartWindow) => void;
  readonly setRange: (range: TimeRange | null) => void;
}

const DEFAULT_WINDOW: ChartWindow = '1h';

/** Window and zoomed range in the URL: `?window=6h`, or `&from=…&to=…` as ISO 8601. A new window ends the zoom. */
export function useTimeRange(): TimeRangeState {
  const [window] = useUrlChoice('window', CHART_WINDOW_NAMES);
  const [fromText] = useUrlText('from');
  const [toText] = useUrlText('to');
  const setParams = useSetUrlParams();
  const setWindow = useCallback(
    (next: ChartWindow) => setParams({ window: next === DEFAULT_WINDOW ? null : next, from: null, to: null }),
    [setParams],
  );
  const setRange = useCallback(
    (range: TimeRange | null) => setParams({ from: isoOrNull(range?.from), to: isoOrNull(range?.to) }, true),
    [setParams],
  );
  return { window: window ?? DEFAULT_WINDOW, range: parseRange(fromText, toText), setWindow, setRange };
}

function parseRange(fromText: string | null, toText: string | null): TimeRange | null {
  if (fromText === null || toText === null) return null;
  const from = Date.parse(fromText);
  const to = Date.parse(toText);
  return from < to ? { from, to } : null;
}

function isoOrNull(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}

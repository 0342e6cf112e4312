import { CHART_WINDOW_NAMES, type ChartWindow } from '@tunnelwatch/shared/series';
import { useCallback, useMemo, useState } from 'react';
import { COMPARISONS, type Comparison } from '../charts/comparison.js';
import { useSetUrlParams, useUrlChoice, useUrlText } from './use-url-param.js';

/** A fixed range that was selected by zooming or by hand. Epoch milliseconds. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

export interface TimeRangeState {
  /** The live window; it applies when there is no range. */
  readonly window: ChartWindow;
  /** The zoomed range; null while the view is live. */
  readonly range: TimeRange | null;
  /** The earlier time that charts show as well. */
  readonly compare: Comparison | null;
  readonly setWindow: (window: ChartWindow) => void;
  readonly setRange: (range: TimeRange | null) => void;
  readonly setCompare: (compare: Comparison | null) => void;
  /** Shows the range before the last one again; null when this page has shown no other. */
  readonly back: (() => void) | null;
}

/** What a page has shown before. */
type Step = Pick<TimeRangeState, 'window' | 'range'>;

const DEFAULT_WINDOW: ChartWindow = '1h';
/** More steps back than anybody remembers. */
const MAX_STEPS = 50;

/**
 * Window, zoomed range and comparison in the URL: `?window=6h`, or `&from=…&to=…` as ISO 8601, and `&compare=day`. A new window ends
 * the zoom.
 */
export function useTimeRange(): TimeRangeState {
  const [chosen] = useUrlChoice('window', CHART_WINDOW_NAMES);
  const [compare] = useUrlChoice('compare', COMPARISONS);
  const [fromText] = useUrlText('from');
  const [toText] = useUrlText('to');
  const setParams = useSetUrlParams();
  const window = chosen ?? DEFAULT_WINDOW;
  const range = useMemo(() => parseRange(fromText, toText), [fromText, toText]);
  const [steps, setSteps] = useState<readonly Step[]>([]);
  const remember = useCallback(() => {
    setSteps((old) => [...old, { window, range }].slice(-MAX_STEPS));
  }, [window, range]);
  const setWindow = useCallback(
    (next: ChartWindow) => {
      remember();
      setParams({ ...paramsOf({ window: next, range: null }) });
    },
    [remember, setParams],
  );
  const setRange = useCallback(
    (next: TimeRange | null) => {
      remember();
      setParams({ from: isoOrNull(next?.from), to: isoOrNull(next?.to) }, true);
    },
    [remember, setParams],
  );
  const setCompare = useCallback((next: Comparison | null) => setParams({ compare: next }), [setParams]);
  const last = steps.at(-1);
  const back = useMemo(
    () =>
      last === undefined
        ? null
        : () => {
            setSteps((old) => old.slice(0, -1));
            setParams(paramsOf(last), true);
          },
    [last, setParams],
  );
  return { window, range, compare, setWindow, setRange, setCompare, back };
}

/** True for the time of which live rooms and the list of tunnels have their counts. */
export function isLastHour({ range, window }: Pick<TimeRangeState, 'range' | 'window'>): boolean {
  return range === null && window === '1h';
}

function paramsOf({ window, range }: Step): Record<string, string | null> {
  return {
    window: window === DEFAULT_WINDOW ? null : window,
    from: isoOrNull(range?.from),
    to: isoOrNull(range?.to),
  };
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

import { EVENT_CLASSES } from '@tunnelwatch/shared/failure-class';
import type { SeriesResponse } from '@tunnelwatch/shared/series';
import { useMemo } from 'react';
import { fetchSeries } from '../http/api.js';
import type { Query } from '../http/http-client.js';
import { type QueryState, useApiQuery } from '../http/use-api-query.js';
import { useStatus } from '../live/use-live.js';
import type { BucketsState } from '../live/room-state.js';
import { useAtParameter } from '../history/history-context.js';
import type { TimeRange, TimeRangeState } from '../url-state/use-time-range.js';
import { type ChartData, rowsOfBuckets, rowsOfSeries, shiftedRows } from './chart-rows.js';
import { EARLIER_MS } from './comparison.js';

interface ChartDataState {
  /** Null until the first data. */
  readonly data: ChartData | null;
  /** The same at the compared time, moved to this one; null without a comparison, and until it is there. */
  readonly ghost: ChartData | null;
  /** The request behind a zoomed chart. */
  readonly zoomed: QueryState<SeriesResponse>;
}

/** The time of a chart. */
interface ChartTime extends Pick<TimeRangeState, 'range' | 'compare'> {
  /** The range moves on by itself: what it was shows until the next is there. */
  readonly isLive?: boolean;
}

/** Rows of a chart: from the live buckets, or, while zoomed, from the history with the filter of the series endpoint. */
export function useChartData(
  buckets: BucketsState | null,
  { range, compare, isLive = false }: ChartTime,
  filter: Query,
): ChartDataState {
  const atParameter = useAtParameter();
  const query = range === null ? null : seriesQuery(filter, range, atParameter);
  const zoomed = useApiQuery({
    key: query === null ? null : ['series', query],
    load: (signal) => fetchSeries(query ?? {}, signal),
    keepsOld: isLive || atParameter.at !== undefined,
  });
  const answer = zoomed.data;
  const reference = useStatus()?.referenceTime;
  // Rounded to the bucket, so that the rows are not rebuilt each second.
  const until =
    reference === undefined || buckets === null ? undefined : Math.floor(reference / buckets.stepMs) * buckets.stepMs;
  const data = useMemo(() => {
    if (range !== null) return answer === null ? null : rowsOfSeries(answer);
    return buckets === null ? null : rowsOfBuckets(buckets, until ?? buckets.to);
  }, [range, answer, buckets, until]);
  return { data, ghost: useGhost(data, compare, filter), zoomed };
}

/** The rows of the compared time in buckets of the same width. */
function useGhost(data: ChartData | null, compare: TimeRangeState['compare'], filter: Query): ChartData | null {
  const atParameter = useAtParameter();
  const byMs = compare === null ? 0 : EARLIER_MS[compare];
  const query =
    data === null || compare === null
      ? null
      : {
          ...seriesQuery(filter, { from: data.from - byMs, to: data.to - byMs }, atParameter),
          step: data.stepMs / 1000,
        };
  const { data: answer } = useApiQuery({
    key: query === null ? null : ['series', query],
    load: (signal) => fetchSeries(query ?? {}, signal),
    keepsOld: true,
  });
  return useMemo(
    () => (answer === null || byMs === 0 ? null : shiftedRows(rowsOfSeries(answer), byMs)),
    [answer, byMs],
  );
}

function seriesQuery(filter: Query, { from, to }: TimeRange, atParameter: { readonly at?: string }): Query {
  return {
    ...filter,
    by: 'class',
    top: EVENT_CLASSES.length,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    ...atParameter,
  };
}

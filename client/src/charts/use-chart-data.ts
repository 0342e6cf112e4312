import { EVENT_CLASSES } from '@tunnelwatch/shared/failure-class';
import { useMemo } from 'react';
import { fetchSeries } from '../http/api.js';
import type { Query } from '../http/http-client.js';
import { type QueryState, useApiQuery } from '../http/use-api-query.js';
import { useStatus } from '../live/use-live.js';
import type { BucketsState } from '../live/room-state.js';
import { useAtParameter } from '../history/history-context.js';
import type { TimeRange } from '../url-state/use-time-range.js';
import { rowsOfBuckets, rowsOfSeries, type ChartData } from './chart-rows.js';
import type { SeriesResponse } from '@tunnelwatch/shared/series';

interface ChartDataState {
  /** Null until the first data. */
  readonly data: ChartData | null;
  /** The request behind a zoomed chart. */
  readonly zoomed: QueryState<SeriesResponse>;
}

/** Rows of a chart: from the live buckets, or, while zoomed, from the history with the filter of the series endpoint. */
export function useChartData(buckets: BucketsState | null, range: TimeRange | null, filter: Query): ChartDataState {
  const atParameter = useAtParameter();
  const query =
    range === null
      ? null
      : {
          ...filter,
          by: 'class',
          top: EVENT_CLASSES.length,
          from: new Date(range.from).toISOString(),
          to: new Date(range.to).toISOString(),
          ...atParameter,
        };
  const zoomed = useApiQuery({
    key: query === null ? null : ['series', query],
    load: (signal) => fetchSeries(query ?? {}, signal),
    keepsOld: atParameter.at !== undefined,
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
  return { data, zoomed };
}

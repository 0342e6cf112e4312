import { DAY_MS } from '@tunnelwatch/shared/time-units';
import { useMemo } from 'react';
import { fetchSeries } from '../../http/api.js';
import { useApiQuery } from '../../http/use-api-query.js';
import { useStatus } from '../../live/use-live.js';

const STEP_MS = 600_000;
/** The series endpoint names no more. */
const MAX_MESSAGES = 50;

/** Events by message id in the 24 hours up to the newest data; null until known. An id without an event is absent. */
export function useMessageCounts(): ReadonlyMap<number, number> | null {
  const reference = useStatus()?.referenceTime ?? null;
  // A whole step, so that it is refetched every ten minutes and not every second.
  const to = reference === null ? null : Math.ceil(reference / STEP_MS) * STEP_MS;
  const { data } = useApiQuery({
    key: to === null ? null : ['series', 'messages', to],
    load: (signal) => {
      const range = { from: new Date((to ?? 0) - DAY_MS).toISOString(), to: new Date(to ?? 0).toISOString() };
      return fetchSeries({ by: 'messageId', top: MAX_MESSAGES, step: DAY_MS / 1000, ...range }, signal);
    },
    keepsOld: true,
  });
  return useMemo(() => {
    if (data === null) return null;
    const counted = data.series.flatMap((series) =>
      series.messageId === null ? [] : [[series.messageId, series.total] as const],
    );
    return new Map(counted);
  }, [data]);
}

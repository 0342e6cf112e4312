import type { FailureClass } from '@tunnelwatch/shared/failure-class';
import { fetchSeries } from '../../http/api.js';
import type { Query } from '../../http/http-client.js';
import { type QueryState, useApiQuery } from '../../http/use-api-query.js';
import { useAtParameter } from '../../history/history-context.js';
import { type GatewayFigures, gatewayFigures, type WorstRow, worstOf } from './range-sums.js';
import type { TimeRange } from '../../url-state/use-time-range.js';

/** As many tunnels as the live list has. */
const TUNNELS = 8;
const GATEWAYS = 50;
/** Figures of a live range are asked for again this often, ms. */
const REFRESH_MS = 15_000;

/** The tunnels with the most failures of a class within a range; nothing is asked for without one. */
export function useWorstWithin(failureClass: FailureClass, range: TimeRange | null): QueryState<readonly WorstRow[]> {
  const query = useRangeQuery(range, { by: 'tunnel', class: failureClass, top: TUNNELS });
  return useApiQuery({
    key: query === null ? null : ['worst', query],
    load: async (signal) => worstOf(await fetchSeries(query ?? {}, signal)),
    keepsOld: true,
    refreshMs: REFRESH_MS,
  });
}

/** What is counted for gateways by itself; other classes are the rest of all failures. */
const COLUMNS = ['replay', 'integrity', 'unknown', 'other'] as const;

/** The failures of each gateway within a range; nothing is asked for without one. */
export function useGatewaysWithin(range: TimeRange | null): QueryState<ReadonlyMap<string, GatewayFigures>> {
  const query = useRangeQuery(range, { by: 'gateway', top: GATEWAYS });
  return useApiQuery({
    key: query === null ? null : ['gateways within', query],
    load: async (signal) => {
      const asked = query ?? {};
      const answers = await Promise.all([
        fetchSeries(asked, signal),
        ...COLUMNS.map((name) => fetchSeries({ ...asked, class: name }, signal)),
      ]);
      return gatewayFigures(
        answers.map(({ series }) => new Map(series.map((each) => [each.gateway ?? '', each.total]))),
      );
    },
    keepsOld: true,
    refreshMs: REFRESH_MS,
  });
}

function useRangeQuery(range: TimeRange | null, query: Query): Query | null {
  const at = useAtParameter();
  if (range === null) return null;
  return { ...query, from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString(), ...at };
}

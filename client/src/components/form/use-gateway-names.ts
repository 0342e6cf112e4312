import { useMemo } from 'react';
import { fetchSeries } from '../../http/api.js';
import { useApiQuery } from '../../http/use-api-query.js';

/** The series endpoint returns no more names. */
const MAX_GATEWAYS = 50;

/** The gateways with the most events, by name, to choose from. */
export function useGatewayNames(): readonly string[] {
  const { data } = useApiQuery({
    key: ['series', 'gateways'],
    load: (signal) => fetchSeries({ by: 'gateway', top: MAX_GATEWAYS }, signal),
  });
  return useMemo(() => [...new Set((data?.series ?? []).flatMap((series) => series.gateway ?? []))].sort(), [data]);
}

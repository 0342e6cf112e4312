import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import { fetchTunnelDiagnosis } from '../../http/api.js';
import type { Query } from '../../http/http-client.js';
import { type QueryState, useApiQuery } from '../../http/use-api-query.js';

/** What names a tunnel. */
export interface TunnelNames {
  readonly gateway: string;
  readonly matchkey: string;
}

/** New events are diagnosed at most this often, ms. */
const AGAIN_MS = 10_000;

/**
 * The diagnosis of a tunnel over a time range, refreshed when there are new events.
 * @param lastTime of the newest event, epoch ms; null for a range in the past
 */
export function useDiagnosis(
  { gateway, matchkey }: TunnelNames,
  query: Query,
  lastTime: number | null,
): QueryState<TunnelDiagnosis> {
  const turn = lastTime === null ? 0 : Math.floor(lastTime / AGAIN_MS);
  return useApiQuery({
    key: ['diagnosis', gateway, matchkey, query, turn],
    load: (signal) => fetchTunnelDiagnosis(gateway, matchkey, query, signal),
    keepsOld: true,
  });
}

import type { TunnelDiagnosis } from '@tunnelwatch/shared/diagnosis';
import type { Tunnel } from '@tunnelwatch/shared/tunnel';
import { fetchTunnelDiagnosis } from '../../../http/api.js';
import { useHttp, type HttpState } from '../../../http/use-http.js';
import type { TimeRangeState } from '../../../url-state/use-time-range.js';
import { tunnelTimeQuery } from '../tunnel-time-query.js';

/** New events are looked at this often at the most, ms. */
const AGAIN_MS = 10_000;

/** The diagnosis of a tunnel over the chosen time, anew when there are new events. */
export function useDiagnosis(tunnel: Tunnel, time: TimeRangeState): HttpState<TunnelDiagnosis> {
  const { gateway, matchkey, lastTime } = tunnel;
  const query = tunnelTimeQuery(time);
  const turn = time.range === null ? Math.floor(lastTime / AGAIN_MS) : 0;
  const key = JSON.stringify([gateway, matchkey, query, turn]);
  return useHttp(key, (signal) => fetchTunnelDiagnosis(gateway, matchkey, query, signal), { keepOld: true });
}

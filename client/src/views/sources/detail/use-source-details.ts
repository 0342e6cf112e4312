import { isBriefSource, type SourceHealth } from '@tunnelwatch/shared/source-health';
import { fetchSource } from '../../../http/api.js';
import { useHttp } from '../../../http/use-http.js';

/** Details of a busy source are asked for no more often than this. */
const RENEW_MS = 2000;

/** A source with all its details: from the live stream, or asked for where that leaves them out. */
export function useSourceDetails(source: SourceHealth): SourceHealth {
  const isLeftOut = isBriefSource(source);
  const key = isLeftOut ? `source ${source.id} ${Math.floor((source.lastArrival ?? 0) / RENEW_MS)}` : null;
  const { data } = useHttp(key, (signal) => fetchSource(source.id, signal), { keepOld: true });
  if (!isLeftOut || data?.id !== source.id) return source;
  const { otherByCategory, unknownById, unreadableByReason, unreadableSamples, unknownSamples, lastLine } = data;
  return {
    ...source,
    ...{ otherByCategory, unknownById, unreadableByReason, unreadableSamples, unknownSamples, lastLine },
  };
}

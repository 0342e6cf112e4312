import type { SourceHealth } from '@tunnelwatch/shared/source-health';
import { fetchSource } from '../../http/api.js';
import { useHttp } from '../../http/use-http.js';

/** A source with its samples of lines: from the live stream, or asked for where that leaves them out. */
export function useSamples(source: SourceHealth): SourceHealth {
  const { counts, unreadableSamples, unknownSamples } = source;
  const isLeftOut =
    (counts.unreadable > 0 && unreadableSamples.length === 0) || (counts.unknown > 0 && unknownSamples.length === 0);
  const key = isLeftOut ? `source ${source.id} ${counts.unreadable} ${counts.unknown}` : null;
  const { data } = useHttp(key, (signal) => fetchSource(source.id, signal), { keepOld: true });
  if (!isLeftOut || data?.id !== source.id) return source;
  return { ...source, unreadableSamples: data.unreadableSamples, unknownSamples: data.unknownSamples };
}

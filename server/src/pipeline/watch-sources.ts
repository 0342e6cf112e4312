import type { Silence } from '@tunnelwatch/shared/source-health';
import type { ConditionWatch } from './condition-watch.js';
import type { ReadSource, SourceReport } from './source-report.js';

/** A source that is read, and whose reader is told of silence. */
export type WatchedReader = ReadSource & { reader: { silence: Silence | null } };

/** Looks for silence, skew, lag and too many connections of all that is read, and tells each reader of its silence; `now` is epoch ms. */
export function watchSources(
  watch: ConditionWatch,
  report: SourceReport,
  read: readonly WatchedReader[],
  now: number,
): void {
  watch.look(
    read.map(({ source, reader }) => ({
      source,
      lagMs: report.lagOf({ source, reader }, now),
      waitingConnections: reader.listenerHealth?.waitingConnections ?? 0,
    })),
    now,
  );
  for (const { source, reader } of read) {
    reader.silence = watch.silenceOf(source);
  }
}

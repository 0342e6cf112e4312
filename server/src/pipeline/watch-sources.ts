import type { Silence } from '@tunnelwatch/shared/source-health';
import type { ConditionWatch, WatchedSource } from './condition-watch.js';
import type { ReadSource, SourceReport } from './source-report.js';

/** A source that is read, and whose reader is told of silence. */
export type WatchedReader = ReadSource & WatchedSource & { reader: { silence: Silence | null } };

/** Looks for silence, skew and lag of all that is read, and tells each reader of its silence; `now` is epoch ms. */
export function watchSources(
  watch: ConditionWatch,
  report: SourceReport,
  read: readonly WatchedReader[],
  now: number,
): void {
  // In place: new objects for thousands of sources, every second, would be the most part of what they cost.
  for (const each of read) each.lagMs = each.reader.isBehind ? report.lagOf(each, now) : 0;
  watch.look(read, now);
  for (const { source, reader } of read) {
    const silence = watch.silenceOf(source);
    if (silence !== reader.silence) reader.silence = silence;
  }
}

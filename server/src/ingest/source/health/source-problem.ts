import type { SourceProblem } from '../../../core/alert/monitoring/reading-rule.js';
import type { ReadSource } from './source-report.js';

/**
 * Why a source is not read; null while it is, or while nothing was ever there to read.
 * @param isNamed whether the configuration names the file itself: one of a pattern may go, as old logs do
 */
export function problemOf({ source, reader }: ReadSource, isNamed: boolean): SourceProblem | null {
  const { state, lastError } = reader;
  if (state === 'degraded') return { kind: 'failed', text: lastError ?? 'the cause is not known' };
  if (state !== 'waiting' || !isNamed || source.counts.lines === 0) return null;
  const text = `${source.name} is gone; if it does not come back, check the receiver and the path in the configuration`;
  return { kind: 'gone', text };
}

import { LENGTH, type LineRun } from '../../cluster/line-batch.js';
import type { RecordedLines } from './line-recorder.js';

/** The lines of a batch of at least two as two batches, each with the origins of its own lines; what is new stays with the first. */
export function splitLines({ sources, origins, runs, lengths, bytes }: RecordedLines): [RecordedLines, RecordedLines] {
  const middle = lengths.length >> 1;
  const [before, behind] = splitRuns(runs, middle);
  let bytesBefore = 0;
  for (const length of lengths.subarray(0, middle)) bytesBefore += length & LENGTH;
  return [
    {
      sources,
      ...withOwnOrigins(before, origins),
      lengths: lengths.slice(0, middle),
      bytes: bytes.subarray(0, bytesBefore),
    },
    {
      sources: [],
      ...withOwnOrigins(behind, origins),
      lengths: lengths.slice(middle),
      bytes: bytes.subarray(bytesBefore),
    },
  ];
}

function splitRuns(runs: readonly LineRun[], middle: number): [LineRun[], LineRun[]] {
  const [before, behind]: [LineRun[], LineRun[]] = [[], []];
  let left = middle;
  for (const run of runs) {
    const own = Math.min(left, run.count);
    if (own > 0) before.push({ ...run, count: own });
    if (own < run.count) behind.push({ ...run, count: run.count - own });
    left -= own;
  }
  return [before, behind];
}

/** Numbers the origins anew that are in use. */
function withOwnOrigins(runs: readonly LineRun[], origins: RecordedLines['origins']) {
  const used = [...new Set(runs.map(({ origin }) => origin))];
  const numbers = new Map(used.map((origin, index) => [origin, index]));
  return {
    origins: used.flatMap((origin) => origins[origin] ?? []),
    runs: runs.map((run) => ({ ...run, origin: numbers.get(run.origin) ?? 0 })),
  };
}

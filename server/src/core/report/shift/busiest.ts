import type { Report, ReportSpan } from '@tunnelwatch/shared/report';
import { MINUTE_MS } from '@tunnelwatch/shared/time-units';

const SPAN_MS = 600_000;
const SPAN_MINUTES = SPAN_MS / MINUTE_MS;

type Busiest = Report['failures']['busiest'];

/**
 * The busiest ten minutes, beginning with any of the times; the first of several. Null if there are no
 * times. @param times epoch ms
 */
export function busiestOf(times: readonly number[], { from, to }: ReportSpan): Busiest {
  const sorted = times.toSorted((a, b) => a - b);
  let best: Busiest = null;
  let end = 0;
  for (const [begin, at] of sorted.entries()) {
    while (end < sorted.length && (sorted[end] ?? 0) < at + SPAN_MS) end++;
    if (end - begin > (best?.count ?? 0)) best = { ...clipped(at, { from, to }), count: end - begin };
  }
  return best;
}

/** As `busiestOf`, from counts of minutes that begin with `from`. */
export function busiestMinutes(counts: readonly number[], { from, to }: ReportSpan): Busiest {
  let best: Busiest = null;
  let sum = 0;
  for (const [at, count] of counts.entries()) {
    sum += count - (counts[at - SPAN_MINUTES] ?? 0);
    const first = Math.max(0, at - SPAN_MINUTES + 1);
    if (sum > (best?.count ?? 0)) best = { ...clipped(from + first * MINUTE_MS, { from, to }), count: sum };
  }
  return best;
}

function clipped(at: number, { from, to }: ReportSpan): ReportSpan {
  return { from: Math.max(at, from), to: Math.min(at + SPAN_MS, to) };
}

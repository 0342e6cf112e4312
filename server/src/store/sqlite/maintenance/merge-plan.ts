import type { SegmentSpan } from './segment-rows.js';

/** Limits of a merged segment. */
export interface MergeLimits {
  /** Most events of a segment. */
  mostEvents: number;
  /**
   * Most bytes that its parts take together as they are stored. Lines that all differ take many times the bytes of others,
   * in memory too while they are merged, and merging them saves next to nothing.
   */
  mostBytes: number;
  /** The newest neighbours are merged only when they are at least this many: with fewer, each event would be rewritten again and again. */
  leastNewest: number;
  /**
   * A merged segment may span this much more time than its parts do. An old archive that was read between live events
   * must not be merged with them: a query for one hour would open both, and retention could remove neither. Epoch ms.
   */
  mostGapMs: number;
}

/** Neighbours to merge; empty when there is nothing to do, and then where to search next time. */
export interface MergePlan {
  run: SegmentSpan[];
  /** Nothing below this number will ever be merged again, unless segments are added or removed there. */
  settledBefore: number;
}

/**
 * Finds neighbours (numbers without a gap) that fit into one segment, oldest first.
 * @param spans in the order of their numbers
 * @param isEnd true when no segment follows the last of these
 * @param leaveAlone segments that must not be touched
 */
export function planMerge(
  spans: readonly SegmentSpan[],
  isEnd: boolean,
  leaveAlone: ReadonlySet<number>,
  limits: MergeLimits,
): MergePlan {
  let run: SegmentSpan[] = [];
  let settledBefore = spans[0]?.firstSeq ?? 0;
  for (const span of spans) {
    if (!leaveAlone.has(span.id) && fits(run, span, limits)) {
      run.push(span);
      continue;
    }
    // The next one does not fit and never will: this run cannot grow any more.
    if (run.length > 1) return { run, settledBefore };
    run = leaveAlone.has(span.id) ? [] : [span];
    settledBefore = leaveAlone.has(span.id) ? span.firstSeq + span.count : span.firstSeq;
  }
  const isEnough = isEnd ? run.length >= limits.leastNewest : run.length > 1 && run.length === spans.length;
  return { run: isEnough ? run : [], settledBefore };
}

function fits(run: readonly SegmentSpan[], next: SegmentSpan, limits: MergeLimits): boolean {
  const last = run.at(-1);
  if (last === undefined) return true;
  if (last.firstSeq + last.count !== next.firstSeq) return false;
  const all = [...run, next];
  if (all.reduce((sum, { count }) => sum + count, 0) > limits.mostEvents) return false;
  if (all.reduce((sum, { bytes }) => sum + bytes, 0) > limits.mostBytes) return false;
  const first = Math.min(...all.map(({ firstTime }) => firstTime));
  const end = Math.max(...all.map(({ lastTime }) => lastTime));
  const own = all.reduce((sum, { firstTime, lastTime }) => sum + lastTime - firstTime, 0);
  return end - first <= own + limits.mostGapMs;
}

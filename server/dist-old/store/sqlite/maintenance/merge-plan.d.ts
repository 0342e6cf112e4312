import type { SegmentSpan } from './segment-rows.js';
/** What a merged segment may be. */
export interface MergeLimits {
    /** Most events of a segment. */
    mostEvents: number;
    /** The newest neighbours are merged when they are this many: fewer, and each event would be rewritten again and again. */
    leastNewest: number;
    /**
     * A merged segment may span this much time more than its parts do. An old archive that was read between live events
     * must not be joined with them: a question for one hour would open both, and retention could let neither go. Epoch ms.
     */
    mostGapMs: number;
}
/** Neighbours to be merged; none when there is nothing to do, and then where to look next time. */
export interface MergePlan {
    run: SegmentSpan[];
    /** Nothing below this number will ever be merged again, unless segments are added or removed there. */
    settledBefore: number;
}
/**
 * Looks for neighbours (numbers without a gap) that fit into one segment, oldest first.
 * @param spans in the order of their numbers
 * @param isEnd true when no segment follows the last of these
 * @param leaveAlone segments that must not be touched
 */
export declare function planMerge(spans: readonly SegmentSpan[], isEnd: boolean, leaveAlone: ReadonlySet<number>, limits: MergeLimits): MergePlan;

/**
 * Looks for neighbours (numbers without a gap) that fit into one segment, oldest first.
 * @param spans in the order of their numbers
 * @param isEnd true when no segment follows the last of these
 * @param leaveAlone segments that must not be touched
 */
export function planMerge(spans, isEnd, leaveAlone, limits) {
    let run = [];
    let settledBefore = spans[0]?.firstSeq ?? 0;
    for (const span of spans) {
        if (!leaveAlone.has(span.id) && fits(run, span, limits)) {
            run.push(span);
            continue;
        }
        // What follows does not fit, and never will: this run will not grow any more.
        if (run.length > 1)
            return { run, settledBefore };
        run = leaveAlone.has(span.id) ? [] : [span];
        settledBefore = leaveAlone.has(span.id) ? span.firstSeq + span.count : span.firstSeq;
    }
    const isEnough = isEnd ? run.length >= limits.leastNewest : run.length > 1 && run.length === spans.length;
    return { run: isEnough ? run : [], settledBefore };
}
function fits(run, next, { mostEvents, mostGapMs }) {
    const last = run.at(-1);
    if (last === undefined)
        return true;
    if (last.firstSeq + last.count !== next.firstSeq)
        return false;
    const all = [...run, next];
    if (all.reduce((sum, { count }) => sum + count, 0) > mostEvents)
        return false;
    const first = Math.min(...all.map(({ firstTime }) => firstTime));
    const end = Math.max(...all.map(({ lastTime }) => lastTime));
    const own = all.reduce((sum, { firstTime, lastTime }) => sum + lastTime - firstTime, 0);
    return end - first <= own + mostGapMs;
}
//# sourceMappingURL=merge-plan.js.map
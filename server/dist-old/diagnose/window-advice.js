import { NeededWindows } from './needed-windows.js';
const SMALLEST = 32;
/** Packets that are enough to be advised by where they are not most of the late ones. */
const ENOUGH = 30;
/** The late packets that a window may be measured by: those late by less than a replay would be. */
export function nearLate({ neededNear, neededUndated }, rate, { replaySeconds }) {
    const near = new NeededWindows();
    if (neededNear !== undefined)
        near.addAll(neededNear);
    if (neededUndated !== undefined)
        near.addUpTo(neededUndated, rate === undefined ? Number.POSITIVE_INFINITY : rate * replaySeconds);
    return near;
}
/** Windows of powers of two and how many of the late packets each would have accepted. */
export function windowShares({ needed }, { largestWindow }) {
    const shares = [];
    if (needed.total === 0)
        return shares;
    for (let window = SMALLEST; window <= largestWindow; window *= 2) {
        shares.push({ window, accepted: needed.acceptedBy(window), late: needed.total });
    }
    return shares;
}
/**
 * The smallest window of a power of two that would have accepted the wanted share of the late packets, those left out that
 * came so late that they may be replayed; undefined where the present window does it, or no window up to the largest.
 */
export function adviseWindow(counts, current, near, settings) {
    const isMost = near.total * 2 >= counts.needed.total;
    if (near.total === 0 || (near.total < ENOUGH && !isMost))
        return undefined;
    const wanted = near.quantile(settings.adviceShare);
    const window = Math.max(SMALLEST, 2 ** Math.ceil(Math.log2(wanted)));
    if (window <= current || window > settings.largestWindow)
        return undefined;
    return { window, current, accepted: counts.needed.acceptedBy(window), late: counts.needed.total };
}
//# sourceMappingURL=window-advice.js.map
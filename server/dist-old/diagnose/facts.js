/** The largest window that may be the answer; as long as the edge is not known, each lag may be a window too long. */
export function largestFitting({ edge, windowSize, settings }) {
    return settings.largestWindow + (edge === 'undetermined' ? windowSize : 0);
}
/** Late packets by time; those from before a rate was known are dated by the one that is known now. */
export function lateTimes({ counts, rate, settings }) {
    const { lateShort: short, lateMiddle: middle, lateLong: long, neededUndated } = counts;
    if (neededUndated === undefined)
        return { short, middle, long, undated: 0 };
    if (rate === undefined)
        return { short, middle, long, undated: neededUndated.total };
    const untilShort = neededUndated.acceptedBy(rate * settings.reorderingSeconds);
    const untilMiddle = neededUndated.acceptedBy(rate * settings.replaySeconds);
    return {
        short: short + untilShort,
        middle: middle + untilMiddle - untilShort,
        long: long + neededUndated.total - untilMiddle,
        undated: 0,
    };
}
//# sourceMappingURL=facts.js.map
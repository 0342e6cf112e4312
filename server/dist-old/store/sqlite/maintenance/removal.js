/** Builds the message about a removal. */
export function removalOf({ sums, ...rest }) {
    const entries = [...sums.seconds.entries()];
    const times = Float64Array.from(entries, ({ bucket }) => bucket * 1000);
    return {
        ...rest,
        counts: {
            seconds: Float64Array.from(entries, ({ bucket }) => bucket),
            subjectIds: Int32Array.from(entries, ({ key }) => key),
            kindIds: Int32Array.from(entries, ({ kindId }) => kindId),
            counts: Int32Array.from(entries, ({ count }) => count),
            firstTimes: times,
            lastTimes: times,
        },
    };
}
//# sourceMappingURL=removal.js.map
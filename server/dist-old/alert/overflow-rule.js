/**
 * A tunnel whose sequence numbers are used up sends nothing more until it is rekeyed (339, RFC 4303 section 3.3.3): one
 * message is enough [ALM-34].
 * @param from,to minutes since the epoch in which such messages came
 */
export function overflowOnset(series, { from, to }) {
    const span = series.span(from, to);
    return span === undefined ? undefined : { count: series.sum(from, to), peak: series.peak(from, to), ...span };
}
/** No message says that it was rekeyed; the drops that bring this one stop when it was. `now` is a minute. */
export function isOverflowOver(series, now, { quietMinutes }) {
    return series.sum(now - quietMinutes, Math.max(now, series.newest)) === 0;
}
//# sourceMappingURL=overflow-rule.js.map
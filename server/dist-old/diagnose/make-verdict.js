/** How sure a verdict is, by the drops that it explains and their share of all. */
function confidenceOf(explained, share) {
    if (explained >= 30 && share >= 0.8)
        return 'high';
    return explained >= 10 && share >= 0.5 ? 'medium' : 'low';
}
/** A verdict of a rule. */
export function makeVerdict(name, { explained, of, evidence, messageIds, atMost, confidence: given }) {
    const share = of === 0 ? 0 : Math.min(1, explained / of);
    const sure = given ?? confidenceOf(explained, share);
    const confidence = atMost === 'low' || (atMost === 'medium' && sure === 'high') ? atMost : sure;
    return { name, confidence, share, evidence, messageIds };
}
/** A whole number with separators. Live verdicts are worded a thousand times a second, which Intl is too slow for. */
export function written(value) {
    return String(Math.round(value)).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
/** A time in milliseconds as people say it. */
export function writtenTime(ms) {
    if (ms < 1)
        return 'less than 1 ms';
    return ms < 1000 ? `${written(ms)} ms` : `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
}
//# sourceMappingURL=make-verdict.js.map
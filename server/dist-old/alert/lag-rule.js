/** A burst is read within seconds: what is still behind after this is not a burst. */
const HOLD_MS = 10_000;
/** It is over below this share of the limit, so that a source on the edge does not come and go. */
const END_SHARE = 0.5;
/** The name of the rule. */
export const LAG_RULE = 'lag';
/** We read more slowly than is written: the screens show the past [ALM-13]. */
export function judgeLag(facts, now, { limitMs, highAfterMs }) {
    const { subject, lagMs, beyondSince, isRaised } = facts;
    if (isRaised && lagMs < limitMs * END_SHARE)
        return 'over';
    if (beyondSince === undefined || lagMs <= limitMs || now - beyondSince < HOLD_MS)
        return undefined;
    return {
        rule: LAG_RULE,
        subject,
        message: `Reading lags behind by more than ${String(Math.round(limitMs / 1000))} s`,
        severity: 'warning',
        class: 'monitoring',
        priority: lagMs > highAfterMs ? 'high' : 'medium',
        since: beyondSince,
    };
}
//# sourceMappingURL=lag-rule.js.map
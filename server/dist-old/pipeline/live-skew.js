/** A line that was received longer ago, by its receiver's stamp, says nothing of the gateway's clock of now. */
const RECENT_MS = 15 * 60_000;
/**
 * How far off the gateway's clock is now: against the receiver's stamp, or against our own clock where we are the
 * receiver; a file says nothing about when its lines were received. Undefined where the line does not tell.
 */
export function liveSkew({ time, receivedTime, skewMs }, source, now) {
    if (skewMs !== undefined)
        return Math.abs(now - receivedTime) <= RECENT_MS ? skewMs : undefined;
    return source.kind === 'syslog' && time !== now ? time - now : undefined;
}
//# sourceMappingURL=live-skew.js.map
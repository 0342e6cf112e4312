/** Defaults that fit a large network; the figures of floods and chattering are those of EEMUA 191. */
export const USUAL_ALERT_SETTINGS = {
    pastAfterMs: 15 * 60_000,
    quietMs: 10 * 60_000,
    chatterTurns: 3,
    chatterWithinMs: 60_000,
    chatterHoldMs: 5 * 60_000,
    realarmFactor: 4,
    foldFrom: 5,
    foldWithinMs: 60_000,
    mostPerRule: 500,
    floodFrom: 10,
    floodEndsBelow: 5,
    floodWithinMs: 10 * 60_000,
};
//# sourceMappingURL=alert-settings.js.map
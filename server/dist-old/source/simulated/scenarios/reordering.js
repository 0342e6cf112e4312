import { claimTunnels, nextTunnel, releaseTunnels } from '../incident.js';
import { refusal } from '../tunnel-messages.js';
/** Most packets that a packet may be behind: within reach of the largest window. */
const MAX_LAG = 4000;
/** So many windows of packets a second make some 20 ms of delay enough to be late. */
const WINDOWS_PER_SECOND = 50;
/**
 * Packets overtake each other (QoS, ECMP, several cores): some come a few milliseconds later than the window forgives,
 * each of them once, while traffic goes on.
 */
export const createReordering = (context) => {
    const { random, atMs: startMs } = context;
    const untilMs = startMs + random.between(60_000, 180_000);
    const tunnels = claimTunnels(context, random.integer(1, 4), ({ inbound }) => inbound.window.size <= 512);
    for (const { inbound } of tunnels)
        inbound.raiseRate(startMs, WINDOWS_PER_SECOND * inbound.window.size);
    const lastSeqno = new Map();
    return {
        next(atMs) {
            const tunnel = nextTunnel(tunnels, atMs, random);
            if (tunnel === undefined)
                return undefined;
            const { window, packetsPerSecond } = tunnel.inbound;
            const extra = Math.floor(packetsPerSecond * Math.min(0.3, random.exponential(0.012)));
            const lag = Math.max(window.size, Math.min(MAX_LAG, window.size + extra));
            const seqno = Math.max(window.top - lag, (lastSeqno.get(tunnel) ?? 0) + 1);
            if (seqno >= window.base)
                return undefined;
            lastSeqno.set(tunnel, seqno);
            return refusal(tunnel, seqno);
        },
        isOver: (atMs) => atMs >= untilMs,
        end: () => releaseTunnels(tunnels),
    };
};
//# sourceMappingURL=reordering.js.map
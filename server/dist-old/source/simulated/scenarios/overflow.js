import { claimTunnels, nextTunnel, releaseTunnels } from '../incident.js';
import { encryptionFailed, sequenceOverflow } from '../tunnel-messages.js';
/**
 * The outbound counter of an SA reaches 2^32 - 1 and nobody rekeys: from then on each packet to be sent gives 339.
 * Before that, an occasional 572 shows the counter on its way. The first tunnel stands at the end already.
 */
export const createOverflow = (context) => {
    const { random, atMs: startMs } = context;
    const untilMs = startMs + random.between(45_000, 90_000);
    const tunnels = claimTunnels(context, random.integer(1, 3), () => true);
    tunnels.forEach(({ outbound }, index) => outbound.exhaustAfter(startMs, index * 12));
    return {
        next(atMs) {
            const tunnel = nextTunnel(tunnels, atMs, random);
            if (tunnel === undefined)
                return undefined;
            const seqno = tunnel.outbound.seqnoAt(atMs);
            if (tunnel.outbound.isExhausted(atMs))
                return sequenceOverflow(tunnel, seqno);
            return random.chance(0.15) ? encryptionFailed(tunnel, seqno, random) : undefined;
        },
        isOver: (atMs) => atMs >= untilMs,
        end(atMs) {
            for (const { outbound } of tunnels)
                outbound.rekey(atMs);
            releaseTunnels(tunnels);
        },
    };
};
//# sourceMappingURL=overflow.js.map
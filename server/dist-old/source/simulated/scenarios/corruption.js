import { claimTunnels, nextTunnel, releaseTunnels } from '../incident.js';
import { badCiphertextLength, integrityFailed, reassemblyFailed } from '../tunnel-messages.js';
/** Enough traffic that two broken packets are far apart in number. */
const LEAST_RATE = 1500;
/** A bad line, card or memory breaks a packet now and then: 611 thinly spread, its numbers growing with the traffic. */
export const createCorruption = (context) => {
    const { random, atMs: startMs } = context;
    const untilMs = startMs + random.between(60_000, 180_000);
    const tunnels = claimTunnels(context, random.integer(1, 3), () => true);
    for (const { inbound } of tunnels)
        inbound.raiseRate(startMs, LEAST_RATE);
    return {
        next(atMs) {
            const tunnel = nextTunnel(tunnels, atMs, random);
            if (tunnel === undefined)
                return undefined;
            const seqno = tunnel.inbound.nextSeqno;
            const roll = random.next();
            if (roll < 0.86)
                return integrityFailed(tunnel, seqno);
            return roll < 0.95 ? reassemblyFailed(tunnel, seqno, random, 487) : badCiphertextLength(tunnel, seqno, random);
        },
        isOver: (atMs) => atMs >= untilMs,
        end: () => releaseTunnels(tunnels),
    };
};
//# sourceMappingURL=corruption.js.map
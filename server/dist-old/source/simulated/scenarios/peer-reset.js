import { claimTunnels, releaseTunnels } from '../incident.js';
import { refusal } from '../tunnel-messages.js';
/** The SA must have come far enough that a counter from 1 is late for the whole incident. */
const LEAST_BASE = 20_000;
/**
 * A peer restarted and counts from 1 again on the same SA: every packet is late, one number after the other, while the
 * window stands still. The incident ends with a new SA.
 */
export const createPeerReset = (context) => {
    const { random, atMs: startMs } = context;
    const untilMs = startMs + random.between(45_000, 120_000);
    const tunnels = claimTunnels(context, random.integer(1, 2), ({ inbound }) => {
        inbound.advanceTo(startMs);
        return inbound.window.base > LEAST_BASE;
    });
    const peers = tunnels.map((tunnel) => ({ tunnel, seqno: random.integer(1, 3) }));
    for (const { inbound } of tunnels)
        inbound.stall(startMs);
    return {
        next() {
            if (peers.length === 0)
                return undefined;
            const peer = random.pick(peers);
            const message = refusal(peer.tunnel, peer.seqno);
            if (message !== undefined)
                peer.seqno += 1;
            return message;
        },
        isOver: (atMs) => atMs >= untilMs || peers.some(({ tunnel, seqno }) => seqno >= tunnel.inbound.window.base),
        end(atMs) {
            for (const { inbound } of tunnels)
                inbound.rekey(atMs);
            releaseTunnels(tunnels);
        },
    };
};
//# sourceMappingURL=peer-reset.js.map
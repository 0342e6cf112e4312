import { claimTunnels, nextTunnel, releaseTunnels } from '../incident.js';
import { refusal } from '../tunnel-messages.js';
/** Traffic that keeps two copies from ever meeting the same number again. */
const LEAST_RATE = 2000;
/** A link copies packets (LAG, mirror port, loop): the second copy of each comes right behind, on several tunnels of one gateway. */
export const createDuplication = (context) => {
    const { random, world, atMs: startMs } = context;
    const untilMs = startMs + random.between(60_000, 150_000);
    const gateway = random.pick(world.gateways);
    const tunnels = claimTunnels(context, random.integer(3, 8), (tunnel) => tunnel.gateway === gateway);
    for (const { inbound } of tunnels)
        inbound.raiseRate(startMs, LEAST_RATE);
    const lastSeqno = new Map();
    return {
        next(atMs) {
            const tunnel = nextTunnel(tunnels, atMs, random);
            if (tunnel === undefined)
                return undefined;
            const seqno = tunnel.inbound.window.highest - random.integer(0, 3);
            if (seqno < 1 || seqno === lastSeqno.get(tunnel))
                return undefined;
            lastSeqno.set(tunnel, seqno);
            return refusal(tunnel, seqno);
        },
        isOver: (atMs) => atMs >= untilMs,
        end: () => releaseTunnels(tunnels),
    };
};
//# sourceMappingURL=duplication.js.map
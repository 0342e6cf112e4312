import { lowMemory, outOfMemory } from '../gateway-messages.js';
import { claimTunnels, nextTunnel, releaseTunnels } from '../incident.js';
import { createPlannedIncident } from '../planned-incident.js';
import { reassemblyFailed, resizeFailed } from '../tunnel-messages.js';
/** A gateway runs out of memory: a smaller SA database, then none at all; buffers for fragments are missing meanwhile. */
export const createMemoryShortage = (context) => {
    const { world, random, atMs: startMs } = context;
    const untilMs = startMs + random.between(25_000, 60_000);
    const gateway = random.pick(world.gateways);
    const size = random.pick([16_384, 32_768, 65_536]);
    const tunnels = claimTunnels(context, 6, (tunnel) => tunnel.gateway === gateway);
    const sad = createPlannedIncident(startMs, 0, [
        { afterMs: 0, message: lowMemory(gateway, size, size / 2) },
        { afterMs: 90, message: lowMemory(gateway, size / 2, size / 4) },
        { afterMs: 180, message: outOfMemory(gateway, size / 4) },
    ]);
    return {
        next(atMs) {
            const planned = sad.next(atMs);
            if (planned !== undefined)
                return planned;
            const tunnel = random.chance(0.25) ? nextTunnel(tunnels, atMs, random) : undefined;
            if (tunnel === undefined)
                return undefined;
            const seqno = tunnel.inbound.nextSeqno;
            if (random.chance(0.7))
                return reassemblyFailed(tunnel, seqno, random, 413);
            return random.chance(0.6) ? resizeFailed(tunnel, seqno, random) : reassemblyFailed(tunnel, seqno, random);
        },
        isOver: (atMs) => atMs >= untilMs && sad.isOver(atMs),
        end: () => releaseTunnels(tunnels),
    };
};
//# sourceMappingURL=memory.js.map
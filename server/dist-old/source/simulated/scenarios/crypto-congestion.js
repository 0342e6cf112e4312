import { claimTunnels, nextTunnel, releaseTunnels } from '../incident.js';
import { decryptionFailed, encryptionFailed, ivFailed } from '../tunnel-messages.js';
/** The crypto hardware of one gateway cannot keep up: many of its tunnels fail to decrypt and to encrypt, in bursts. */
export const createCryptoCongestion = (context) => {
    const { random, world, atMs: startMs } = context;
    const untilMs = startMs + random.between(60_000, 150_000);
    const gateway = random.pick(world.gateways);
    const tunnels = claimTunnels(context, random.integer(5, 14), (tunnel) => tunnel.gateway === gateway);
    let burstEndsMs = startMs + random.between(5000, 15_000);
    let pauseEndsMs = burstEndsMs;
    return {
        next(atMs) {
            if (atMs >= burstEndsMs && burstEndsMs === pauseEndsMs)
                pauseEndsMs = burstEndsMs + random.between(2000, 6000);
            if (atMs >= burstEndsMs && atMs < pauseEndsMs)
                return undefined;
            if (atMs >= pauseEndsMs && pauseEndsMs > burstEndsMs) {
                burstEndsMs = atMs + random.between(5000, 15_000);
                pauseEndsMs = burstEndsMs;
            }
            const tunnel = nextTunnel(tunnels, atMs, random);
            if (tunnel === undefined)
                return undefined;
            const roll = random.next();
            if (roll < 0.4)
                return decryptionFailed(tunnel, tunnel.inbound.nextSeqno, random);
            const seqno = tunnel.outbound.seqnoAt(atMs);
            return roll < 0.75 ? encryptionFailed(tunnel, seqno, random) : ivFailed(tunnel, seqno, random);
        },
        isOver: (atMs) => atMs >= untilMs,
        end: () => releaseTunnels(tunnels),
    };
};
//# sourceMappingURL=crypto-congestion.js.map
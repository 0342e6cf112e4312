import { claimTunnels, nextTunnel, releaseTunnels } from '../incident.js';
import { MAX_SEQNO_32 } from '../security-association.js';
import { integrityFailed, refusal } from '../tunnel-messages.js';
/**
 * Somebody without the key makes packets up: their numbers are anywhere in 32 bits. The replay check comes first, so
 * those below the window give 278, and the others fail the integrity check.
 */
export const createForged = (context) => {
    const { random, atMs: startMs } = context;
    const untilMs = startMs + random.between(45_000, 120_000);
    const tunnels = claimTunnels(context, random.integer(4, 12), () => true);
    return {
        next(atMs) {
            const tunnel = nextTunnel(tunnels, atMs, random);
            if (tunnel === undefined)
                return undefined;
            const seqno = random.integer(1, MAX_SEQNO_32);
            return refusal(tunnel, seqno) ?? integrityFailed(tunnel, seqno);
        },
        isOver: (atMs) => atMs >= untilMs,
        end: () => releaseTunnels(tunnels),
    };
};
//# sourceMappingURL=forged.js.map
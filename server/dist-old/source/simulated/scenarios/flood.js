import { everydayLine } from '../background.js';
import { integrityFailed, refusal } from '../tunnel-messages.js';
const REPLAY_SHARE = 0.6;
const INTEGRITY_SHARE = 0.2;
/** Drops on all tunnels at packet rate: 60 % 278, 20 % 611, the rest everyday lines. */
export function createFlood({ world, random }) {
    return (atMs) => {
        const roll = random.next();
        if (roll >= REPLAY_SHARE + INTEGRITY_SHARE)
            return everydayLine(world, random, atMs);
        const tunnel = world.activeTunnel(random);
        tunnel.inbound.advanceTo(atMs);
        if (roll >= REPLAY_SHARE)
            return integrityFailed(tunnel, tunnel.inbound.nextSeqno);
        return dropped(tunnel, random.next()) ?? everydayLine(world, random, atMs);
    };
}
/** `chance` is a random number of 0 to 1: below a half the packet is late, else it is a second copy. */
function dropped(tunnel, chance) {
    const { window } = tunnel.inbound;
    const seqno = chance < 0.5
        ? window.base - 1 - Math.floor(chance * 2 * 4 * window.size)
        : window.highest - Math.floor((chance - 0.5) * 32);
    return seqno < 1 ? undefined : refusal(tunnel, seqno);
}
//# sourceMappingURL=flood.js.map
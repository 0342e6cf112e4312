import { InboundSa, OutboundSa } from './security-association.js';
import { createWeightedPicker } from './weighted-picker.js';
const HOUR = 3_600_000;
const WINDOW_SIZES = [32, 64, 128, 256, 512, 1024, 2048, 4096];
const pickWindowSize = createWeightedPicker([4, 76, 8, 5, 3, 2, 1, 1]);
const SUBSPACE = 0x1_0000_0000;
/** Every twentieth tunnel uses extended sequence numbers; the first of a gateway never does. */
const ESN_EVERY = 20;
/** Makes a tunnel whose SAs have been running for a while at the start, unless they are to be fresh. */
export function createTunnel(settings, random) {
    const { gateway, index, matchkey, startMs } = settings;
    const lifetimeMs = random.between(1, 8) * HOUR;
    const ageMs = settings.isFresh ? random.between(0, 20_000) : random.between(0.05 * HOUR, lifetimeMs);
    const usesEsn = index % ESN_EVERY === ESN_EVERY - 1;
    const packetsPerSecond = Math.round(Math.exp(random.between(Math.log(100), Math.log(40_000))));
    const shared = { packetsPerSecond, usesEsn, createdAtMs: startMs - ageMs, lifetimeMs };
    const inbound = new InboundSa({
        ...shared,
        windowSize: WINDOW_SIZES[pickWindowSize(random)] ?? 64,
        firstSeqno: usesEsn && !settings.isFresh ? random.integer(1, 6) * SUBSPACE + 1 : 1,
    });
    return {
        gateway,
        matchkey,
        iface: `ipsec_${gateway.name.slice(3)}_${String(index + 1).padStart(3, '0')}`,
        localIp: gateway.address,
        peerIp: `203.0.113.${1 + (index % 254)}`,
        network: `198.51.100.${(index % 64) * 4}/30`,
        spi: random.integer(0x1000_0000, 0xffff_ffff),
        inbound,
        outbound: new OutboundSa(shared),
        isClaimed: false,
    };
}
//# sourceMappingURL=tunnel.js.map
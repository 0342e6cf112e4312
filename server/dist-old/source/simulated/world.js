import { createGateway, switchOver } from './gateway.js';
import { Random } from './random.js';
import { createTunnel } from './tunnel.js';
import { createWeightedPicker, zipfWeights } from './weighted-picker.js';
const ACTIVITY_EXPONENT = 1.1;
const WORLD_STREAM = 1;
/** Builds the network of a seed. Matchkeys depend on the seed alone, so that a restart meets the same tunnels again. */
export function createWorld(settings) {
    const { startMs, seed } = settings;
    const random = new Random(seed, WORLD_STREAM);
    const gateways = Array.from({ length: settings.gateways }, (_, index) => createGateway(index, startMs, random));
    const matchkeys = drawMatchkeys(settings.tunnels, new Random(seed, WORLD_STREAM + 1));
    const tunnels = matchkeys.map((matchkey, index) => createTunnel({
        gateway: gatewayOf(gateways, index),
        index: Math.floor(index / gateways.length),
        matchkey,
        startMs,
        isFresh: settings.hasFreshSas,
    }, random));
    const pickIndex = createWeightedPicker(zipfWeights(tunnels.length, ACTIVITY_EXPONENT));
    return {
        gateways,
        tunnels,
        activeTunnel: (source) => tunnelAt(tunnels, pickIndex(source)),
    };
}
/** Lets due HA switch-overs happen. */
export function advanceWorld(world, atMs, random) {
    for (const gateway of world.gateways) {
        if (gateway.isHaPair)
            switchOver(gateway, atMs, random);
    }
}
function drawMatchkeys(count, random) {
    const keys = new Set();
    while (keys.size < count)
        keys.add(random.integer(100_000, 2_147_483_647));
    return [...keys].map(String);
}
function gatewayOf(gateways, index) {
    const gateway = gateways[index % gateways.length];
    if (gateway === undefined)
        throw new RangeError('a simulation needs at least one gateway');
    return gateway;
}
function tunnelAt(tunnels, index) {
    const tunnel = tunnels[index];
    if (tunnel === undefined)
        throw new RangeError('a simulation needs at least one tunnel');
    return tunnel;
}
//# sourceMappingURL=world.js.map
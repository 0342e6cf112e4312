/**
 * Takes up to `count` tunnels for an incident, of those that suit it and that no other one has. When none suits, any
 * tunnel without extended numbers serves, so that a scenario shows its lines in the smallest simulation.
 */
export function claimTunnels({ world, random }, count, suits) {
    const isFree = (tunnel) => !tunnel.isClaimed && !tunnel.inbound.usesEsn;
    const claimed = [];
    // Drawing by activity first: busy tunnels are where things happen, and a draw costs nothing even with 100,000.
    for (let attempt = 0; attempt < count * 40 && claimed.length < count; attempt += 1) {
        const tunnel = world.activeTunnel(random);
        if (isFree(tunnel) && suits(tunnel))
            claimed.push(claim(tunnel));
    }
    if (claimed.length > 0)
        return claimed;
    const rest = world.tunnels.find((tunnel) => isFree(tunnel) && suits(tunnel)) ?? world.tunnels.find(isFree);
    return rest === undefined ? [] : [claim(rest)];
}
function claim(tunnel) {
    tunnel.isClaimed = true;
    return tunnel;
}
/** Gives tunnels back. */
export function releaseTunnels(tunnels) {
    for (const tunnel of tunnels)
        tunnel.isClaimed = false;
}
/** One of the claimed tunnels with its packets up to now taken; undefined when an incident could claim none. */
export function nextTunnel(tunnels, atMs, random) {
    if (tunnels.length === 0)
        return undefined;
    const tunnel = random.pick(tunnels);
    tunnel.inbound.advanceTo(atMs);
    return tunnel;
}
//# sourceMappingURL=incident.js.map
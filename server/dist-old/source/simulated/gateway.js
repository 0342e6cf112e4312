const REGIONS = ['north', 'south', 'east', 'west', 'harbour', 'airport', 'campus', 'lakeside', 'hillside', 'metro'];
const MINUTE = 60_000;
/** Makes gateway number `index`; the first one of every simulation is an HA pair. */
export function createGateway(index, startMs, random) {
    const name = `gw-${REGIONS[index] ?? String(index + 1).padStart(3, '0')}`;
    const isHaPair = index === 0;
    return {
        index,
        name,
        address: `192.0.2.${7 + (index % 240)}`,
        skewMs: random.integer(-7, 3) * 1000,
        isHaPair,
        host: isHaPair ? `${name}_Master` : name,
        switchAtMs: isHaPair ? startMs + random.between(20, 40) * MINUTE : Number.POSITIVE_INFINITY,
    };
}
/** Lets the other member of an HA pair take over when it is time: the master serves for hours, the slave for minutes. */
export function switchOver(gateway, atMs, random) {
    if (atMs < gateway.switchAtMs)
        return;
    const isSlaveNext = gateway.host === `${gateway.name}_Master`;
    gateway.host = `${gateway.name}_${isSlaveNext ? 'Slave' : 'Master'}`;
    gateway.switchAtMs = atMs + (isSlaveNext ? random.between(4, 12) : random.between(90, 240)) * MINUTE;
}
//# sourceMappingURL=gateway.js.map
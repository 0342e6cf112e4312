import { Recipes } from './fast-lines.js';
/** Senders whose way of writing is remembered; forged addresses must not grow it without end. */
const MOST_PEERS = 1024;
/** How lines of each sender of a listener are read: a line that names no gateway is that of the setting, or its sender's. */
export class PeerReadings {
    zone;
    gateway;
    readings = new Map();
    constructor(zone, gateway) {
        this.zone = zone;
        this.gateway = gateway;
    }
    /** @param peer the sender's address */
    of(peer) {
        const gatewayHint = this.gateway ?? peer;
        const known = this.readings.get(gatewayHint);
        if (known !== undefined)
            return known;
        const oldest = this.readings.size < MOST_PEERS ? undefined : this.readings.keys().next().value;
        if (oldest !== undefined)
            this.readings.delete(oldest);
        const reading = { zone: this.zone, gatewayHint, recipes: new Recipes() };
        this.readings.set(gatewayHint, reading);
        return reading;
    }
}
//# sourceMappingURL=peer-readings.js.map
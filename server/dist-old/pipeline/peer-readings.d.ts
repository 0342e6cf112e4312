import type { ZoneReader } from '../decode/clock-zone.js';
import type { SourceReading } from './ingest.js';
/** How lines of each sender of a listener are read: a line that names no gateway is that of the setting, or its sender's. */
export declare class PeerReadings {
    private readonly zone;
    private readonly gateway;
    private readonly readings;
    constructor(zone: ZoneReader, gateway: string | null);
    /** @param peer the sender's address */
    of(peer: string): SourceReading;
}

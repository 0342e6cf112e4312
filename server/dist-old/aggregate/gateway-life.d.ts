import { type UsualTraffic } from './usual-traffic.js';
/** Signs of life of a gateway: what its counted events do not say. Stored with the events of the same commit. */
export interface GatewayRecord {
    gateway: string;
    /** HA members seen, such as Master and Slave. */
    members: string[];
    /** When its newest line of any kind arrived, epoch ms. */
    lastArrival: number;
    /** When its newest line from a source that is followed arrived, epoch ms; null when it was only in files read once. */
    lastLive: number | null;
    /** The source that it came from; null like `lastLive`. */
    sourceId: number | null;
    /** Median of its newest clock differences, gateway's time minus receiver's, ms; null where no live line told any. */
    skewMs: number | null;
    usual: UsualTraffic;
}
/** The signs of life of all gateways. */
export declare class GatewayLives {
    private readonly lives;
    private changed;
    /** The gateway of the last line, and mostly of the next. */
    private last;
    constructor(stored: readonly GatewayRecord[]);
    /**
     * Notes a line as a sign of life. It runs for every one of them, so that an object for each would be garbage.
     * @param at its arrival, epoch ms
     * @param sourceId the source that is followed; null when the line is from a file that is read once
     * @param skewMs gateway's time minus receiver's; undefined where the line does not tell it, or is not of now
     */
    note(gateway: string, member: string | undefined, at: number, sourceId: number | null, skewMs: number | undefined): void;
    /** Smooths the clock differences; call it about once a second. Gives the gateways that told a new one. */
    smoothSkews(): Set<string>;
    /** All gateways with the lines that came from followed sources since the start. */
    all(): Iterable<{
        record: GatewayRecord;
        liveLines: number;
    }>;
    /** Copies of the records that changed since the last call. */
    takeChanges(): GatewayRecord[];
    private add;
}

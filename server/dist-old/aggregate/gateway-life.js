import { unknownTraffic } from './usual-traffic.js';
/** Newest differences, one a second, that the median is taken of: half a minute outlasts a burst of delayed lines. */
const SKEW_SAMPLES = 31;
/** Members that one gateway can have; more names than this are somebody's invention. */
const MOST_MEMBERS = 16;
/** And gateways that are kept: a sender may write any name into a line. */
const MOST_GATEWAYS = 20_000;
/** The signs of life of all gateways. */
export class GatewayLives {
    lives = new Map();
    changed = [];
    /** The gateway of the last line, and mostly of the next. */
    last;
    constructor(stored) {
        for (const record of stored)
            this.lives.set(record.gateway, lifeOf(record));
    }
    /**
     * Notes a line as a sign of life. It runs for every one of them, so that an object for each would be garbage.
     * @param at its arrival, epoch ms
     * @param sourceId the source that is followed; null when the line is from a file that is read once
     * @param skewMs gateway's time minus receiver's; undefined where the line does not tell it, or is not of now
     */
    note(gateway, member, at, sourceId, skewMs) {
        if (this.last?.record.gateway !== gateway)
            this.last = this.lives.get(gateway) ?? this.add(gateway, at);
        const life = this.last;
        if (life === undefined)
            return;
        const { record } = life;
        record.lastArrival = at;
        if (sourceId !== null) {
            record.lastLive = at;
            record.sourceId = sourceId;
            life.liveLines += 1;
            if (skewMs !== undefined)
                life.newestSkew = skewMs;
        }
        if (member !== undefined && !record.members.includes(member) && record.members.length < MOST_MEMBERS) {
            record.members.push(member);
        }
        if (life.isChanged)
            return;
        life.isChanged = true;
        this.changed.push(life);
    }
    /** Smooths the clock differences; call it about once a second. Gives the gateways that told a new one. */
    smoothSkews() {
        const fresh = new Set();
        for (const life of this.lives.values()) {
            if (life.newestSkew === undefined)
                continue;
            life.skews.push(life.newestSkew);
            if (life.skews.length > SKEW_SAMPLES)
                life.skews.shift();
            life.newestSkew = undefined;
            life.record.skewMs = median(life.skews);
            fresh.add(life.record.gateway);
        }
        return fresh;
    }
    /** All gateways with the lines that came from followed sources since the start. */
    *all() {
        for (const { record, liveLines } of this.lives.values())
            yield { record, liveLines };
    }
    /** Copies of the records that changed since the last call. */
    takeChanges() {
        const records = this.changed.map((life) => {
            life.isChanged = false;
            return structuredClone(life.record);
        });
        this.changed = [];
        return records;
    }
    add(gateway, at) {
        if (this.lives.size >= MOST_GATEWAYS)
            return undefined;
        const life = lifeOf({
            gateway,
            members: [],
            lastArrival: at,
            lastLive: null,
            sourceId: null,
            skewMs: null,
            usual: unknownTraffic(),
        });
        this.lives.set(gateway, life);
        return life;
    }
}
function lifeOf(record) {
    return { record, liveLines: 0, newestSkew: undefined, skews: [], isChanged: false };
}
/** The middle one; of an even number the lower of the two in the middle, so that it is one that was measured. */
function median(values) {
    const sorted = values.toSorted((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
//# sourceMappingURL=gateway-life.js.map
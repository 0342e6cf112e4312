import { BucketCounts } from '../../aggregate/pair-counts.js';
const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
/** Kinds by number that are summed up in a table; there are more only when a sender makes up ids. */
const MOST_TABLED = 4096;
/** Counts of events that are not committed yet: by hour and subject, by minute and gateway. */
export class PendingCounts {
    gatewayOf;
    hours = new BucketCounts();
    minutes = new BucketCounts();
    /** @param gatewayOf names the gateway of a subject */
    constructor(gatewayOf) {
        this.gatewayOf = gatewayOf;
    }
    /** Counts few events, as they come. */
    add({ count, times, subjectIds, kindIds }) {
        for (let at = 0; at < count; at++) {
            const time = times[at] ?? 0;
            const subjectId = subjectIds[at] ?? 0;
            const kindId = kindIds[at] ?? 0;
            const minute = Math.floor(time / MINUTE_MS);
            this.hours.at(Math.floor(minute / HOUR_MINUTES)).add(subjectId, kindId, time);
            this.minutes.at(minute).add(this.gatewayOf(subjectId), kindId, time);
        }
    }
    /**
     * Counts many events, subject by subject. The large tables are touched once for each minute, subject and kind: with
     * 10,000 tunnels each touch waits for memory, and one per event took as long as encoding it.
     */
    addSorted({ times, kindIds }, { subjects, starts, positions, subjectCount }) {
        for (let key = 0; key < subjectCount; key++) {
            const subjectId = subjects[key] ?? 0;
            const end = starts[key + 1] ?? 0;
            let minute = Number.NaN;
            for (let row = starts[key] ?? 0; row < end; row++) {
                const at = positions[row] ?? 0;
                const time = times[at] ?? 0;
                const kindId = kindIds[at] ?? 0;
                const own = Math.floor(time / MINUTE_MS);
                if (own !== minute) {
                    this.settle(subjectId, minute);
                    minute = own;
                }
                if (kindId < MOST_TABLED)
                    scratch.add(kindId, time);
                else
                    this.put(subjectId, minute, kindId, 1, time, time);
            }
            this.settle(subjectId, minute);
        }
    }
    settle(subjectId, minute) {
        const { met, counts, firstTimes, lastTimes } = scratch;
        for (let index = 0; index < scratch.used; index++) {
            const kindId = met[index] ?? 0;
            this.put(subjectId, minute, kindId, counts[kindId] ?? 0, firstTimes[kindId] ?? 0, lastTimes[kindId] ?? 0);
            counts[kindId] = 0;
        }
        scratch.used = 0;
    }
    put(subjectId, minute, kindId, count, first, last) {
        this.hours.at(Math.floor(minute / HOUR_MINUTES)).addMany(subjectId, kindId, count, first, last);
        this.minutes.at(minute).addMany(this.gatewayOf(subjectId), kindId, count, first, last);
    }
}
/** Counts of one subject and minute, by kind. */
class Scratch {
    met = new Uint16Array(MOST_TABLED);
    counts = new Uint32Array(MOST_TABLED);
    firstTimes = new Float64Array(MOST_TABLED);
    lastTimes = new Float64Array(MOST_TABLED);
    /** Kinds that were met. */
    used = 0;
    add(kindId, time) {
        const count = this.counts[kindId] ?? 0;
        this.counts[kindId] = count + 1;
        if (count === 0) {
            this.met[this.used++] = kindId;
            this.firstTimes[kindId] = time;
            this.lastTimes[kindId] = time;
            return;
        }
        if (time < (this.firstTimes[kindId] ?? 0))
            this.firstTimes[kindId] = time;
        if (time > (this.lastTimes[kindId] ?? 0))
            this.lastTimes[kindId] = time;
    }
}
const scratch = new Scratch();
//# sourceMappingURL=pending-counts.js.map
import { CounterGauge } from './counter-gauge.js';
import { difference } from './drop.js';
/** New SAs that are remembered. */
const MOST_REKEYS = 32;
/** Lines of an SA that was replaced come for so long after, ms. */
const OVERLAP_MS = 60_000;
/** Packets by which a base may fall back without being of a new SA: lines come a little out of order. */
const BACK = 256;
/** A base that is a new SA's lies below this share of the one before, unless the fall is that of a young counter. */
const FALL = 0.5;
/** Follows the inbound SA of a tunnel by the base of its window, which only authentic packets move. */
export class SaTrack {
    gauge = new CounterGauge();
    /** Times of new SAs, epoch ms. */
    rekeys = [];
    /** The base at which this SA was first seen; numbers are kept as their distance from it. */
    originHigh = 0;
    originLow = 0;
    /** The base, from the origin. */
    base = 0;
    /** When the base last moved, epoch ms; NaN before anything was seen. */
    movedAt = Number.NaN;
    isEsn = false;
    old;
    /** The base as a double: exact below 2^53. */
    get baseNumber() {
        return this.originHigh * 0x1_0000_0000 + this.originLow + this.base;
    }
    /** A number of this SA as its distance from the origin: exact wherever numbers are near each other. */
    fromOrigin(high, low) {
        return difference(high, low, this.originHigh, this.originLow);
    }
    /** Takes the base of a line that has one. */
    note({ time, baseHigh, baseLow }) {
        if (baseHigh > 0)
            this.isEsn = true;
        if (Number.isNaN(this.movedAt)) {
            this.begin(time, baseHigh, baseLow);
            return 'first';
        }
        const base = this.fromOrigin(baseHigh, baseLow);
        const step = base - this.base;
        if (step === 0)
            return 'still';
        if (step < 0)
            return this.noteFall(time, baseHigh, baseLow, step);
        if (this.isOld(time, baseHigh, baseLow))
            return 'old-sa';
        this.base = base;
        this.movedAt = Math.max(this.movedAt, time);
        this.gauge.note(time, base);
        return 'moved';
    }
    noteFall(time, high, low, step) {
        const value = high * 0x1_0000_0000 + low;
        const isFar = value < this.baseNumber * FALL && (-step > BACK || value <= 1);
        // A young counter that falls to its beginning is a new SA as well, however short the fall.
        if (!isFar)
            return 'still';
        this.old = {
            high: this.originHigh,
            low: this.originLow,
            until: time + OVERLAP_MS,
        };
        this.oldBase = this.base;
        this.rekeys.push(time);
        if (this.rekeys.length > MOST_REKEYS)
            this.rekeys.shift();
        this.begin(time, high, low);
        return 'new-sa';
    }
    oldBase = 0;
    /** True for a line of the SA before: its packets go on for a while, and lines do not name their SA. */
    isOld(time, high, low) {
        const { old } = this;
        if (old === undefined || time > old.until)
            return false;
        const fromOld = Math.abs(difference(high, low, old.high, old.low) - this.oldBase);
        return fromOld < Math.abs(this.fromOrigin(high, low) - this.base);
    }
    begin(time, high, low) {
        this.originHigh = high;
        this.originLow = low;
        this.base = 0;
        this.movedAt = time;
        this.gauge.restart();
        this.gauge.note(time, 0);
    }
}
//# sourceMappingURL=sa-track.js.map
import { valuesOf } from '../decode/shape/slot.js';
import { RAW_SHAPE } from '../store/event-columns.js';
const HALF = 0x1_0000_0000;
/** The first of two values of a long number counts these. */
const LONG = 1000000000000000n;
const NOWHERE = { at: -1, isLong: false };
/**
 * Reads the numbers of dropped packets out of columns, without making lines of them again: where a shape has them is
 * found out once. A line that is kept as it is has none here.
 */
export class DropReader {
    /** Written anew by each call: this runs for every live event. */
    drop = {
        ...{ seq: 0, time: 0, messageId: -1, windowSize: Number.NaN },
        ...{ seqnoHigh: Number.NaN, seqnoLow: Number.NaN, baseHigh: Number.NaN, baseLow: Number.NaN },
    };
    places = new WeakMap();
    /** The drop that an event tells of, in `drop`. */
    read(columns, shapes, at, messageId) {
        const { drop } = this;
        drop.time = columns.times[at] ?? 0;
        drop.messageId = messageId;
        drop.seqnoHigh = drop.seqnoLow = drop.baseHigh = drop.baseLow = drop.windowSize = Number.NaN;
        const index = columns.shapes[at] ?? RAW_SHAPE;
        const shape = index === RAW_SHAPE ? undefined : shapes[index];
        if (shape === undefined)
            return drop;
        const start = columns.starts[at] ?? 0;
        const { seqno, base, windowSize } = this.placesOf(shape);
        const { values } = columns;
        if (seqno.at >= 0) {
            drop.seqnoHigh = highOf(values, start, seqno);
            drop.seqnoLow = lowOf(values, start, seqno);
        }
        if (base.at >= 0) {
            drop.baseHigh = highOf(values, start, base);
            drop.baseLow = lowOf(values, start, base);
        }
        const size = windowSize.at < 0 || windowSize.isLong ? 0 : (values[start + windowSize.at] ?? 0);
        if (size > 0 && size < HALF)
            drop.windowSize = size;
        return drop;
    }
    placesOf(shape) {
        let places = this.places.get(shape);
        if (places === undefined) {
            places = {
                seqno: placeOf(shape, 'seqno'),
                base: placeOf(shape, 'windowbase'),
                windowSize: placeOf(shape, 'windowsize'),
            };
            this.places.set(shape, places);
        }
        return places;
    }
}
const NUMBERS = new Set(['decimal', 'padded', 'hex', 'paddedHex', 'long']);
/** Where a parameter stands that is a number: the slot behind its name and an equals sign. */
function placeOf({ slots, texts }, name) {
    let at = 0;
    for (const [index, slot] of slots.entries()) {
        const before = texts[index] ?? '';
        const isNamed = before.endsWith(` ${name}=`) || before.endsWith(` ${name}="`);
        if (isNamed && NUMBERS.has(slot.kind))
            return { at, isLong: slot.kind === 'long' };
        at += valuesOf(slot);
    }
    return NOWHERE;
}
function highOf(values, start, { at, isLong }) {
    const value = values[start + at] ?? 0;
    if (!isLong)
        return Math.floor(value / HALF);
    return Number(whole(value, values[start + at + 1] ?? 0) / BigInt(HALF)) || 0;
}
function lowOf(values, start, { at, isLong }) {
    const value = values[start + at] ?? 0;
    if (!isLong)
        return value % HALF;
    return Number(whole(value, values[start + at + 1] ?? 0) % BigInt(HALF));
}
function whole(value, rest) {
    return BigInt(value) * LONG + BigInt(rest);
}
//# sourceMappingURL=drop-reader.js.map
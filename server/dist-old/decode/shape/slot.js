/**
 * Values of slots lie within ± this, so that the difference of any two, doubled, is still an exact number. Decimals of 15
 * digits fit, and stamps in microseconds up to the year 2041; what does not fit stays text.
 */
export const MOST_VALUE = 2 ** 51;
/** Values that a slot takes in the list of a line's values. */
export function valuesOf(slot) {
    return slot.kind === 'long' ? 2 : 1;
}
/** Puts the text of a slot back together. `text` gives an interned text. */
export function slotText(slot, value, second, text) {
    switch (slot.kind) {
        case 'decimal':
            return String(value);
        case 'padded':
            return String(value).padStart(slot.width, '0');
        case 'long':
            return `${String(value)}${String(second).padStart(15, '0')}`;
        case 'hex':
            return `0x${value.toString(16)}`;
        case 'paddedHex':
            return `0x${value.toString(16).padStart(slot.width, '0')}`;
        case 'stamp':
            return stampText(value, slot.separator);
        case 'fineStamp': {
            const scale = 10 ** slot.width;
            const seconds = Math.floor(value / scale);
            return `${stampText(seconds, slot.separator)}.${String(value - seconds * scale).padStart(slot.width, '0')}`;
        }
        case 'clock':
            return `${two(Math.floor(value / 3600))}:${two(Math.floor(value / 60) % 60)}:${two(value % 60)}`;
        case 'word':
        case 'text':
            return text(value);
    }
}
function stampText(seconds, separator) {
    const iso = new Date(seconds * 1000).toISOString();
    return `${iso.slice(0, 10)}${String.fromCharCode(separator)}${iso.slice(11, 19)}`;
}
function two(value) {
    return String(value).padStart(2, '0');
}
//# sourceMappingURL=slot.js.map
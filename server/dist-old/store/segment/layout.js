import { z } from 'zod';
import { valuesOf } from '../../decode/shape/slot.js';
import { RAW_SHAPE } from '../event-columns.js';
/** More are not remembered: only a hostile sender has as many. */
const MOST_KEPT = 10_000;
/** Shapes and their layouts, remembered from segment to segment. */
export class LayoutBook {
    layouts = new Map();
    kept = new WeakMap();
    of(shape) {
        let known = this.kept.get(shape);
        if (known === undefined) {
            const json = Buffer.from(JSON.stringify({ texts: shape.texts, slots: shape.slots }), 'latin1');
            known = { shape, layout: this.layoutOf(shape), json };
            this.kept.set(shape, known);
        }
        return known;
    }
    layoutOf(shape) {
        const signature = signatureOf(shape);
        let layout = this.layouts.get(signature);
        if (layout === undefined) {
            if (this.layouts.size >= MOST_KEPT) {
                this.layouts.clear();
                this.kept = new WeakMap();
            }
            layout = newLayout(shape.slots);
            this.layouts.set(signature, layout);
        }
        return layout;
    }
}
/** What must be equal for lines to share columns: the slots, and the texts behind the one that says what the line is. */
export function signatureOf({ texts, slots }) {
    const head = texts.findIndex((text) => text.includes('='));
    return JSON.stringify([slots, texts.slice(head + 1)]);
}
function newLayout(slots) {
    const columns = [];
    for (const slot of slots)
        for (let part = 0; part < valuesOf(slot); part++)
            columns.push({ slot, offset: columns.length });
    return { columns, plans: columns.map(() => undefined) };
}
const slotSchema = z.object({
    kind: z.enum(['decimal', 'padded', 'long', 'hex', 'paddedHex', 'stamp', 'fineStamp', 'clock', 'word', 'text']),
    width: z.number(),
    separator: z.number(),
    names: z.enum(['matchkey', 'iface']).optional(),
});
const shapeSchema = z.object({ texts: z.array(z.string()), slots: z.array(slotSchema) });
/** Reads a shape from its JSON. */
export function parseShape(json) {
    const parsed = shapeSchema.parse(JSON.parse(json));
    const slots = parsed.slots.map((slot) => ({ ...slot, names: slot.names }));
    const valueCount = slots.reduce((sum, slot) => sum + valuesOf(slot), 0);
    return { index: RAW_SHAPE, texts: parsed.texts, slots, valueCount };
}
/** The columns of a shape that was read. */
export function columnsOf(shape) {
    return newLayout(shape.slots).columns;
}
//# sourceMappingURL=layout.js.map
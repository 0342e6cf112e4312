import { type Slot } from './slot.js';
/**
 * Reads slots from bytes. The outcome stands in fields, and only when `readSlot` said true: an object a slot would be
 * garbage twenty times a line. Conditions are those of `cutLine`: what is read here comes back byte for byte.
 */
export declare class SlotReader {
    readonly internText: (text: string) => number;
    value: number;
    second: number;
    end: number;
    /** The last day whose date was turned into seconds; nearly all stamps lie on it. */
    dayKey: number;
    daySeconds: number;
    readonly dayText: Uint8Array<ArrayBuffer>;
    constructor(internText: (text: string) => number);
}
/** The number of a slot's kind, for `readSlot`. */
export declare function codeOf(slot: Slot): number;
/** Reads a slot of just this kind at `at`; false when something else stands there. */
export declare function readSlot(reader: SlotReader, code: number, slot: Slot, buffer: Buffer, at: number, end: number): boolean;

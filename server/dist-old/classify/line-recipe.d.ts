import type { ZoneReader } from '../decode/clock-zone.js';
import type { DecodedMessage } from '../decode/decoded-line.js';
import type { Shape } from '../decode/shape/shape-tree.js';
/** When an event of a recipe happened; the fields of a decoded message of the same names. */
export interface RecipeTimes {
    time: number;
    receivedTime: number;
    skewMs: number | undefined;
}
/**
 * How the times of lines of one shape follow from their values, so that the text need not be read again. They are written
 * into an object that is used again and again; false when a stamp names an hour or day that there is not.
 */
export type TimeRecipe = (values: Float64Array, near: number, arrivedAt: number, into: RecipeTimes) => boolean;
/**
 * The recipe for a shape, learned from one line of it that was decoded in full; undefined when the stamps stand anywhere
 * but in the usual places, or when the recipe does not give for that line what decoding gave.
 */
export declare function learnTimes(shape: Shape, sample: {
    values: Float64Array;
    decoded: DecodedMessage;
    near: number;
    arrivedAt: number;
}, zone: ZoneReader): TimeRecipe | undefined;

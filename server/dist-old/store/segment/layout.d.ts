import type { Shape } from '../../decode/shape/shape-tree.js';
import { type Slot } from '../../decode/shape/slot.js';
import type { ColumnPlan } from './column-plan.js';
/** One value of a line, and what its slot is. */
export interface Column {
    slot: Slot;
    /** Which value of a line it is. */
    offset: number;
}
/**
 * What lines of several shapes have in common: the same slots with the same parameter names. Gateways differ in the text
 * at the head of a line only; their values stand in the same columns, or there would be hundreds of short ones.
 */
export interface Layout {
    columns: readonly Column[];
    /** How each column was written last; the encoder's memory. */
    plans: (ColumnPlan | undefined)[];
}
/** A shape as a segment keeps it. */
export interface KeptShape {
    shape: Shape;
    layout: Layout;
    /** The shape as JSON, Latin-1. */
    json: Buffer;
}
/** Shapes and their layouts, remembered from segment to segment. */
export declare class LayoutBook {
    private readonly layouts;
    private kept;
    of(shape: Shape): KeptShape;
    private layoutOf;
}
/** What must be equal for lines to share columns: the slots, and the texts behind the one that says what the line is. */
export declare function signatureOf({ texts, slots }: Pick<Shape, 'texts' | 'slots'>): string;
/** Reads a shape from its JSON. */
export declare function parseShape(json: string): Shape;
/** The columns of a shape that was read. */
export declare function columnsOf(shape: Shape): readonly Column[];

import type { CutLine } from './cutter.js';
import { type Slot } from './slot.js';
/** Text and slots that many lines have in common. */
export interface Shape {
    /** Its number, from 0 in the order of first sight. */
    index: number;
    texts: readonly string[];
    slots: readonly Slot[];
    /** Values that a line of this shape has. */
    valueCount: number;
}
/**
 * Finds the shape of a line and its values in one pass over its bytes, without a string a line: a radix tree of the
 * shapes seen so far, in which a slot is a branch of its own. A line that is not in it is cut by `cutLine` and added.
 */
export declare class ShapeTree {
    private readonly mostShapes;
    /** Values of the line that was matched last; the first `valueCount` of its shape count. */
    readonly values: Float64Array<ArrayBuffer>;
    readonly shapes: Shape[];
    private readonly root;
    private readonly reader;
    /** The buffer of the line that was matched last, and a view of it. */
    private buffer;
    private view;
    constructor(internText: (text: string) => number, mostShapes: number);
    /** The shape of the line between `start` and `end`; undefined when no line like it was added. */
    match(buffer: Buffer, start: number, end: number): Shape | undefined;
    /** The place behind a node's text; −1 when something else stands there. */
    private passText;
    /** Adds a line's shape; undefined when there are too many shapes, or it has too many values. */
    add(cut: CutLine): Shape | undefined;
    private takeBranch;
}

import { type Intern } from './cutter.js';
import { type Shape } from './shape-tree.js';
/** The shapes of the lines seen so far, bounded, and which lines have a shape worth remembering at all. */
export declare class KnownShapes {
    private readonly intern;
    private readonly tree;
    constructor(intern: Intern);
    /** Values of the line that was matched last. */
    get values(): Float64Array;
    /** All shapes by number. */
    get all(): readonly Shape[];
    /**
     * True when no further shape can be learned. Dates in words are part of a shape, so new ones come every day: whoever
     * uses these begins anew then.
     */
    get isFull(): boolean;
    /** The shape of the line between `start` and `end`, whose values then stand in `values`; undefined when none like it was learned. */
    match(buffer: Buffer, start: number, end: number): Shape | undefined;
    /** The same, learning the line's shape when it is new; undefined when the line is kept and decoded as it is. */
    learn(buffer: Buffer, start: number, end: number): Shape | undefined;
}

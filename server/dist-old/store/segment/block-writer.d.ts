import type { EventColumns, LineTexts } from '../event-columns.js';
import { type Predictor } from './column-plan.js';
import type { Layout } from './layout.js';
import type { SubjectOrder } from './subject-order.js';
/** What a whole segment's blocks have in common. */
export interface BlockContext {
    columns: EventColumns;
    texts: LineTexts;
    order: SubjectOrder;
    /** The name of each subject as a number where it is one without leading zeros, else NaN. */
    names: Float64Array;
}
/** Writes the values of one block of rows. Scratch arrays are reused from block to block. */
export declare class BlockWriter {
    private readonly bytes;
    private readonly bits;
    /** Bytes of the layout at hand. */
    private readonly own;
    private readonly trialBytes;
    private readonly trialBits;
    private readonly values;
    private readonly neighbours;
    private hasNeighbours;
    private readonly residuals;
    private readonly isFirst;
    private readonly valueStarts;
    private count;
    private rows;
    private firstRow;
    private readonly words;
    /** Begins a block. */
    begin(firstRow: number): void;
    /** Writes the rows of one layout; `rows` counts from the block's first row. */
    addLayout(context: BlockContext, layout: Layout, rows: Uint16Array): void;
    /** Writes the raw lines of a block, which come after its layouts. */
    addRaws({ columns, order }: BlockContext, rows: Uint16Array): void;
    /** The block: the words, the deflated bytes with their length in front, and the bits. */
    end(texts: LineTexts): Buffer;
    private addColumn;
    private gather;
    /** Tries what may be shortest, and says what is. */
    private decide;
    /** Fills the residuals; false when the predictor does not fit these rows. */
    private predict;
    private predictBefore;
    private predictTime;
    private predictName;
    /** Writes one column: a byte that says how, then its residuals. */
    private write;
    /** The least that the residuals at hand need. */
    private coderFor;
    private writeFirsts;
}
/** Whether a reader has the numbers of the column at hand without the times and names of the rows. */
export declare function isMaterial(predictor: Predictor): boolean;

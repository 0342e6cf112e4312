import type { Shape } from '../../decode/shape/shape-tree.js';
import type { Column } from './layout.js';
/** What the rows of a block are. */
export interface BlockRows {
    count: number;
    /** For each row of the block the number of its layout; 0 for raw lines. */
    layoutOf: Uint16Array;
    /** For each row of the block 1 where another subject begins. */
    runStarts: Uint8Array;
    /** Columns of each layout, number 1 first. */
    layouts: readonly (readonly Column[])[];
}
/** What a line is put together from beside the block. */
export interface LineParts {
    shape: Shape | undefined;
    /** Epoch ms. */
    time: number;
    /** The name of the event's tunnel; asked for only where the line holds it. */
    name: () => string;
}
/** The lines of one block of rows. */
export declare class OpenBlock {
    private readonly rows;
    private readonly words;
    private readonly parts;
    private readonly bits;
    private readonly raws;
    /** For each row of the block its number among the rows of its layout. */
    private readonly numberOf;
    /** For each row of the block a number of its subject, from 1 on. */
    private readonly keyOf;
    readonly byteLength: number;
    constructor(part: Buffer, rows: BlockRows);
    /** The line of a row, counted from the block's first one. */
    line(row: number, { shape, time, name }: LineParts): Buffer;
    private columnsOf;
    private sortRows;
    private readLayout;
}

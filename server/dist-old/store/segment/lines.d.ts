import type { Directory } from './directory.js';
import type { Symbols } from './symbols.js';
/** What lines are put together from beside their own part. */
export interface LineContext {
    count: number;
    directory: Directory;
    symbols: Symbols;
    names: (subjectId: number) => string | undefined;
}
/** Reads the part `lines`; a block is opened, and its checksum looked at, when a line of it is asked for. */
export declare class Lines {
    private readonly part;
    private readonly context;
    /** Each shape as JSON, and parsed when a line of it was asked for. */
    private readonly shapes;
    /** The rows of the subject whose name was asked for last, and the name: lines are mostly read tunnel by tunnel. */
    private named;
    /** For each shape the number of its layout. */
    private readonly layoutOf;
    private readonly layouts;
    private readonly blocks;
    private readonly opened;
    private openedBytes;
    constructor(part: Buffer, context: LineContext);
    get byteLength(): number;
    /** The line of a row whose event has that time. */
    line(row: number, time: number): Buffer;
    private nameOf;
    private readShapes;
    private open;
}

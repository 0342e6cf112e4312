import type { EventColumns } from '../event-columns.js';
/** What a symbol stands for. */
export interface SymbolTable {
    kindIds: Uint32Array;
    sourceIds: Uint32Array;
    /** Shape numbers of the segment; 0 for lines that are kept as they are. */
    shapes: Uint32Array;
}
/** Gives each distinct (kind, source, shape) of a segment a number. Arrays are reused. */
export declare class SymbolCollector {
    /** For each row its symbol. */
    symbols: Uint16Array<ArrayBuffer>;
    symbolCount: number;
    private kindIds;
    private sourceIds;
    private shapeIndexes;
    /** Open addressing; 0 for free, else a symbol plus one. */
    private slots;
    /** @param positions for each row the position of its event */
    collect(columns: EventColumns, positions: Uint32Array): void;
    /** Index of a symbol's shape among those of `LineTexts`. */
    shapeIndex(symbol: number): number;
    /** The part of the facts; `shapeNumber` gives the segment's own number of a shape. */
    write(count: number, shapeNumber: (symbol: number) => number): Buffer;
    private numberOf;
    private add;
    private grow;
    private rehash;
}
/** Reads what `SymbolCollector` wrote; a chunk is opened when a row of it is asked for. */
export declare class Symbols {
    private readonly count;
    readonly table: SymbolTable;
    private readonly chunks;
    private readonly opened;
    constructor(part: Buffer, count: number);
    /** Bytes when all chunks are open. */
    get byteLength(): number;
    /** The symbol of a row. */
    of(row: number): number;
    /** Copies the symbols of the rows from `from` to before `to`. */
    copy(from: number, to: number): Uint16Array;
    private open;
}

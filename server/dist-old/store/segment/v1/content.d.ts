import type { SegmentContent, SegmentOrigin, SubjectRows } from '../content.js';
import type { WholeDirectory } from '../directory.js';
interface Symbols {
    table: {
        kindIds: Uint32Array;
        sourceIds: Uint32Array;
    };
    /** By row. */
    symbols: Uint16Array;
}
/** A segment of version 1: its events stand in the order of storing, so opening it sorts them by subject. */
export declare class VersionOneContent implements SegmentContent {
    private readonly origin;
    private keyArray;
    private order;
    private openFacts;
    private openSymbols;
    private lineAt;
    constructor(origin: SegmentOrigin);
    get byteLength(): number;
    find(subjectId: number): SubjectRows | undefined;
    directory(): WholeDirectory;
    positionsOf(subjectId: number): Uint16Array;
    positions(): Uint16Array;
    time(position: number): number;
    timesAt(positions: Uint16Array): Float64Array;
    times(): Float64Array;
    receivedTime(position: number): number;
    receivedTimes(): Float64Array;
    symbolTable(): Symbols['table'];
    symbols(from: number, to: number): Uint16Array;
    line(_row: number, position: number): Buffer;
    private openLines;
    private keys;
    private sorted;
    private facts;
    private symbolsByRow;
    private sum;
}
export {};

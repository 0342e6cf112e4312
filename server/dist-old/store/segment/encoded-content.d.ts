import type { AreAlike, SegmentContent, SegmentOrigin, SubjectRows } from './content.js';
import { type WholeDirectory } from './directory.js';
import { type SymbolTable } from './symbols.js';
/** A segment of version 2. */
export declare class EncodedContent implements SegmentContent {
    private readonly origin;
    private openDirectory;
    private wholeDirectory;
    private openPostings;
    private allPositions;
    private openFacts;
    private openLines;
    private factBytes;
    constructor(origin: SegmentOrigin);
    get byteLength(): number;
    find(subjectId: number): SubjectRows | undefined;
    directory(): WholeDirectory;
    positionsOf(subjectId: number): Uint16Array;
    positions(): Uint16Array;
    time(position: number): number;
    timesAt(positions: Uint16Array, areAlike?: AreAlike): Float64Array;
    times(): Float64Array;
    receivedTime(position: number): number;
    receivedTimes(): Float64Array;
    symbolTable(): SymbolTable;
    symbols(from: number, to: number): Uint16Array;
    line(row: number, position: number): Buffer;
    private subjects;
    private postings;
    private facts;
    private openTheLines;
}

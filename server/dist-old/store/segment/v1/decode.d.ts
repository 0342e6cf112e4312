/** What is counted and filtered by. */
export interface SegmentFacts {
    kindIds: Uint32Array;
    sourceIds: Uint32Array;
    times: Float64Array;
    receivedTimes: Float64Array;
}
/** The subjects that occur in a segment, ascending. */
export declare function decodeSubjects(part: Buffer, sum: number): number[];
/** For each event the number of its subject in the list of subjects. */
export declare function decodeKeys(part: Buffer, sum: number, count: number): Uint16Array;
export declare function decodeFacts(part: Buffer, sum: number, count: number): SegmentFacts;
interface LineContext {
    count: number;
    /** Subjects of the segment, and for each event the number of its own among them. */
    subjects: readonly number[];
    keys: Uint16Array;
    times: Float64Array;
    names: (subjectId: number) => string | undefined;
}
/** Gives the line of any event of a segment, byte for byte. Blocks are opened when a line of theirs is asked for. */
export declare function decodeLines(part: Buffer, sum: number, context: LineContext): (at: number) => Buffer;
export {};

import type { Shape } from '../decode/shape/shape-tree.js';
/** Most values that the line of one event may have. */
export declare const MOST_VALUES = 256;
/** Shape of an event whose line is kept as it is. */
export declare const RAW_SHAPE = -1;
/** Where the texts of shapes and of interned words are. */
export interface LineTexts {
    shape: (index: number) => Shape;
    text: (index: number) => string;
}
/** The texts of lines whose shapes and words stand in lists. */
export declare function textsOf({ shapes, words }: {
    shapes: readonly Shape[];
    words: readonly string[];
}): LineTexts;
/**
 * Events in columns, in the order of their lines. A line of a known shape is kept as its values, any other one as its
 * bytes; either way it comes back byte for byte. Plain typed arrays: the hot path writes here, and a row object for each
 * of a million lines a second would be garbage. In memory that threads share, one of them fills the columns and another
 * one stores them without a copy.
 */
export declare class EventColumns {
    readonly capacity: number;
    readonly memory: ArrayBuffer | SharedArrayBuffer;
    count: number;
    readonly times: Float64Array;
    readonly receivedTimes: Float64Array;
    readonly subjectIds: Uint32Array;
    readonly kindIds: Uint32Array;
    readonly sourceIds: Uint32Array;
    readonly shapes: Int32Array;
    /** Where an event's values begin; for a raw line, its number among the raw lines. */
    readonly starts: Uint32Array;
    readonly values: Float64Array;
    valueCount: number;
    raws: Buffer[];
    /** @param memory of `EventColumns.bytesFor(capacity)` bytes; made when there is none */
    constructor(capacity: number, memory?: ArrayBuffer | SharedArrayBuffer);
    /** Bytes of memory for so many events. */
    static bytesFor(capacity: number): number;
    /** True when another event fits, whatever its line is like. */
    get hasRoom(): boolean;
    /** Adds what all events have; the line follows by `addShaped` or `addRaw`. */
    addEvent(time: number, receivedTime: number, subjectId: number, kindId: number, sourceId: number): void;
    /** Ends the event with a line of a shape, whose values stand at the beginning of `values`. */
    addShaped(shape: Shape, values: Float64Array): void;
    /** Ends the event with a line as it is; the bytes are kept, so they must not be written to afterwards. */
    addRaw(raw: Buffer): void;
    /** The line of an event, byte for byte. */
    line(at: number, texts: LineTexts): Buffer;
    /** Forgets all events, so that the columns can be filled anew. */
    clear(): void;
}
/** Latin-1 text of a line from its shape and its values. */
export declare function shapedLine(shape: Shape, values: ArrayLike<number>, start: number, text: (index: number) => string): string;

import { NumberTable } from '../aggregate/number-table.js';
import { type EventCause } from '../alert/message-rule.js';
import type { Classified } from '../classify/classify-line.js';
import { type RecipeTimes, type TimeRecipe } from '../classify/line-recipe.js';
import type { ZoneReader } from '../decode/clock-zone.js';
import type { DecodedLine } from '../decode/decoded-line.js';
import type { Shape } from '../decode/shape/shape-tree.js';
/** What is known of all lines of one shape in one source. */
type LineRecipe = OtherRecipe | EventRecipe;
/** Who logged a line. */
export interface Sender {
    gateway: string;
    member: string | undefined;
}
interface OtherRecipe {
    kind: 'other';
    category: string;
    /** Undefined where the sender may differ from line to line. */
    sender: Sender | undefined;
}
export interface EventRecipe extends Sender {
    kind: 'event';
    kindId: number;
    /** The id where the catalogue does not have it; undefined for a message of the catalogue. */
    unknownId: number | null | undefined;
    /** What its events open or count into; undefined when no rule concerns them. */
    cause: EventCause | undefined;
    times: TimeRecipe;
    subject: SubjectRecipe;
}
type SubjectRecipe = 
/** All lines of the shape have the same subject. */
{
    kind: 'same';
    id: number;
}
/** The value at `at` names it. */
 | {
    kind: 'number' | 'text';
    at: number;
    known: KnownSubjects;
    isTunnel: boolean;
};
/** Numbers of the subjects of one gateway by what names them in a line. */
interface KnownSubjects {
    byNumber: NumberTable;
    byText: Map<string, number>;
}
/** What the lines of one source have taught, by shape; null for shapes whose lines are always decoded in full. */
export declare class Recipes {
    generation: number;
    list: (LineRecipe | null | undefined)[];
}
/** What full decoding found out about a line, for its shape to learn from. */
export interface Lesson {
    decoded: DecodedLine;
    became: Classified;
    /** Numbers of the event's subject and kind. */
    ids: {
        subjectId: number;
        kindId: number;
    } | undefined;
    near: number;
    arrivedAt: number;
    zone: ZoneReader;
}
export interface FastLineOptions {
    /** True when messages of other categories are stored, so that each must be decoded. */
    storesOther: boolean;
    /** Gives the number of a tunnel that is named by a number. */
    tunnelId: (gateway: string, matchkey: string) => number;
}
/**
 * The short way for lines like those seen before: their shape says what they are, and only numbers are read. Whatever is
 * rare or was never seen (unreadable lines, kinds that the catalogue does not have) always takes the long way, which also teaches this one.
 */
export declare class FastLines {
    private readonly options;
    /** Of the line taken last: its shape, its subject and its times. */
    shape: Shape | undefined;
    subjectId: number;
    readonly times: RecipeTimes;
    private readonly pool;
    private known;
    private generation;
    private readonly subjects;
    constructor(options: FastLineOptions);
    /** Values of the line that was matched last. */
    get values(): Float64Array;
    /**
     * Ends a part: gives the shapes and words that its lines are made of. Dates in words make new shapes every day, so what
     * was learned is forgotten when it is full, and learned anew.
     */
    takeTexts(): {
        shapes: readonly Shape[];
        words: string[];
    };
    /** What a line is by its shape; the outcome stands in the fields. Undefined when it must be decoded in full. */
    take(buffer: Buffer, start: number, end: number, recipes: Recipes, near: number, arrivedAt: number): LineRecipe | undefined;
    /** The shape of a line, for keeping it; its values then stand in `values`. Undefined when it is kept as it is. */
    shapeOf(buffer: Buffer, start: number, end: number): Shape | undefined;
    /** Learns from a line that was decoded in full, and whose values stand in `values`; gives what is known by now. */
    learn(shape: Shape, recipes: Recipes, lesson: Lesson): LineRecipe | null | undefined;
    private makeRecipe;
    private subjectRecipe;
    private knownSubjects;
    /** The number of the subject that a value names; −1 when it is not known. */
    private findSubject;
    /** A word of the line; undefined for a quoted one that goes on behind its first word. */
    private textOf;
}
export {};

import { type Slot } from './slot.js';
/** A line cut into pieces: text, slot, text, slot, …, text (either may be empty, the texts are one more than the slots). */
export interface CutLine {
    texts: string[];
    slots: Slot[];
    values: number[];
}
/** Gives interned texts their index. */
export type Intern = (text: string) => number;
/**
 * Cuts a line of Latin-1 text. Before the first equals sign only stamps are slots, so that the sender's name stays text;
 * so do the values of prio, id and rev, which decide what the line is.
 */
export declare function cutLine(line: string, intern: Intern): CutLine;

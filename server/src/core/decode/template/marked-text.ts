import { type Placeholder, placeholderText, valuesOf } from './placeholder.js';
import type { LineTemplate } from './template-tree.js';

/** The first of the marks; they are of Unicode's private use, and no line that teaches has any of these. */
const FIRST_MARK = 0xe000;
const MAX_MARKS = 0x100;
const ANY_MARK = /[\ue000-\ue0ff]/;

/** A placeholder of a template, and which value of a line it is. */
export interface PlacedSlot {
  slot: Placeholder;
  at: number;
}

/** A text in which a mark stands for each placeholder, so that it may be taken apart as the lines of a template are. */
export function markedText({ texts, slots }: Pick<LineTemplate, 'texts' | 'slots'>): string | undefined {
  if (slots.length > MAX_MARKS) return undefined;
  return texts.map((text, index) => (index === 0 ? text : markOf(index - 1) + text)).join('');
}

/** The placeholders of a template by their marks. */
export function placedSlots({ slots }: Pick<LineTemplate, 'slots'>): PlacedSlot[] {
  let at = 0;
  return slots.map((slot) => {
    const placed = { slot, at };
    at += valuesOf(slot);
    return placed;
  });
}

function markOf(index: number): string {
  return String.fromCharCode(FIRST_MARK + index);
}

/** The number of the placeholder that a character stands for; −1 for any other character. */
export function markAt(text: string, at: number): number {
  const index = text.charCodeAt(at) - FIRST_MARK;
  return index >= 0 && index < MAX_MARKS ? index : -1;
}

export function hasMark(text: string): boolean {
  return ANY_MARK.test(text);
}

/** Reads the values of a line. */
export interface LineValues {
  values: Float64Array;
  /** An interned text. */
  text: (index: number) => string;
}

/** The texts of a line's placeholders. */
export function placeholderTexts(template: Pick<LineTemplate, 'slots'>, { values, text }: LineValues): string[] {
  return placedSlots(template).map(({ slot, at }) => placeholderText(slot, values[at] ?? 0, values[at + 1] ?? 0, text));
}

/** Puts the values of lines into a marked text. */
export class MarkedText {
  private readonly pieces: (string | PlacedSlot)[] = [];

  constructor(
    readonly text: string,
    placed: readonly PlacedSlot[],
  ) {
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const found = placed[markAt(text, at)];
      if (found === undefined) continue;
      this.pieces.push(text.slice(from, at), found);
      from = at + 1;
    }
    this.pieces.push(text.slice(from));
  }

  fill({ values, text }: LineValues): string {
    let filled = '';
    for (const piece of this.pieces) {
      if (typeof piece === 'string') filled += piece;
      else filled += placeholderText(piece.slot, values[piece.at] ?? 0, values[piece.at + 1] ?? 0, text);
    }
    return filled;
  }
}

import type { LineTemplate } from '../decode/template/template-tree.js';
import { valuesOf } from '../decode/template/placeholder.js';

/** Where the values of one number stand among those of a line; −1 where it has none. */
export interface Place {
  at: number;
  isLong: boolean;
}

export const NOWHERE: Place = { at: -1, isLong: false };

const NUMBERS: ReadonlySet<string> = new Set(['decimal', 'padded', 'hex', 'paddedHex', 'long']);
/** What ends a number: the end of the line or the next name, behind a quote where it stands in quotes. */
const NUMBER_ENDS = /^(?:$|[ \t]+[\w.-]+=)/;
const QUOTED_NUMBER_ENDS = /^"(?:$|[ \t]+[\w.-]+=)/;

/**
 * Where a parameter stands that is a number: the slot behind its name and an equals sign. Undefined where that is not
 * certain, as where the name stands twice or the value is written in an unusual way: then the line is to be decoded.
 */
export function placeOf({ slots, texts }: LineTemplate, name: string): Place | undefined {
  const mentions = texts.reduce((sum, text) => sum + text.split(`${name}=`).length - 1, 0);
  if (mentions === 0) return NOWHERE;
  if (mentions > 1) return undefined;
  let at = 0;
  let quotes = 0;
  for (const [index, slot] of slots.entries()) {
    const before = texts[index] ?? '';
    quotes += before.split('"').length - 1;
    const behind = texts[index + 1] ?? '';
    const isLast = index === slots.length - 1;
    const isEnded = (ends: RegExp) => ends.test(behind) && (behind !== '' || isLast);
    // Within quotes a name is part of a text.
    const isPlain = before.endsWith(` ${name}=`) && quotes % 2 === 0 && isEnded(NUMBER_ENDS);
    const isQuoted = before.endsWith(` ${name}="`) && quotes % 2 === 1 && isEnded(QUOTED_NUMBER_ENDS);
    if ((isPlain || isQuoted) && NUMBERS.has(slot.kind)) return { at, isLong: slot.kind === 'long' };
    at += valuesOf(slot);
  }
  return undefined;
}

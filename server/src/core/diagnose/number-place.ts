import type { LineTemplate } from '../decode/template/template-tree.js';
import { valuesOf } from '../decode/template/placeholder.js';

/** Index of the values of one number among those of a line; −1 if there are none. */
export interface Place {
  at: number;
  isLong: boolean;
}

export const NOWHERE: Place = { at: -1, isLong: false };

const NUMBERS: ReadonlySet<string> = new Set(['decimal', 'padded', 'hex', 'paddedHex', 'long']);
/** The end of a number: the end of the line or the next name, after a quote if it is quoted. */
const NUMBER_ENDS = /^(?:$|[ \t]+[\w.-]+=)/;
const QUOTED_NUMBER_ENDS = /^"(?:$|[ \t]+[\w.-]+=)/;

/**
 * The place of a numeric parameter: the placeholder after its name and an equals sign. Undefined when that is not
 * certain, as when the name occurs twice or the value is written in an unusual way: then the line has to be decoded.
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

import { type Pattern, type PatternPiece, readPattern } from '@tunnelwatch/shared/inventory-pattern';

/** Tells whether a text matches. */
export type Matcher = (text: string) => boolean;

/**
 * A matcher of a pattern. Pieces are searched from left to right, each at its first occurrence, which is correct for `*`: so
 * the time is at most the length of the text times that of the pattern, whatever they are.
 */
export function compilePattern(text: string): Matcher {
  return matcherOf(readPattern(text));
}

/** The same for a parsed pattern. */
export function matcherOf({ pieces, exact }: Pattern): Matcher {
  if (exact !== undefined) return (text) => text === exact;
  const [first = NO_TEXT, ...others] = pieces;
  const last = others.pop();
  if (last === undefined) return (text) => endOf(first, text, 0) === text.length;
  return (text) => {
    let at = endOf(first, text, 0);
    for (const piece of others) {
      if (at < 0) return false;
      at = findEnd(piece, text, at);
    }
    return at >= 0 && fitsEnd(last, text, at);
  };
}

const NO_TEXT: PatternPiece = { texts: [''] };

/** End of a piece that begins at a position; -1 when it does not match there. */
function endOf({ texts }: PatternPiece, text: string, start: number): number {
  let at = start;
  for (let index = 0; index < texts.length; index++) {
    const literal = texts[index] ?? '';
    if (index > 0) {
      if (at >= text.length) return -1;
      at += widthAt(text, at);
    }
    if (!text.startsWith(literal, at)) return -1;
    at += literal.length;
  }
  return at;
}

/** End of the first occurrence of a piece from a position on; -1 if there is none. */
function findEnd(piece: PatternPiece, text: string, start: number): number {
  const literal = piece.texts[0] ?? '';
  let at = text.indexOf(literal, start);
  while (at >= 0 && at <= text.length) {
    const end = endOf(piece, text, at);
    if (end >= 0) return end;
    const next = at + widthAt(text, at);
    if (next > text.length) return -1;
    at = text.indexOf(literal, next);
  }
  return -1;
}

/** Whether a text ends with a piece that begins at `least` or later. */
function fitsEnd(piece: PatternPiece, text: string, least: number): boolean {
  const { texts } = piece;
  if (texts.length === 1) {
    const literal = texts[0] ?? '';
    return text.length - literal.length >= least && text.endsWith(literal);
  }
  let start = text.length;
  for (let index = texts.length - 1; index >= 0; index--) {
    start -= (texts[index] ?? '').length;
    if (index > 0) start -= start >= 2 && isPair(text, start - 2) ? 2 : 1;
    if (start < least) return false;
  }
  return endOf(piece, text, start) === text.length;
}

/** A character beyond the first 65,536 has two units. */
function widthAt(text: string, at: number): 1 | 2 {
  return isPair(text, at) ? 2 : 1;
}

function isPair(text: string, at: number): boolean {
  const [high, low] = [text.charCodeAt(at), text.charCodeAt(at + 1)];
  return high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff;
}

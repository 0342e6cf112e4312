/**
 * Patterns of the inventory: `*` matches any text, `?` one character. A backslash escapes `*`, `?` and itself; `\e`
 * stands for the empty text, so that the empty matchkey can be named. Nothing else has a special meaning, and patterns
 * are never turned into regular expressions.
 */

const ANY = '*';
const ONE = '?';
const ESCAPE = '\\';
const NOTHING = 'e';

/** A piece of a pattern: literal text with `?` between its parts; pieces are separated by `*`. */
export interface PatternPiece {
  /** Literal texts, with one `?` between each two. */
  readonly texts: readonly string[];
}

/** A parsed pattern. One piece is a pattern without `*`. */
export interface Pattern {
  readonly pieces: readonly PatternPiece[];
  /** The text that it matches, when it has neither `*` nor `?`; otherwise undefined. */
  readonly exact: string | undefined;
  /** Number of literal characters (UTF-16 units): the more, the closer the match. */
  readonly literals: number;
}

/** Parses a pattern; every text is a valid one. */
export function readPattern(text: string): Pattern {
  // Nearly all entries name one tunnel, and there can be 100,000 of them.
  if (!/[\\*?]/.test(text)) return { pieces: [{ texts: [text] }], exact: text, literals: text.length };
  const pieces: string[][] = [['']];
  const write = (literal: string): void => {
    const texts = pieces.at(-1) ?? [];
    texts[texts.length - 1] = `${texts.at(-1) ?? ''}${literal}`;
  };
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === ESCAPE && (next === ANY || next === ONE || next === ESCAPE)) {
      write(next);
      at += 1;
    } else if (character === ESCAPE && next === NOTHING) at += 1;
    else if (character === ANY) pieces.push(['']);
    else if (character === ONE) pieces.at(-1)?.push('');
    else write(character);
  }
  // Two stars in a row mean the same as one.
  const kept = pieces.filter((piece, at) => at === 0 || at === pieces.length - 1 || piece.join(ONE) !== '');
  const texts = kept.flat();
  return {
    pieces: kept.map((piece) => ({ texts: piece })),
    exact: texts.length === 1 ? (texts[0] ?? '') : undefined,
    literals: texts.reduce((sum, each) => sum + each.length, 0),
  };
}

/** A pattern that matches exactly this text. */
export function exactPattern(text: string): string {
  return text === '' ? `${ESCAPE}${NOTHING}` : text.replace(/[\\*?]/g, (character) => `${ESCAPE}${character}`);
}

/** The canonical form of a pattern: patterns with the same meaning read the same. */
export function canonicalPattern(text: string): string {
  const { pieces, exact } = readPattern(text);
  if (exact !== undefined) return exactPattern(exact);
  const literal = (each: string): string => (each === '' ? '' : exactPattern(each));
  return pieces.map(({ texts }) => texts.map(literal).join(ONE)).join(ANY);
}

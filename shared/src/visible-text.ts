import { passesForLatin } from './look-alike.js';

/** Invisible characters, and those that change the order in which others are shown: a name could pass for another. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** The same without control characters, which include line breaks, and without halves of characters. */
const HIDDEN_IN_LINES = /[\p{Cf}\p{Zl}\p{Zp}]/gu;

/** What needs no second look, which is almost every name and line. */
const PLAIN = /^[ -~]*$/;
/** A space that looks like the usual one, or is too narrow to be seen. */
const ODD_SPACE = /(?! )\p{Zs}/gu;
const ASCII_LETTER = /[a-z]/i;
/** Letters that are written beside Latin ones and look like none of them (UTS #39, section 5.2). */
const BESIDE_LATIN =
  /^[\p{scx=Latin}\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}\p{sc=Common}]$/u;
const LETTER = /[\p{L}\p{N}]/gu;

/**
 * An external name with its invisible characters escaped, as in `gw\u{202e}gol`, and with letters that make it look like another
 * name, as in `g\u{430}teway` for a Cyrillic а.
 */
export function visibleText(text: string): string {
  if (PLAIN.test(text)) return text;
  return markLookAlikes(text.replace(HIDDEN, escaped).replace(ODD_SPACE, escaped));
}

/** As `visibleText` for a text of several lines, whose control characters are for the format that it goes into. */
export function visibleLines(text: string): string {
  return markLookAlikes(text.replace(HIDDEN_IN_LINES, escaped));
}

/** A word of another script is shown as it is; one that mixes its letters with Latin ones, or passes for Latin, is not. */
function markLookAlikes(text: string): string {
  return text.replace(/[^\s"'=,;()]+/g, (word) => {
    if (PLAIN.test(word)) return word;
    const others = (word.match(LETTER) ?? []).filter((letter) => !PLAIN.test(letter));
    const isLatin = ASCII_LETTER.test(word);
    const passes = others.every((letter) => passesForLatin(letter) || isCompatibilityForm(letter));
    return word.replace(LETTER, (letter) => {
      if (PLAIN.test(letter)) return letter;
      if (isCompatibilityForm(letter) || (passes && passesForLatin(letter))) return escaped(letter);
      return isLatin && (passesForLatin(letter) || !BESIDE_LATIN.test(letter)) ? escaped(letter) : letter;
    });
  });
}

/** True for a letter or digit that stands for one of ASCII, such as a full-width one. */
function isCompatibilityForm(letter: string): boolean {
  return PLAIN.test(letter.normalize('NFKC'));
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

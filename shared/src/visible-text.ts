import { passesForLatin } from './look-alike.js';

/** Invisible characters, and those that change the order in which others are shown: a name could pass for another. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** The same without control characters, which include line breaks, and without halves of characters. */
const HIDDEN_IN_LINES = /[\p{Cf}\p{Zl}\p{Zp}]/gu;

/** What needs no second look, which is almost every name and line. */
const PLAIN = /^[ -~]*$/;
/** A space that looks like the usual one, or is too narrow to be seen. */
const ODD_SPACE = /(?! )\p{Zs}/gu;
const LATIN_LETTER = /\p{sc=Latin}/u;
/** Scripts written beside Latin letters, which look like none of them (UTS #39, section 5.2), and letters of no script. */
const BESIDE_LATIN = /^[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Bopomofo}\p{sc=Common}]$/u;
/** Scripts that have letters which pass for Latin ones. */
const LIKE_LATIN = ['Cyrillic', 'Greek', 'Armenian', 'Hebrew', 'Myanmar'].map((script) => {
  return new RegExp(String.raw`\p{sc=${script}}`, 'u');
});
/** A letter of Turkish, and no disguise. */
const DOTLESS_I = 'ı';
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

/** A word of one script is shown as it is, unless it passes for Latin; of one that mixes scripts, what is not Latin is escaped. */
function markLookAlikes(text: string): string {
  return text.replace(/[^\s"'=,;()]+/g, (given) => {
    if (PLAIN.test(given)) return given;
    // An accent of its own makes a letter that looks like another one which has it.
    const word = given.normalize('NFC') === given ? given : given.replace(/\p{M}/gu, escaped);
    const others = (word.match(LETTER) ?? []).filter((letter) => !PLAIN.test(letter));
    const isLatin = LATIN_LETTER.test(word);
    const passes = others.every((letter) => passesForLatin(letter) || isCompatibilityForm(letter));
    const isMixed = LIKE_LATIN.filter((script) => script.test(word)).length > 1;
    return word.replace(LETTER, (letter) => {
      if (PLAIN.test(letter) || letter === DOTLESS_I) return letter;
      if (isCompatibilityForm(letter)) return escaped(letter);
      if (passesForLatin(letter)) return isLatin || passes || isMixed ? escaped(letter) : letter;
      return isLatin && !LATIN_LETTER.test(letter) && !BESIDE_LATIN.test(letter) ? escaped(letter) : letter;
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

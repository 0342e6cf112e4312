/** Invisible characters, and those that change the order in which others are shown: a name could pass for another. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** The same without control characters, which include line breaks, and without halves of characters. */
const HIDDEN_IN_LINES = /[\p{Cf}\p{Zl}\p{Zp}]/gu;

/** An external name with its invisible characters escaped, as in `gw\u{202e}gol`. */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, escaped);
}

/** As `visibleText` for a text of several lines, whose control characters are for the format that it goes into. */
export function visibleLines(text: string): string {
  return text.replace(HIDDEN_IN_LINES, escaped);
}

function escaped(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

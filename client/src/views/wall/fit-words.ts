/**
 * The text, cut after a word where it does not fit, with an ellipsis. Of facts with " · " between them the last ones are left out
 * where the ellipsis alone would not fit. A single word that does not fit is cut within.
 *
 * @param fits whether a text has room
 */
export function fitWords(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text;
  const words = text.split(' ');
  for (let count = words.length - 1; count > 0; count -= 1) {
    const cut = words
      .slice(0, count)
      .join(' ')
      .replace(/[\s,;:.·]+$/, '');
    const isBetweenFacts = words[count] === '·';
    if (fits(`${cut} …`)) return `${cut} …`;
    if (isBetweenFacts && fits(cut)) return cut;
  }
  for (let length = text.length - 1; length > 0; length -= 1) {
    const short = `${text.slice(0, length)}…`;
    if (fits(short)) return short;
  }
  return '';
}

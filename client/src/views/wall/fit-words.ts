/**
 * The text, cut after a word where it does not fit, with an ellipsis. A single word that does not fit is cut within.
 *
 * @param fits whether a text has room
 */
export function fitWords(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text;
  const words = text.split(' ');
  for (let count = words.length - 1; count > 0; count -= 1) {
    const short = `${words
      .slice(0, count)
      .join(' ')
      .replace(/[\s,;:.·]+$/, '')} …`;
    if (fits(short)) return short;
  }
  for (let length = text.length - 1; length > 0; length -= 1) {
    const short = `${text.slice(0, length)}…`;
    if (fits(short)) return short;
  }
  return '';
}

/**
 * True when a text matches a pattern as a whole: `*` stands for any characters, `?` for one; case makes no difference. It
 * takes a time that is the product of both lengths at most, whatever they contain: names of logs are hostile.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  const wanted = pattern.toLowerCase();
  const given = text.toLowerCase();
  let at = 0;
  let from = 0;
  /** Where the last star is, and up to where it has swallowed the text. */
  let star = -1;
  let swallowed = 0;
  while (from < given.length) {
    if (wanted[at] === '*') {
      star = at;
      swallowed = from;
      at += 1;
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[from])) {
      at += 1;
      from += 1;
    } else if (star >= 0) {
      at = star + 1;
      swallowed += 1;
      from = swallowed;
    } else return false;
  }
  return /^\**$/.test(wanted.slice(at));
}

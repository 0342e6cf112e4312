/**
 * The text of a line. Almost all lines are ASCII, for which Latin-1 is the cheapest exact decoding; only a line with a
 * byte above 127 is read as UTF-8, with U+FFFD for what is no UTF-8.
 */
export function lineText(line: Buffer): string {
  const text = line.toString('latin1');
  // eslint-disable-next-line no-control-regex -- the test is for bytes outside ASCII
  return /[^\x00-\x7f]/.test(text) ? line.toString('utf8') : text;
}

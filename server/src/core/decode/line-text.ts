/**
 * A name without NUL, which stands as U+FFFD instead: databases end a text there or refuse it, and two names that only
 * differ behind it would be one to them and two to us. The line itself keeps its bytes.
 */
export function nameText(name: string): string {
  return name.includes('\0') ? name.replaceAll('\0', '\ufffd') : name;
}

/**
 * The text of a line. Almost all lines are ASCII, for which Latin-1 is the cheapest exact decoding; only a line with a
 * byte above 127 is read as UTF-8, with U+FFFD for what is no UTF-8.
 */
export function lineText(line: Buffer): string {
  const text = line.toString('latin1');
  // eslint-disable-next-line no-control-regex -- the test is for bytes outside ASCII
  return /[^\x00-\x7f]/.test(text) ? line.toString('utf8') : text;
}

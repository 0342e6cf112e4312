/**
 * Scripts in which names may be written: those that Unicode recommends for identifiers (UAX #31, table 5). Others are
 * read by few, and have letters that look like Latin ones.
 */
const SCRIPTS = [
  ...['Latin', 'Cyrillic', 'Greek', 'Armenian', 'Georgian', 'Hebrew', 'Arabic', 'Thaana', 'Ethiopic', 'Thai', 'Lao'],
  ...['Khmer', 'Myanmar', 'Tibetan', 'Devanagari', 'Bengali', 'Gurmukhi', 'Gujarati', 'Oriya', 'Tamil', 'Telugu'],
  ...['Kannada', 'Malayalam', 'Sinhala'],
].map((script) => new RegExp(String.raw`^\p{Script_Extensions=${script}}*$`, 'u'));

/** Scripts that are written together with others ("highly restrictive", UTS #39 section 5.2). */
const WRITTEN_TOGETHER = [
  /^[\p{scx=Latin}\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]*$/u,
  /^[\p{scx=Latin}\p{scx=Han}\p{scx=Hangul}]*$/u,
  /^[\p{scx=Latin}\p{scx=Han}\p{scx=Bopomofo}]*$/u,
];

/**
 * Why a name could be read as another one, as the end of a sentence that begins with the name; undefined when it
 * cannot. It says nothing about names that exist: see `looksLike` of look-alike.
 */
export function deceptionIn(name: string): string | undefined {
  if (/\p{Default_Ignorable_Code_Point}/u.test(name)) return 'contains invisible characters';
  if (name.normalize('NFKC') !== name) return 'contains characters that only look like ordinary letters or digits';
  if (/[^\P{N}0-9]/u.test(name)) return 'contains digits other than 0 to 9';
  const letters = name.replaceAll(/\P{L}/gu, '');
  if ([...SCRIPTS, ...WRITTEN_TOGETHER].some((script) => script.test(letters))) return undefined;
  return 'mixes letters of different scripts, or uses letters of a rare one';
}

/** A name in ASCII, for messages about names that look like others: `\u{430}dmin` for a Cyrillic а. */
export function spelledOut(name: string): string {
  return Array.from(name, (letter) =>
    /^[!-[\]-~]$/.test(letter) ? letter : String.raw`\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`,
  ).join('');
}

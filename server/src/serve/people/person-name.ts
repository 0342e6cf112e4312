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
 * cannot. It says nothing about names that exist: see `looksLike`.
 */
export function deceptionIn(name: string): string | undefined {
  if (/\p{Default_Ignorable_Code_Point}/u.test(name)) return 'contains invisible characters';
  if (name.normalize('NFKC') !== name) return 'contains characters that only look like ordinary letters or digits';
  if (/[^\P{N}0-9]/u.test(name)) return 'contains digits other than 0 to 9';
  const letters = name.replaceAll(/\P{L}/gu, '');
  if ([...SCRIPTS, ...WRITTEN_TOGETHER].some((script) => script.test(letters))) return undefined;
  return 'mixes letters of different scripts, or uses letters of a rare one';
}

/** Lower-case letters that look like a Latin one (confusables of UTS #39, for the scripts above). */
const LOWER: Readonly<Record<string, string>> = {
  a: 'аɑα',
  b: 'ьƅ',
  c: 'сᴄ',
  d: 'ԁ',
  e: 'еҽ',
  f: 'ƒ',
  g: 'ɡցƍ',
  h: 'һհ',
  i: 'іıɩι',
  j: 'ј',
  k: 'кκĸᴋ',
  l: 'ӏǀןוا',
  m: 'мᴍ',
  n: 'ոռ',
  o: 'оοσօסဝ',
  p: 'рρƿ',
  q: 'ԛզգ',
  r: 'гᴦ',
  s: 'ѕꜱƽ',
  t: 'тτᴛ',
  u: 'υսʋᴜ',
  v: 'νѵטᴠ',
  w: 'ԝաѡω',
  x: 'хχ',
  y: 'уγүყʏ',
  z: 'ᴢ',
};

/** Capitals that look like a Latin one, though their lower-case letters may not. */
const UPPER: Readonly<Record<string, string>> = {
  A: 'АΑ',
  B: 'ВΒ',
  C: 'С',
  E: 'ЕΕ',
  H: 'НΗ',
  I: 'ІΙӀ',
  J: 'Ј',
  K: 'КΚ',
  M: 'МΜ',
  N: 'Ν',
  O: 'ОΟՕ',
  P: 'РΡ',
  S: 'ЅՏ',
  T: 'ТΤ',
  U: 'Ս',
  V: 'Ѵ',
  W: 'Ԝ',
  X: 'ХΧ',
  Y: 'УҮΥ',
  Z: 'Ζ',
};

const LATIN_OF_LOWER = latinOf(LOWER);
const LATIN_OF_UPPER = latinOf(UPPER);

function latinOf(table: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(Object.entries(table).flatMap(([latin, like]) => [...like].map((letter) => [letter, latin] as const)));
}

function replaceLetters(text: string, table: ReadonlyMap<string, string>): string {
  return Array.from(text, (letter) => table.get(letter) ?? letter).join('');
}

/** True when two names are the same but for case, or look so much alike that one can pass for the other. */
export function looksLike(name: string, other: string): boolean {
  const forms = appearances(other);
  return appearances(name).some((form) => forms.includes(form));
}

/** How a name can be read. A capital I is read as i, by its case, and as l, by its look: `alice`, `aIice`, `allce`. */
function appearances(name: string): string[] {
  const compatible = name.normalize('NFKC');
  return [compatible, replaceLetters(compatible, LATIN_OF_UPPER)].flatMap((form) =>
    [form, form.replaceAll('I', 'l')].map((each) =>
      replaceLetters(each.toLowerCase(), LATIN_OF_LOWER)
        .replaceAll('0', 'o')
        .replaceAll('1', 'l')
        .replaceAll('rn', 'm')
        .replaceAll('vv', 'w'),
    ),
  );
}

/** A name in ASCII, for messages about names that look like others: `\u{430}dmin` for a Cyrillic а. */
export function spelledOut(name: string): string {
  return Array.from(name, (letter) =>
    /^[!-[\]-~]$/.test(letter) ? letter : String.raw`\u{${(letter.codePointAt(0) ?? 0).toString(16)}}`,
  ).join('');
}

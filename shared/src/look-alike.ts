/** Lower-case letters that look like a Latin one (confusables of UTS #39, for the scripts that UAX #31 recommends). */
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

/** True when a letter looks like a Latin one and is another. */
export function passesForLatin(letter: string): boolean {
  return LATIN_OF_LOWER.has(letter) || LATIN_OF_UPPER.has(letter);
}

/** True when two names are the same but for case, or look so much alike that one can pass for the other. */
export function looksLike(name: string, other: string): boolean {
  const forms = appearances(other);
  return appearances(name).some((form) => forms.includes(form));
}

/** How a name can be read. A capital I is read as i, by its case, and as l, by its look: `alice`, `aIice`, `allce`. */
export function appearances(name: string): string[] {
  // Almost every name, and thousands of them are compared at a time.
  if (/^[ -HJ-~]*$/.test(name)) return [foldAscii(name.toLowerCase())];
  const compatible = name.normalize('NFKC');
  const forms = [compatible, replaceLetters(compatible, LATIN_OF_UPPER)].flatMap((form) =>
    [form, form.replaceAll('I', 'l')].map((each) => foldAscii(replaceLetters(each.toLowerCase(), LATIN_OF_LOWER))),
  );
  return [...new Set(forms)];
}

function foldAscii(name: string): string {
  return name.replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('rn', 'm').replaceAll('vv', 'w');
}

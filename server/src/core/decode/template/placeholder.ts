/**
 * What of a line varies from line to line. A line is cut into literal text and slots; lines with the same text and the
 * same slots have the same shape, so that decoding and classifying are done once a shape and not once a line. Cutting is
 * a bijection: text, slots and values give back the line byte for byte, and a token that does not fit stays text.
 */
export type PlaceholderKind =
  /** Decimal without leading zeros, at most 15 digits. */
  | 'decimal'
  /** Decimal with leading zeros, at most 15 digits; the width is part of the slot. */
  | 'padded'
  /** Decimal of 16 to 20 digits without leading zeros: two values, all but the last 15 digits, and those. */
  | 'long'
  /** 0x and lower-case hexadecimal without leading zeros, at most 12 digits. */
  | 'hex'
  /** The same with leading zeros; the width is part of the slot. */
  | 'paddedHex'
  /** `2026-02-10T17:37:13` with T or a space between; the value is the wall time read as UTC, in seconds. */
  | 'stamp'
  /** Such a stamp with 1 to 6 decimals, counted in those decimals. */
  | 'fineStamp'
  /** `17:37:13`, in seconds of the day; `7:37:13` with the width 1. */
  | 'clock'
  /** A word that begins with a digit and is no number, such as a packet in hexadecimal: the index of an interned text. */
  | 'word'
  /** The value of matchkey or iface where it is no number: the index of an interned text. */
  | 'text';

export interface Placeholder {
  kind: PlaceholderKind;
  /** Digits of a padded number or of seconds since 1970, decimals of a fine stamp, or 1 for the one digit of an hour; else 0. */
  width: number;
  /**
   * The byte between date and time of a stamp. Of a number: the quotation mark that must stand behind it, or a full stop for
   * decimals, which any byte ends that is no digit. Of what names a subject: the quotation mark where it stands in an object,
   * in which that mark and a backslash end it too. 0 for the others.
   */
  separator: number;
  /** The parameter that this slot is the whole value of, where it tells the subject. */
  names: 'matchkey' | 'iface' | undefined;
}

/**
 * Values of slots lie within ± this, so that the difference of any two, doubled, is still an exact number. Decimals of 15
 * digits fit, and stamps in microseconds up to the year 2041; what does not fit stays text.
 */
export const MAX_VALUE = 2 ** 51;

/** Values that a slot takes in the list of a line's values. */
export function valuesOf(slot: Placeholder): number {
  return slot.kind === 'long' ? 2 : 1;
}

/** Puts the text of a slot back together. `text` gives an interned text. */
export function placeholderText(
  slot: Placeholder,
  value: number,
  second: number,
  text: (index: number) => string,
): string {
  switch (slot.kind) {
    case 'decimal':
      return String(value);
    case 'padded':
      return String(value).padStart(slot.width, '0');
    case 'long':
      return `${String(value)}${String(second).padStart(15, '0')}`;
    case 'hex':
      return `0x${value.toString(16)}`;
    case 'paddedHex':
      return `0x${value.toString(16).padStart(slot.width, '0')}`;
    case 'stamp':
      return stampText(value, slot.separator);
    case 'fineStamp': {
      const scale = 10 ** slot.width;
      const seconds = Math.floor(value / scale);
      return `${stampText(seconds, slot.separator)}.${String(value - seconds * scale).padStart(slot.width, '0')}`;
    }
    case 'clock':
      return `${String(Math.floor(value / 3600)).padStart(slot.width === 1 ? 1 : 2, '0')}:${two(Math.floor(value / 60) % 60)}:${two(value % 60)}`;
    case 'word':
    case 'text':
      return text(value);
  }
}

/** The stamp that was written last: of lines read in the order of their times most have the second of the one before. */
let lastStamp = { seconds: Number.NaN, separator: 0, text: '' };

function stampText(seconds: number, separator: number): string {
  if (seconds === lastStamp.seconds && separator === lastStamp.separator) return lastStamp.text;
  const iso = new Date(seconds * 1000).toISOString();
  const text = `${iso.slice(0, 10)}${String.fromCharCode(separator)}${iso.slice(11, 19)}`;
  lastStamp = { seconds, separator, text };
  return text;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/**
 * Whether the value that names a subject ends in front of a character, by that and the next one (NaN or less than 0 for
 * none). In an object (`separator` is a quotation mark) any backslash ends it too, else only one that a written line end has.
 */
export function endsSubject(code: number, next: number, separator: number): boolean {
  if (code > 0x5c) return false;
  if (code <= 0x20 || code === 0x22) return true;
  if (code === 0x23) return next === 0x30;
  if (code !== 0x5c) return false;
  return separator !== 0 || next === 0x6e || next === 0x72 || next === 0x74;
}

/** Whether a value that begins so is a quoted one, or one that was quoted within a quoted text. */
export function opensQuote(code: number): boolean {
  return code === 0x22 || code === 0x5c;
}

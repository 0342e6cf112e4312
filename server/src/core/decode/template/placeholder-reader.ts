import { endsSubject, MAX_VALUE, opensQuote, type Placeholder, type PlaceholderKind } from './placeholder.js';

/** Bytes of a stamp without decimals, and where its words begin; the last two overlap. */
const STAMP_BYTES = 19;
const STAMP_WORDS = [0, 4, 8, 12, 15];

/**
 * Reads slots from bytes. The outcome stands in fields, and only when `readSlot` said true: an object a slot would be
 * garbage twenty times a line. Conditions are those of `cutLine`: what is read here comes back byte for byte.
 */
export class PlaceholderReader {
  value = 0;
  second = 0;
  end = 0;

  /** The last day whose date was turned into seconds; nearly all stamps lie on it. */
  dayKey = -1;
  daySeconds = 0;
  readonly dayText = new Uint8Array(10);
  /** The last stamp, four bytes at a time, and its seconds. */
  readonly stampWords = new Int32Array(STAMP_WORDS.length);
  stampSeconds = 0;

  constructor(readonly internText: (text: string) => number) {}
}

/** Kinds by small numbers: a switch over texts would compare up to ten of them for every slot of every line. */
const CODES: Readonly<Record<PlaceholderKind, number>> = {
  decimal: 0,
  padded: 1,
  long: 2,
  hex: 3,
  paddedHex: 4,
  stamp: 5,
  fineStamp: 6,
  clock: 7,
  word: 8,
  text: 9,
};

/** That of the one kind with two values. */
export const LONG_CODE = CODES.long;

/** The number of a slot's kind, for `readSlot`. */
export function codeOf(slot: Placeholder): number {
  return CODES[slot.kind];
}

/** Reads a slot of just this kind at `at`; false when something else stands there. */
export function readSlot(
  reader: PlaceholderReader,
  code: number,
  slot: Placeholder,
  buffer: Buffer,
  view: DataView,
  at: number,
  end: number,
): boolean {
  switch (code) {
    case 0:
      return readDecimal(reader, buffer, at, end, slot);
    case 1:
      return readPadded(reader, buffer, at, end, slot);
    case 2:
      return readLong(reader, buffer, at, end);
    case 3:
      return readHex(reader, buffer, at, end, 0);
    case 4:
      return readHex(reader, buffer, at, end, slot.width);
    case 5:
      return readStamp(reader, buffer, view, at, end, slot) && !isDecimals(buffer, reader.end, end);
    case 6:
      return readStamp(reader, buffer, view, at, end, slot) && readDecimals(reader, buffer, end, slot.width);
    case 7:
      return readClockSlot(reader, buffer, at, end, slot.width);
    case 8:
      return readWord(reader, buffer, at, end);
    default:
      return readText(reader, buffer, at, end, slot.separator);
  }
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isWordByte(byte: number): boolean {
  return isDigit(byte) || (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a) || byte === 0x5f;
}

function readDecimal(
  reader: PlaceholderReader,
  buffer: Buffer,
  from: number,
  end: number,
  { width, separator, names }: Placeholder,
): boolean {
  let at = from;
  let value = 0;
  for (; at < end; at++) {
    const digit = (buffer[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  const length = at - from;
  if (length === 0 || length > 15 || (length > 1 && buffer[from] === 0x30)) return false;
  if (width !== 0 && length !== width) return false;
  const next = at < end ? (buffer[at] ?? 0) : -1;
  const isWhole =
    names === undefined
      ? endsNumber(next, length, separator)
      : next < 0 || endsSubject(next, byteAt(buffer, at + 1, end), separator);
  if (!isWhole) return false;
  reader.value = value;
  reader.end = at;
  return true;
}

/** Whether a number ends in front of this byte, −1 for the end of the line; `separator` as in a placeholder. */
function endsNumber(next: number, length: number, separator: number): boolean {
  if (separator === 0) return next < 0 || !isWordByte(next);
  return separator === POINT ? length <= MAX_DECIMALS : next === separator;
}

function byteAt(buffer: Buffer, at: number, end: number): number {
  return at < end ? (buffer[at] ?? 0) : -1;
}

const POINT = 0x2e;
/** Decimals that a stamp is read with. */
const MAX_DECIMALS = 9;

function readPadded(
  reader: PlaceholderReader,
  buffer: Buffer,
  from: number,
  end: number,
  { width, separator }: Placeholder,
): boolean {
  if (end - from < width || buffer[from] !== 0x30) return false;
  let value = 0;
  for (let at = from; at < from + width; at++) {
    if (!isDigit(buffer[at] ?? 0)) return false;
    value = value * 10 + (buffer[at] ?? 0) - 0x30;
  }
  const next = from + width < end ? (buffer[from + width] ?? 0) : -1;
  if (isDigit(next) || !endsNumber(next, width, separator)) return false;
  reader.value = value;
  reader.end = from + width;
  return true;
}

function readLong(reader: PlaceholderReader, buffer: Buffer, from: number, end: number): boolean {
  let at = from;
  while (at < end && isDigit(buffer[at] ?? 0)) at += 1;
  const length = at - from;
  if (length < 16 || length > 20 || buffer[from] === 0x30) return false;
  if (at < end && isWordByte(buffer[at] ?? 0)) return false;
  reader.value = 0;
  reader.second = 0;
  for (let index = from; index < at; index++) {
    const digit = (buffer[index] ?? 0) - 0x30;
    if (at - index > 15) reader.value = reader.value * 10 + digit;
    else reader.second = reader.second * 10 + digit;
  }
  reader.end = at;
  return true;
}

/** `width` 0 reads a number without leading zeros, any other one of just that many digits with them. */
function readHex(reader: PlaceholderReader, buffer: Buffer, from: number, end: number, width: number): boolean {
  if (end - from < 3 || buffer[from] !== 0x30 || buffer[from + 1] !== 0x78) return false;
  let at = from + 2;
  let value = 0;
  for (; at < end; at++) {
    const digit = hexDigit(buffer[at] ?? 0);
    if (digit < 0) break;
    value = value * 16 + digit;
  }
  const digits = at - from - 2;
  if (digits === 0 || digits > 12 || (at < end && isWordByte(buffer[at] ?? 0))) return false;
  const isPadded = digits > 1 && buffer[from + 2] === 0x30;
  if (width === 0 ? isPadded : !isPadded || digits !== width) return false;
  reader.value = value;
  reader.end = at;
  return true;
}

function hexDigit(byte: number): number {
  if (isDigit(byte)) return byte - 0x30;
  return byte >= 0x61 && byte <= 0x66 ? byte - 0x57 : -1;
}

function digitsAt(buffer: Buffer, at: number, count: number): number {
  let value = 0;
  for (let index = at; index < at + count; index++) {
    const byte = buffer[index] ?? 0;
    if (!isDigit(byte)) return -1;
    value = value * 10 + byte - 0x30;
  }
  return value;
}

function readStamp(
  reader: PlaceholderReader,
  buffer: Buffer,
  view: DataView,
  at: number,
  end: number,
  slot: Placeholder,
): boolean {
  if (end - at < STAMP_BYTES || buffer[at + 10] !== slot.separator) return false;
  if (isLastStamp(reader, view, at)) {
    reader.value = reader.stampSeconds;
    reader.end = at + STAMP_BYTES;
    return true;
  }
  if (buffer[at + 4] !== 0x2d || buffer[at + 7] !== 0x2d) return false;
  if (!isLastDay(reader, buffer, at)) {
    const year = digitsAt(buffer, at, 4);
    const month = digitsAt(buffer, at + 5, 2);
    const day = digitsAt(buffer, at + 8, 2);
    if (year < 0 || month < 0 || day < 0 || !findDay(reader, year, month, day)) return false;
    for (let index = 0; index < 10; index++) reader.dayText[index] = buffer[at + index] ?? 0;
  }
  if (!readClock(reader, buffer, at + 11, end)) return false;
  reader.value += reader.daySeconds;
  for (let index = 0; index < STAMP_WORDS.length; index++) {
    reader.stampWords[index] = view.getInt32(at + (STAMP_WORDS[index] ?? 0), true);
  }
  reader.stampSeconds = reader.value;
  return true;
}

/** True when the same second stands there as in the stamp before, as in most lines of a busy log. */
function isLastStamp({ stampWords }: PlaceholderReader, view: DataView, at: number): boolean {
  for (let index = STAMP_WORDS.length - 1; index >= 0; index--) {
    if (view.getInt32(at + (STAMP_WORDS[index] ?? 0), true) !== stampWords[index]) return false;
  }
  return true;
}

/** True when the same date stands there as in the stamp before, from its last byte on, where dates differ most. */
function isLastDay({ dayText }: PlaceholderReader, buffer: Buffer, at: number): boolean {
  for (let index = 9; index >= 0; index--) if (buffer[at + index] !== dayText[index]) return false;
  return true;
}

/** Seconds of the beginning of a day, as a calendar has it; years below 100 are read differently and stay text. */
function findDay(reader: PlaceholderReader, year: number, month: number, day: number): boolean {
  const key = (year * 100 + month) * 100 + day;
  if (key === reader.dayKey) return true;
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return false;
  reader.dayKey = key;
  reader.daySeconds = time / 1000;
  return true;
}

/** A clock whose hour has two digits, or one (`width` 1). */
function readClockSlot(reader: PlaceholderReader, buffer: Buffer, at: number, end: number, width: number): boolean {
  if (width === 1 ? !readShortClock(reader, buffer, at, end) : !readClock(reader, buffer, at, end)) return false;
  return reader.end >= end || !isDigit(buffer[reader.end] ?? 0);
}

function readShortClock(reader: PlaceholderReader, buffer: Buffer, at: number, end: number): boolean {
  if (end - at < 7 || buffer[at + 1] !== 0x3a || buffer[at + 4] !== 0x3a) return false;
  const hour = digitsAt(buffer, at, 1);
  const minute = digitsAt(buffer, at + 2, 2);
  const second = digitsAt(buffer, at + 5, 2);
  if (hour < 0 || minute < 0 || minute > 59 || second < 0 || second > 59) return false;
  reader.value = hour * 3600 + minute * 60 + second;
  reader.end = at + 7;
  return true;
}

function readClock(reader: PlaceholderReader, buffer: Buffer, at: number, end: number): boolean {
  if (end - at < 8 || buffer[at + 2] !== 0x3a || buffer[at + 5] !== 0x3a) return false;
  const hour = digitsAt(buffer, at, 2);
  const minute = digitsAt(buffer, at + 3, 2);
  const second = digitsAt(buffer, at + 6, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return false;
  reader.value = hour * 3600 + minute * 60 + second;
  reader.end = at + 8;
  return true;
}

/** Whether decimals of a fine stamp stand there: a full stop and one to six digits. */
function isDecimals(buffer: Buffer, at: number, end: number): boolean {
  if (at + 1 >= end || buffer[at] !== POINT || !isDigit(buffer[at + 1] ?? 0)) return false;
  let next = at + 2;
  while (next < end && next < at + 8 && isDigit(buffer[next] ?? 0)) next += 1;
  return next < at + 8;
}

const POWERS = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000];

function readDecimals(reader: PlaceholderReader, buffer: Buffer, end: number, width: number): boolean {
  const from = reader.end + 1;
  if (from + width > end || buffer[from - 1] !== 0x2e) return false;
  const decimals = digitsAt(buffer, from, width);
  if (decimals < 0 || (from + width < end && isDigit(buffer[from + width] ?? 0))) return false;
  reader.value = reader.value * (POWERS[width] ?? 1) + decimals;
  if (Math.abs(reader.value) > MAX_VALUE) return false;
  reader.end = from + width;
  return true;
}

function readText(reader: PlaceholderReader, buffer: Buffer, from: number, end: number, separator: number): boolean {
  const isQuoted = separator === 0 && opensQuote(buffer[from] ?? 0);
  let at = from;
  for (; at < end; at++) {
    const byte = buffer[at] ?? 0;
    if (byte === 0x3d) return false;
    if (isQuoted ? byte === 0x20 : endsSubject(byte, byteAt(buffer, at + 1, end), separator)) break;
  }
  if (at === from) return false;
  reader.value = reader.internText(buffer.toString('latin1', from, at));
  reader.end = at;
  return true;
}

function readWord(reader: PlaceholderReader, buffer: Buffer, from: number, end: number): boolean {
  if (!isDigit(buffer[from] ?? 0)) return false;
  let at = from + 1;
  while (at < end && isWordByte(buffer[at] ?? 0)) at += 1;
  reader.value = reader.internText(buffer.toString('latin1', from, at));
  reader.end = at;
  return true;
}

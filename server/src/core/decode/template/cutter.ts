import { endsSubject, MAX_VALUE, opensQuote, type Placeholder } from './placeholder.js';
import { ObjectCursor } from './object-cursor.js';

/** A line cut into pieces: text, slot, text, slot, …, text (either may be empty, the texts are one more than the slots). */
export interface CutLine {
  texts: string[];
  slots: Placeholder[];
  values: number[];
}

/** Gives interned texts their index. */
export type Intern = (text: string) => number;

const STAMP = /(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)(?:\.(\d{1,6})(?!\d))?/y;
const CLOCK = /(\d|[01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?!\d)/y;
const HEX = /0x(?:0|[1-9a-f][0-9a-f]{0,11})(?!\w)/y;
const PADDED_HEX = /0x0[0-9a-f]{1,11}(?!\w)/y;
const WORD = /\d\w*/y;
/** Names whose values decide what a line is: they stay text. */
const LITERAL_NAMES: ReadonlySet<string> = new Set(['prio', 'id', 'rev', 'event', 'severity', 'level']);
const MAX_NAME = 11;
const MAX_DIGITS = 15;
const MAX_LONG_DIGITS = 20;

/**
 * Cuts a line of Latin-1 text. Before the first equals sign behind a category only stamps are slots, so that the sender's
 * name stays text; so do the values of prio, id and rev, which decide what the line is. Within an object, keys stay text,
 * and so do the values that name a sender or a program. Whether a slot begins somewhere follows from what stands before it
 * and from the slot alone, so that the tree of templates, which never goes back, finds the same slots.
 */
export function cutLine(line: string, intern: Intern): CutLine {
  return new Cutter(line, intern).run();
}

class Cutter {
  private readonly cut: CutLine = { texts: [], slots: [], values: [] };
  private at = 0;
  private textStart = 0;
  /** Before the pairs of a message: only stamps are slots. */
  private isHead = true;
  /** Something like a category was passed, behind which the next equals sign begins the pairs. */
  private isBehindCategory = false;
  /** Where the value ends that stays text; it goes on to the next white space. */
  private isLiteral = false;
  private cursor: ObjectCursor | undefined;

  constructor(
    private readonly line: string,
    private readonly intern: Intern,
  ) {}

  run(): CutLine {
    const { line } = this;
    if (startsWithObject(line)) this.cursor = new ObjectCursor();
    while (this.at < line.length) {
      const code = line.charCodeAt(this.at);
      if (isDigit(code)) this.passDigit();
      else this.passOther(code);
    }
    this.cut.texts.push(line.slice(this.textStart));
    return this.cut;
  }

  private passDigit(): void {
    const { line, at } = this;
    if (this.cursor?.isText === true || this.isLiteral || !this.mayBegin()) {
      this.at = endOfDigits(line, at);
      return;
    }
    if (!(this.isHead ? this.readHeadSlot() : this.readSlot())) this.at = endOfDigits(line, at);
  }

  /** A slot never begins inside a word, nor in what receivers write for a control character (`#011`). */
  private mayBegin(): boolean {
    if (this.at === 0) return true;
    const before = this.line.charCodeAt(this.at - 1);
    return !isWordCode(before) && before !== HASH;
  }

  private passOther(code: number): void {
    const { line, cursor } = this;
    if (isWordCode(code)) {
      this.at = endOfWord(line, this.at);
      return;
    }
    if (cursor !== undefined) this.passInObject(cursor, code);
    else if (this.isHead && code === OPEN_BRACE && line.charCodeAt(this.at + 1) === QUOTE) this.beginObject();
    if (code === COLON) this.isBehindCategory ||= isCategory(line, this.at);
    else if (code === EQUALS) {
      this.passEquals();
      return;
    } else if (code <= BLANK) this.isLiteral = false;
    this.at += 1;
  }

  private beginObject(): void {
    this.cursor = new ObjectCursor();
    this.cursor.pass(this.line, this.at);
    this.isHead = false;
    this.isBehindCategory = false;
  }

  private passInObject(cursor: ObjectCursor, code: number): void {
    if (code !== QUOTE && cursor.isInText) return;
    if (!cursor.pass(this.line, this.at)) return;
    // A text, or what stands between two, begins anew.
    this.isLiteral = false;
    this.isBehindCategory = false;
    this.isHead = cursor.isInText && cursor.beginsWithHead;
  }

  private passEquals(): void {
    const { line } = this;
    const name = nameBefore(line, this.at, this.cursor !== undefined);
    this.at += 1;
    if (this.isHead && !this.isBehindCategory) return;
    this.isHead = false;
    if (LITERAL_NAMES.has(name)) this.isLiteral = true;
    else if (!this.isLiteral && (name === 'matchkey' || name === 'iface') && this.isSetApart(this.at - 1 - name.length))
      this.readSubject(name);
  }

  /** Whether a name begins a pair: only then is its value up to the next blank one that nothing else is part of. */
  private isSetApart(at: number): boolean {
    const before = this.line.charCodeAt(at - 1);
    return at === 0 || SEPARATORS.has(before) || this.line.startsWith(WRITTEN_TAB, at - WRITTEN_TAB.length);
  }

  private readSubject(names: 'matchkey' | 'iface'): void {
    const { line, at, cursor } = this;
    if (cursor?.isText === true) return;
    const separator = cursor === undefined ? 0 : QUOTE;
    const end = endOfSubject(line, at, separator);
    if (end <= at) return;
    const text = line.slice(at, end);
    const isNumber = /^(?:0|[1-9]\d{0,14})$/.test(text);
    const kind = isNumber ? 'decimal' : 'text';
    this.add({ kind, width: 0, separator, names }, isNumber ? Number(text) : this.intern(text), undefined, end);
  }

  /** In front of a message: stamps, their decimals, seconds since 1970, and numbers in quotation marks. */
  private readHeadSlot(): boolean {
    return this.readStamp() || this.readClock() || this.readFraction() || this.readHeadNumber();
  }

  private readSlot(): boolean {
    if (this.readStamp() || this.readClock() || this.readFraction()) return true;
    // What is no text in an object is a number, or the object is none.
    const isBare = this.cursor?.isInText === false;
    return this.readNumber() || (!isBare && this.readWord());
  }

  private readStamp(): boolean {
    const { line, at } = this;
    if (line.charCodeAt(at + 4) !== DASH) return false;
    STAMP.lastIndex = at;
    const match = STAMP.exec(line);
    if (match === null) return false;
    const [, date = '', separator = 'T', clock = '', decimals] = match;
    const seconds = Date.parse(`${date}T${clock}Z`) / 1000;
    // A stamp that no calendar has (30 February, second 60) would not come back as it was: it stays text.
    if (Number.isNaN(seconds) || new Date(seconds * 1000).toISOString() !== `${date}T${clock}.000Z`) return false;
    const end = STAMP.lastIndex;
    const slot = { width: 0, separator: separator.charCodeAt(0), names: undefined };
    if (decimals === undefined) return this.add({ ...slot, kind: 'stamp' }, seconds, undefined, end);
    const value = seconds * 10 ** decimals.length + Number(decimals);
    if (Math.abs(value) > MAX_VALUE) return false;
    return this.add({ ...slot, kind: 'fineStamp', width: decimals.length }, value, undefined, end);
  }

  private readClock(): boolean {
    const { line, at } = this;
    const isShort = line.charCodeAt(at + 1) === COLON;
    if (!isShort && line.charCodeAt(at + 2) !== COLON) return false;
    CLOCK.lastIndex = at;
    const match = CLOCK.exec(line);
    if (match === null) return false;
    const value = Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
    return this.add(isShort ? SLOTS.shortClock : SLOTS.clock, value, undefined, CLOCK.lastIndex);
  }

  /** The decimals right behind a stamp, a clock or seconds since 1970, which go on to the first byte that is no digit. */
  private readFraction(): boolean {
    const { line, at, cut } = this;
    const point = line.charCodeAt(at - 1);
    if (this.textStart !== at - 1 || (point !== POINT && point !== COMMA)) return false;
    const last = cut.slots.at(-1);
    if (last === undefined || !isTimeLike(last)) return false;
    const end = endOfDigits(line, at);
    const digits = end - at;
    if (digits > MAX_DECIMALS) return false;
    const isPadded = line.charCodeAt(at) === ZERO && digits > 1;
    const slot: Placeholder = isPadded
      ? { kind: 'padded', width: digits, separator: POINT, names: undefined }
      : SLOTS.fraction;
    return this.add(slot, Number(line.slice(at, end)), undefined, end);
  }

  private readHeadNumber(): boolean {
    const { line, at } = this;
    const end = endOfDigits(line, at);
    const digits = end - at;
    if (line.charCodeAt(at) === ZERO && digits > 1) return false;
    const isQuoted = line.charCodeAt(at - 1) === QUOTE && line.charCodeAt(at - 2) === EQUALS;
    if (isQuoted) {
      if (digits > MAX_DIGITS || line.charCodeAt(end) !== QUOTE) return false;
      return this.add(SLOTS.quoted, Number(line.slice(at, end)), undefined, end);
    }
    if ((digits !== 10 && digits !== 13) || isWordCode(line.charCodeAt(end))) return false;
    return this.add(digits === 10 ? SLOTS.seconds : SLOTS.milliseconds, Number(line.slice(at, end)), undefined, end);
  }

  private readNumber(): boolean {
    const { line, at } = this;
    const end = endOfDigits(line, at);
    const isFirstZero = line.charCodeAt(at) === ZERO;
    if (isWordCode(line.charCodeAt(end))) return isFirstZero && this.readHex();
    const digits = end - at;
    if (isFirstZero && digits > 1) {
      if (digits > MAX_DIGITS) return false;
      const slot: Placeholder = { kind: 'padded', width: digits, separator: 0, names: undefined };
      return this.add(slot, Number(line.slice(at, end)), undefined, end);
    }
    if (digits <= MAX_DIGITS) return this.add(SLOTS.decimal, Number(line.slice(at, end)), undefined, end);
    if (digits > MAX_LONG_DIGITS) return false;
    const middle = end - MAX_DIGITS;
    return this.add(SLOTS.long, Number(line.slice(at, middle)), Number(line.slice(middle, end)), end);
  }

  private readHex(): boolean {
    const { line, at } = this;
    const plain = matchAt(HEX, line, at);
    if (plain !== undefined) return this.add(SLOTS.hex, Number(plain), undefined, at + plain.length);
    const padded = matchAt(PADDED_HEX, line, at);
    if (padded === undefined) return false;
    const slot: Placeholder = { kind: 'paddedHex', width: padded.length - 2, separator: 0, names: undefined };
    return this.add(slot, Number(padded), undefined, at + padded.length);
  }

  private readWord(): boolean {
    const { line, at } = this;
    const text = matchAt(WORD, line, at);
    return text !== undefined && this.add(SLOTS.word, this.intern(text), undefined, at + text.length);
  }

  private add(slot: Placeholder, value: number, second: number | undefined, end: number): true {
    const { cut } = this;
    cut.texts.push(this.line.slice(this.textStart, this.at));
    cut.slots.push(slot);
    cut.values.push(value);
    if (second !== undefined) cut.values.push(second);
    this.at = end;
    this.textStart = end;
    return true;
  }
}

const PLAIN = { width: 0, separator: 0, names: undefined } as const;
const TAB = 0x09;
const QUOTE = 0x22;
const HASH = 0x23;
const COMMA = 0x2c;
const DASH = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const COLON = 0x3a;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const BLANK = 0x20;
/** What may stand between the pairs of a message: blank, tab, comma, semicolon. */
const SEPARATORS: ReadonlySet<number> = new Set([BLANK, TAB, COMMA, 0x3b]);
/** What receivers write for a tab. */
const WRITTEN_TAB = '#011';
/** Decimals that a stamp is read with. */
const MAX_DECIMALS = 9;

/** Slots without anything of their own, which most are. */
const SLOTS = {
  decimal: { ...PLAIN, kind: 'decimal' },
  long: { ...PLAIN, kind: 'long' },
  hex: { ...PLAIN, kind: 'hex' },
  clock: { ...PLAIN, kind: 'clock' },
  shortClock: { ...PLAIN, kind: 'clock', width: 1 },
  word: { ...PLAIN, kind: 'word' },
  fraction: { ...PLAIN, kind: 'decimal', separator: POINT },
  quoted: { ...PLAIN, kind: 'decimal', separator: QUOTE },
  seconds: { ...PLAIN, kind: 'decimal', width: 10 },
  milliseconds: { ...PLAIN, kind: 'decimal', width: 13 },
} as const satisfies Record<string, Placeholder>;

function isTimeLike({ kind, width }: Placeholder): boolean {
  return kind === 'stamp' || kind === 'clock' || (kind === 'decimal' && width === 10);
}

/** Whether the first thing in a line is an object. */
function startsWithObject(line: string): boolean {
  let at = 0;
  while (line.charCodeAt(at) <= BLANK) at += 1;
  return line.charCodeAt(at) === OPEN_BRACE;
}

/** Whether what ends at a colon has the form of a category: capitals, digits and low lines, the first one a capital. */
function isCategory(line: string, colon: number): boolean {
  let start = colon;
  while (start > 0 && isCategoryCode(line.charCodeAt(start - 1))) start -= 1;
  if (start === colon || isDigit(line.charCodeAt(start))) return false;
  return start === 0 || !isWordCode(line.charCodeAt(start - 1));
}

function isCategoryCode(code: number): boolean {
  return (code >= 0x41 && code <= 0x5a) || isDigit(code) || code === 0x5f;
}

/** The name in front of an equals sign, where it is as short as those that count here; else an empty text. */
function nameBefore(line: string, equals: number, isInObject: boolean): string {
  let start = equals;
  const from = Math.max(0, equals - MAX_NAME);
  while (start > from && isNameCode(line.charCodeAt(start - 1))) start -= 1;
  if (start === from && start > 0 && isNameCode(line.charCodeAt(start - 1))) return '';
  // Within an object the letter behind a backslash is part of what it escapes.
  const before = start > 0 ? line.charCodeAt(start - 1) : 0;
  if (before === HASH) return line.slice(start + WRITTEN_TAB.length - 1, equals);
  return line.slice(isInObject && before === BACKSLASH ? start + 1 : start, equals);
}

/**
 * The end of the value that names a subject, which a blank or the end of the line must follow, or what else may end a
 * message: a quotation mark, a control character, written out or not. A quoted one goes on to a blank. No place without one.
 */
function endOfSubject(line: string, from: number, separator: number): number {
  const isQuoted = separator === 0 && opensQuote(line.charCodeAt(from));
  let at = from;
  for (; at < line.length; at++) {
    const code = line.charCodeAt(at);
    if (code === EQUALS) return from;
    if (isQuoted ? code === BLANK : endsSubject(code, line.charCodeAt(at + 1), separator)) break;
  }
  return at;
}

function isNameCode(code: number): boolean {
  return isWordCode(code) || code === DASH || code === POINT;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isWordCode(code: number): boolean {
  return isDigit(code) || (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

function endOfDigits(line: string, from: number): number {
  let at = from;
  while (isDigit(line.charCodeAt(at))) at += 1;
  return at;
}

function endOfWord(line: string, from: number): number {
  let at = from;
  while (isWordCode(line.charCodeAt(at))) at += 1;
  return at;
}

function matchAt(pattern: RegExp, line: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(line)?.[0];
}

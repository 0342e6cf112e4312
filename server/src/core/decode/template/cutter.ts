import { MAX_VALUE, type Placeholder } from './placeholder.js';

/** A line cut into pieces: text, slot, text, slot, …, text (either may be empty, the texts are one more than the slots). */
export interface CutLine {
  texts: string[];
  slots: Placeholder[];
  values: number[];
}

/** Gives interned texts their index. */
export type Intern = (text: string) => number;

const STAMP = /(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)(?:\.(\d{1,6})(?!\d))?/y;
const CLOCK = /([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(?!\d)/y;
const DECIMAL = /(?:0|[1-9]\d*)(?!\w)/y;
const PADDED = /0\d+(?!\w)/y;
const HEX = /0x(0|[1-9a-f][0-9a-f]*)(?!\w)/y;
const PADDED_HEX = /0x(0[0-9a-f]+)(?!\w)/y;
const WORD = /\w/;
const DIGIT_WORD = /\d\w*/y;
/** Within the value of a name that decides what a line is, however it is quoted, signed or set apart. */
const LITERAL_VALUE = /(?:^|[^\w.-])(?:prio|id|rev|event|severity|level)=\S*$/;
const SUBJECT_KEY = /(?:^| )(matchkey|iface)=$/;
const SUBJECT_VALUE = /[^ =]+(?= |$)/y;

/**
 * Cuts a line of Latin-1 text. Before the first equals sign only stamps are slots, so that the sender's name stays text;
 * so do the values of prio, id and rev, which decide what the line is.
 */
export function cutLine(line: string, intern: Intern): CutLine {
  const cut: CutLine = { texts: [], slots: [], values: [] };
  let textStart = 0;
  let isHead = true;
  let at = 0;
  while (at < line.length) {
    const found = isSlotStart(line, at, isHead) ? readSlot(line, at, isHead, intern) : undefined;
    if (found === undefined) {
      if (line.charCodeAt(at) === 0x3d) isHead = false;
      at += 1;
      continue;
    }
    cut.texts.push(line.slice(textStart, at));
    cut.slots.push(found.slot);
    cut.values.push(...found.values);
    at = found.end;
    textStart = at;
  }
  cut.texts.push(line.slice(textStart));
  return cut;
}

/** Whether a slot may begin here, from what stands before: never inside a word, and never where prio, id or rev say it. */
function isSlotStart(line: string, at: number, isHead: boolean): boolean {
  if (at > 0 && WORD.test(line.charAt(at - 1))) return false;
  if (isHead) return isDigit(line.charCodeAt(at));
  const before = line.slice(Math.max(0, at - 10), at);
  if (SUBJECT_KEY.test(before)) return true;
  return isDigit(line.charCodeAt(at)) && !LITERAL_VALUE.test(wordBefore(line, at));
}

/** What stands between the last white space and here, bounded. */
function wordBefore(line: string, at: number): string {
  const before = line.slice(Math.max(0, at - 64), at);
  return before.slice(before.search(/\S*$/));
}

interface FoundSlot {
  slot: Placeholder;
  values: number[];
  end: number;
}

function readSlot(line: string, at: number, isHead: boolean, intern: Intern): FoundSlot | undefined {
  const name = isHead ? undefined : subjectKeyBefore(line, at);
  if (name !== undefined) return readSubject(line, at, name, intern);
  const stamp = readStamp(line, at) ?? readClock(line, at);
  return stamp ?? (isHead ? undefined : (readNumber(line, at) ?? readWord(line, at, intern)));
}

function subjectKeyBefore(line: string, at: number): 'matchkey' | 'iface' | undefined {
  const name = SUBJECT_KEY.exec(line.slice(Math.max(0, at - 10), at))?.[1];
  return name === 'matchkey' || name === 'iface' ? name : undefined;
}

function readSubject(line: string, at: number, names: 'matchkey' | 'iface', intern: Intern): FoundSlot | undefined {
  SUBJECT_VALUE.lastIndex = at;
  const text = SUBJECT_VALUE.exec(line)?.[0];
  if (text === undefined) return undefined;
  const end = at + text.length;
  if (/^(0|[1-9]\d{0,14})$/.test(text))
    return { slot: { ...PLAIN, kind: 'decimal', names }, values: [Number(text)], end };
  return { slot: { ...PLAIN, kind: 'text', names }, values: [intern(text)], end };
}

const PLAIN = { width: 0, separator: 0, names: undefined } as const;

function readStamp(line: string, at: number): FoundSlot | undefined {
  STAMP.lastIndex = at;
  const match = STAMP.exec(line);
  if (match === null) return undefined;
  const [, date = '', separator = 'T', clock = '', decimals] = match;
  const seconds = Date.parse(`${date}T${clock}Z`) / 1000;
  // A stamp that no calendar has (30 February, second 60) would not come back as it was: it stays text.
  if (Number.isNaN(seconds) || new Date(seconds * 1000).toISOString() !== `${date}T${clock}.000Z`) return undefined;
  const slot = { ...PLAIN, separator: separator.charCodeAt(0) };
  const end = STAMP.lastIndex;
  if (decimals === undefined) return { slot: { ...slot, kind: 'stamp' }, values: [seconds], end };
  const value = seconds * 10 ** decimals.length + Number(decimals);
  if (Math.abs(value) > MAX_VALUE) return undefined;
  return { slot: { ...slot, kind: 'fineStamp', width: decimals.length }, values: [value], end };
}

function readClock(line: string, at: number): FoundSlot | undefined {
  CLOCK.lastIndex = at;
  const match = CLOCK.exec(line);
  if (match === null) return undefined;
  const value = Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
  return { slot: { ...PLAIN, kind: 'clock' }, values: [value], end: CLOCK.lastIndex };
}

function readNumber(line: string, at: number): FoundSlot | undefined {
  const decimal = matchAt(DECIMAL, line, at);
  if (decimal !== undefined) {
    const end = at + decimal.length;
    if (decimal.length <= 15) return { slot: { ...PLAIN, kind: 'decimal' }, values: [Number(decimal)], end };
    if (decimal.length > 20) return undefined;
    const values = [Number(decimal.slice(0, -15)), Number(decimal.slice(-15))];
    return { slot: { ...PLAIN, kind: 'long' }, values, end };
  }
  const padded = matchAt(PADDED, line, at);
  if (padded !== undefined && padded.length <= 15) {
    return {
      slot: { ...PLAIN, kind: 'padded', width: padded.length },
      values: [Number(padded)],
      end: at + padded.length,
    };
  }
  return readHex(line, at);
}

function readWord(line: string, at: number, intern: Intern): FoundSlot | undefined {
  const text = matchAt(DIGIT_WORD, line, at);
  return text === undefined
    ? undefined
    : { slot: { ...PLAIN, kind: 'word' }, values: [intern(text)], end: at + text.length };
}

function readHex(line: string, at: number): FoundSlot | undefined {
  const hex = matchAt(HEX, line, at);
  if (hex !== undefined && hex.length <= 14) {
    return { slot: { ...PLAIN, kind: 'hex' }, values: [Number(hex)], end: at + hex.length };
  }
  const padded = matchAt(PADDED_HEX, line, at);
  if (padded === undefined || padded.length > 14) return undefined;
  const width = padded.length - 2;
  return { slot: { ...PLAIN, kind: 'paddedHex', width }, values: [Number(padded)], end: at + padded.length };
}

function matchAt(pattern: RegExp, line: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(line)?.[0];
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Where each character of a text stands in another one that it was made of; −1 for one that is not from there. */
export type PlaceMap = (at: number) => number;

/** The text is the part of the other one that begins at `from`. */
export function shifted(from: number): PlaceMap {
  return (at) => at + from;
}

/** One character of a text as it was written in another: how many characters that took, and its code; −1 for none at all. */
type Writing = readonly [length: number, code: number];

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BLANK = 0x20;
const TAB = 0x09;
/** Separators that blanks or tabs stand for. */
const SEPARATORS: ReadonlySet<number> = new Set([0x2c, 0x3b, 0x7c, TAB]);

/** The text of an object: the literal in `json`, at or behind `from`, that says it. Undefined when none does exactly. */
export function literalMap(json: string, from: number, text: string): PlaceMap | undefined {
  for (let at = json.indexOf('"', from); at >= 0;) {
    const end = endOfLiteral(json, at + 1);
    if (end < 0) return undefined;
    const literal = end - at > MIN_LITERAL ? parse(json.slice(at, end + 1)) : undefined;
    // A stamp may have been put in front of it.
    if (literal !== undefined && literal.length > MIN_LITERAL && text.endsWith(literal)) {
      const map = aligned({ before: json, from: at + 1, after: literal, writingAt: jsonEscape });
      const added = text.length - literal.length;
      return (place) => (place < added ? -1 : map(place - added));
    }
    at = json.indexOf('"', end + 1);
  }
  return undefined;
}

/** Shorter texts hold no message. */
const MIN_LITERAL = 8;

/** Quoted fields that were joined by tabs. */
export function fieldsMap(before: string, after: string): PlaceMap {
  return aligned({ before, from: 0, after, writingAt: doubledQuote });
}

/** Control characters that were written as `#011`. */
export function controlMap(before: string, after: string): PlaceMap {
  return aligned({ before, from: 0, after, writingAt: octal });
}

/** The pairs of a message without escapes and separators. */
export function bodyMap(before: string, from: number, after: string): PlaceMap {
  return aligned({ before, from, after, writingAt: escapedMark });
}

interface Alignment {
  before: string;
  from: number;
  after: string;
  /** What is written at a place in another way than as itself. */
  writingAt: (before: string, at: number) => Writing | undefined;
}

/** Walks both texts once; what was left out between is passed over. */
function aligned({ before, from, after, writingAt }: Alignment): PlaceMap {
  const places = new Int32Array(after.length).fill(-1);
  let next = from;
  for (let at = 0; at < after.length; at++) {
    const code = after.charCodeAt(at);
    while (next < before.length) {
      const [length, written] = writingAt(before, next) ?? [1, before.charCodeAt(next)];
      const isIt = written === code || ((code === BLANK || code === TAB) && SEPARATORS.has(written));
      if (isIt) places[at] = next;
      next += length;
      if (isIt) break;
    }
  }
  return (place) => places[place] ?? -1;
}

function jsonEscape(json: string, at: number): Writing | undefined {
  if (json.charCodeAt(at) !== BACKSLASH) return undefined;
  const letter = json.charAt(at + 1);
  if (letter === 'u') return [6, Number.parseInt(json.slice(at + 2, at + 6), 16)];
  return [2, (SHORT_ESCAPES.get(letter) ?? letter).charCodeAt(0)];
}

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['b', '\b'],
  ['f', '\f'],
]);

function doubledQuote(text: string, at: number): Writing | undefined {
  if (text.charCodeAt(at) !== QUOTE) return undefined;
  return text.charCodeAt(at + 1) === QUOTE ? [2, QUOTE] : [1, -1];
}

function octal(text: string, at: number): Writing | undefined {
  if (text.charCodeAt(at) !== 0x23) return undefined;
  const digits = /^#(0[0-3][0-7]|177)/.exec(text.slice(at, at + 4))?.[1];
  if (digits === undefined) return undefined;
  const code = Number.parseInt(digits, 8);
  return [4, code === 0 ? -1 : code];
}

function escapedMark(text: string, at: number): Writing | undefined {
  const behind = text.charCodeAt(at + 1);
  if (text.charCodeAt(at) !== BACKSLASH || (behind !== QUOTE && behind !== BACKSLASH && behind !== 0x2f))
    return undefined;
  return [2, behind];
}

function endOfLiteral(json: string, from: number): number {
  for (let at = from; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return -1;
}

function parse(literal: string): string | undefined {
  try {
    const value: unknown = JSON.parse(literal);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

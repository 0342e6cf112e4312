import type { BodyFields, KeyValue } from './line-parts.js';
import type { DecodeTrace } from './decode-trace.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BLANK = 0x20;

/**
 * Splits `name=value name="quoted value" name=value with spaces` into pairs, in time linear in the length of the line.
 * An unquoted value runs up to the next ` name=`. A quoted one ends at the first unescaped quote that white space or the
 * end of the line follows; a quote that never closes is an ordinary character.
 */
export function parseKeyValues(line: string, from: number, trace?: DecodeTrace): BodyFields {
  const pairs: KeyValue[] = [];
  const places: [number, number, number][] | undefined = trace === undefined ? undefined : [];
  const first = findNextName(line, from, true);
  if (first === undefined) return { text: line.slice(from).trim(), pairs };
  let name = first;
  // Once no closing quote was found to the end of the line there is none for later values either.
  let quoteMayClose = true;
  for (;;) {
    const valueStart = name.equals + 1;
    let valueEnd = -1;
    if (quoteMayClose && line.charCodeAt(valueStart) === QUOTE) {
      valueEnd = findClosingQuote(line, valueStart + 1);
      if (valueEnd < 0) quoteMayClose = false;
    }
    const isQuoted = valueEnd >= 0;
    const next = findNextName(line, isQuoted ? valueEnd + 1 : valueStart, false);
    const value = isQuoted
      ? unescape(line.slice(valueStart + 1, valueEnd))
      : trimmed(line, valueStart, next === undefined ? line.length : next.start);
    pairs.push([line.slice(name.start, name.equals), value]);
    if (places !== undefined) {
      const end = isQuoted ? valueEnd + 1 : valueStart + line.slice(valueStart, next?.start).trimEnd().length;
      places.push([name.start, valueStart, end]);
    }
    if (next === undefined) break;
    name = next;
  }
  if (places !== undefined) trace?.({ kind: 'pairs', pairs, places });
  return { text: line.slice(from, first.start).trim(), pairs };
}

/** A part of a line without the white space around it; most has none but a blank behind it. */
function trimmed(line: string, start: number, end: number): string {
  const last = end > start && line.charCodeAt(end - 1) === BLANK ? end - 1 : end;
  const text = line.slice(start, last);
  return isInk(text.charCodeAt(0)) && isInk(text.charCodeAt(text.length - 1)) ? text : text.trim();
}

/** A character that is surely no white space. */
function isInk(code: number): boolean {
  return code > BLANK && code < 0x7f;
}

interface NamePosition {
  start: number;
  equals: number;
}

/** The next `name=` at or after `from`. White space stands before a name, unless it is the first and begins at `from`. */
function findNextName(line: string, from: number, isFirst: boolean): NamePosition | undefined {
  let searchFrom = from;
  for (;;) {
    const equals = line.indexOf('=', searchFrom);
    if (equals < 0) return undefined;
    let start = equals;
    // Walks back over this name only: the next search begins behind this equals sign, so no byte is walked twice.
    while (start > searchFrom && isNameCharacter(line.charCodeAt(start - 1))) start--;
    if (start < equals && ((isFirst && start === from) || isSpace(line.charCodeAt(start - 1))))
      return { start, equals };
    searchFrom = equals + 1;
  }
}

function findClosingQuote(line: string, from: number): number {
  let at = from;
  for (;;) {
    at = line.indexOf('"', at);
    if (at < 0) return -1;
    const isAtEnd = at + 1 >= line.length || isSpace(line.charCodeAt(at + 1));
    if (isAtEnd && !isEscaped(line, at, from)) return at;
    at++;
  }
}

function isEscaped(line: string, at: number, from: number): boolean {
  let slashes = 0;
  while (at - slashes - 1 >= from && line.charCodeAt(at - slashes - 1) === BACKSLASH) slashes++;
  return slashes % 2 === 1;
}

function unescape(value: string): string {
  return value.includes('\\') ? value.replace(/\\(["\\])/g, '$1') : value;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function isNameCharacter(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x2d ||
    code === 0x2e
  );
}

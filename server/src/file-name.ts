import { isUtf8 } from 'node:buffer';
import { existsSync, readFileSync } from 'node:fs';

/**
 * Names of files as text. Linux takes any bytes but `/` and NUL for a name, while a string holds valid UTF-8 only. Within
 * Tunnelwatch a path is text in which each byte that is not UTF-8, and each character that cannot be seen or would
 * rearrange its surroundings, is written as `\xff`. A backslash that would read like such a byte is `\x5c`, so that
 * different names have different texts. All other names are their own text.
 *
 * For matching there is a third form, in which a byte is one character: a lone surrogate, as in Python's
 * `surrogateescape`.
 */

/** Fixed ranges instead of Unicode classes: a stored name must not change with the Unicode version of Node.js. */
// eslint-disable-next-line no-control-regex -- control characters are what it looks for
const HIDDEN = /[\0-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\udc00-\udcff]/;
const TO_ESCAPE = new RegExp(String.raw`(?<![\ud800-\udbff])${HIDDEN.source}|\\(?=x[0-9a-f]{2})`, 'g');
const ESCAPED = /\\x([0-9a-f]{2})/g;
/** Names that are unchanged in every form, as nearly all are. */
const PLAIN = /^[\x20-\x5b\x5d-\x7e]*$/;
/** The character for byte 0 in the form for matching. */
const BYTES = 0xdc00;
/** Line breaks, which `.` in a regular expression does not match: they are matched as bytes, too. */
const BREAKS = /[\n\r\u2028\u2029]/;

/** The node:fs argument for a path in our text form. */
export function systemPath(file: string): string | Buffer {
  return file.includes('\\x') ? plain(bytesOfText(file)) : file;
}

/** The text form of a name or path, from its bytes. */
export function textOfName(bytes: Buffer): string {
  const text = bytes.toString('latin1');
  return PLAIN.test(text) ? text : textOfMatchable(matchableName(bytes));
}

/** The bytes of a path in text form. */
export function bytesOfText(file: string): Buffer {
  const parts = file.split(ESCAPED);
  // Between the texts are the two digits that were captured.
  return Buffer.concat(parts.map((part, at) => (at % 2 === 0 ? Buffer.from(part) : Buffer.from(part, 'hex'))));
}

/** The form for matching of a name, from its bytes. */
export function matchableName(bytes: Buffer): string {
  const whole = isUtf8(bytes) ? bytes.toString() : undefined;
  if (whole !== undefined && !BREAKS.test(whole)) return whole;
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const length = lengthOfCharacter(bytes[at] ?? 0);
    const character = bytes.subarray(at, at + length);
    const isText = character.length === length && isUtf8(character) && !BREAKS.test(character.toString());
    text += isText ? character.toString() : String.fromCharCode(BYTES + (bytes[at] ?? 0));
    at += isText ? length : 1;
  }
  return text;
}

/** The node:fs argument for a path in the form for matching. */
export function systemPathOfMatchable(file: string): string | Buffer {
  return systemPath(textOfMatchable(file));
}

/** The text form of a path in the form for matching. */
export function textOfMatchable(file: string): string {
  return file.replaceAll(TO_ESCAPE, (character) => {
    const code = character.charCodeAt(0);
    const bytes = code >= BYTES && code <= BYTES + 0xff ? Buffer.from([code - BYTES]) : Buffer.from(character);
    return [...bytes].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  });
}

/** A name after lossy decoding elsewhere: each invalid byte is U+FFFD there. */
export function lossyText(file: string): string {
  return bytesOfText(file).toString();
}

/** True for text in which invalid bytes may have been replaced before we saw it, as Node.js does with arguments. */
export function isLossy(text: string): boolean {
  return text.includes('\ufffd');
}

/** Plain text as a pattern that matches nothing else: special characters are escaped with a backslash. */
export function escapePattern(text: string): string {
  return text.replaceAll(/[\\*?[\]{}()!+@|]/g, '\\$&');
}

/** A path in text form as a pattern that matches nothing else; its escaped bytes stay as written. */
export function patternOf(file: string): string {
  return file
    .split(/(\\x[0-9a-f]{2})/)
    .map((part, at) => (at % 2 === 0 ? escapePattern(part) : part))
    .join('');
}

/**
 * The text form of a typed path: the name itself, or already in text form. Undefined when no such file
 * exists.
 */
export function existingPath(typed: string): string | undefined {
  if (existsSync(typed)) return textOfName(Buffer.from(typed));
  const bytes = systemPath(typed);
  return typed !== bytes && existsSync(bytes) ? textOfName(Buffer.from(bytes)) : undefined;
}

/**
 * The arguments of this process without loss: Node.js returns U+FFFD for a byte that is not UTF-8, but the kernel still has
 * it. Those arguments are returned in text form; all others, and all when they are not available, unchanged.
 */
export function exactArguments(given: readonly string[]): string[] {
  if (!given.some(isLossy)) return [...given];
  const raw = rawArguments().slice(-given.length);
  return given.map((argument, at) => {
    const bytes = raw[at];
    return isLossy(argument) && bytes?.toString() === argument ? textOfName(bytes) : argument;
  });
}

function rawArguments(): Buffer[] {
  try {
    const line = readFileSync('/proc/self/cmdline');
    const ends = [...line.entries()].filter(([, byte]) => byte === 0).map(([at]) => at);
    return ends.map((end, at) => line.subarray((ends[at - 1] ?? -1) + 1, end));
  } catch {
    // Not on Linux: names are matched by what is left of them.
    return [];
  }
}

function lengthOfCharacter(lead: number): number {
  if (lead < 0xc0) return 1;
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}

function plain(bytes: Buffer): string | Buffer {
  return isUtf8(bytes) ? bytes.toString() : bytes;
}

import { RE2JS, RE2JSException } from 're2js';

/** The named groups that a pattern of a source may have. */
const GROUPS: readonly string[] = ['gateway', 'time', 'message'];
/** What a pattern may cost: the work on a line is at most its length times the size of the program. */
const MAX_PROGRAM = 2000;
export const MAX_FORMAT_LENGTH = 1000;

/** Where a group matched: characters of the line, `end` exclusive. */
export interface FormatSpan {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What a pattern found in a line; a group that took no part, or that is empty, is undefined. */
export interface FormatMatch {
  readonly message: FormatSpan;
  readonly gateway: FormatSpan | undefined;
  readonly time: FormatSpan | undefined;
}

/** The pattern that a source's settings give for its lines. */
export interface LineFormat {
  /** The first match in a line; undefined when there is none, or no message in it. Takes time linear in the length of the line. */
  match(line: string): FormatMatch | undefined;
}

export type CompiledFormat =
  | { readonly ok: true; readonly format: LineFormat }
  | { readonly ok: false; readonly message: string; readonly remedy: string };

/**
 * Compiles a pattern in the syntax of RE2, which matches in linear time whatever the line and the pattern are. It needs the
 * named group `message` and may have `gateway` and `time`.
 */
export function compileFormat(pattern: string): CompiledFormat {
  if (pattern.length > MAX_FORMAT_LENGTH) {
    return refused(
      `the pattern has ${String(pattern.length)} characters`,
      `expected at most ${String(MAX_FORMAT_LENGTH)}`,
    );
  }
  const compiled = compile(pattern);
  if (typeof compiled === 'string') return refused(compiled, syntaxRemedy(compiled));
  const names = Object.keys(compiled.namedGroups());
  const unknown = names.find((name) => !GROUPS.includes(name));
  if (unknown !== undefined) return refused(`unknown group ${unknown}`, `expected the groups ${GROUPS.join(', ')}`);
  if (!names.includes('message')) {
    return refused(
      'there is no group message',
      'put (?<message>…) around the gateway’s message, as in (?<message>IPSEC: .*)',
    );
  }
  if (compiled.programSize() > MAX_PROGRAM)
    return refused('the pattern is too large', 'use fewer or smaller repetitions');
  const optional = (name: string) => names.includes(name);
  return { ok: true, format: { match: (line) => match(compiled, line, optional) } };
}

/**
 * The format of a source whose settings were checked.
 * @throws Error when the pattern is not valid after all
 */
export function formatOf(pattern: string | null): LineFormat | undefined {
  if (pattern === null) return undefined;
  const compiled = compileFormat(pattern);
  if (!compiled.ok) throw new Error(`format: ${compiled.message}; ${compiled.remedy}`);
  return compiled.format;
}

function refused(message: string, remedy: string): CompiledFormat {
  return { ok: false, message, remedy };
}

/** The compiled pattern, or what is wrong with it. */
function compile(pattern: string): RE2JS | string {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (error instanceof RE2JSException) return error.message.replace(/^error parsing regexp: /, '');
    throw error;
  }
}

/** What a lookaround or a backreference is called by an engine that has none. */
const NOT_LINEAR = /Perl syntax: `\(\?<?[=!]|named capture: `\(\?<[=!]|escape sequence: `\\[1-9k]/;

function syntaxRemedy(problem: string): string {
  return NOT_LINEAR.test(problem)
    ? 'write it without lookaround and backreferences: patterns are in the syntax of RE2, which has none'
    : 'correct the pattern; its syntax is that of RE2 (https://github.com/google/re2/wiki/Syntax)';
}

function match(pattern: RE2JS, line: string, has: (name: string) => boolean): FormatMatch | undefined {
  const matcher = pattern.matcher(line);
  if (!matcher.find()) return undefined;
  const span = (name: string): FormatSpan | undefined => {
    const text = has(name) ? matcher.group(name) : null;
    return text === null || text.trim() === ''
      ? undefined
      : { text, start: matcher.start(name), end: matcher.end(name) };
  };
  const message = span('message');
  return message === undefined ? undefined : { message, gateway: span('gateway'), time: span('time') };
}
